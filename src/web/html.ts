/** Text made safe for HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);
}

/** A plain page of ours: no script, one style sheet. `body` is HTML already; `title` is text. */
export function plainPage(page: {
  readonly lang: string;
  readonly title: string;
  readonly body: string;
  /** Seconds after which the page loads itself anew. */
  readonly refresh?: number;
}): string {
  const refresh = page.refresh === undefined ? '' : `<meta http-equiv="refresh" content="${page.refresh}">`;
  return `<!doctype html>
<html lang="${escapeHtml(page.lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${refresh}<title>${escapeHtml(page.title)}</title>
<link rel="stylesheet" href="/assets/plain.css">
</head>
<body>
<main>
${page.body}
</main>
</body>
</html>
`;
}
