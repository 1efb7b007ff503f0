import type { Exported } from '../community/residents/exported.js';
import type { Json } from '../community/store.js';
import type { Say } from './action.js';
import type { OutFile } from './message.js';

/** How instants are written for people. */
type Moment = (ms: number) => string;

const file = (name: string, mime: string, text: string): OutFile => ({
  name,
  mime,
  base64: Buffer.from(text, 'utf8').toString('base64'),
});

/** What is handed out, for a program to read. */
export const jsonFile = (name: string, exported: Exported): OutFile =>
  file(`${name}.json`, 'application/json', `${JSON.stringify(exported, null, 2)}\n`);

/** The same as a page that a person can read, in any browser and without anything else. */
export function pageFile(
  name: string,
  exported: Exported,
  how: { locale: string; title: string; words: Say; moment: Moment },
): OutFile {
  const parts = Object.entries(exported).map(
    ([part, value]) =>
      `<section><h2>${escaped(labelOf(part, how.words))}</h2>${shown(value ?? null, part, how)}</section>`,
  );
  const page = `<!doctype html>
<html lang="${escaped(how.locale)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(how.title)}</title>
<style>body{font:1.1rem/1.6 system-ui,sans-serif;margin:1rem auto;max-width:40rem;padding:0 1rem}dt{color:#555}dd{margin:0 0 .4rem}li,section{margin-bottom:1rem}</style>
<h1>${escaped(how.title)}</h1>
${parts.join('\n')}
</html>
`;
  return file(`${name}.html`, 'text/html', page);
}

function shown(value: Json, name: string, how: { words: Say; moment: Moment }): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return `<p>${escaped(how.words('export_nothing'))}</p>`;
    return `<ol>${value.map((one: Json) => `<li>${shown(one, name, how)}</li>`).join('')}</ol>`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value as Exported);
    if (fields.length === 0) return `<p>${escaped(how.words('export_nothing'))}</p>`;
    const lines = fields.map(
      ([field, inside]) =>
        `<dt>${escaped(labelOf(field, how.words))}</dt><dd>${shown(inside ?? null, field, how)}</dd>`,
    );
    return `<dl>${lines.join('')}</dl>`;
  }
  if (typeof value === 'boolean') return escaped(how.words(value ? 'export_yes' : 'export_no'));
  return escaped(typeof value === 'number' && value > INSTANTS ? how.moment(value) : String(value ?? '—'));
}

/** Numbers above this are instants, ms since 1970; nothing else here is counted in hundreds of thousands of millions. */
const INSTANTS = 1e11;

/** What a field is called; where nobody gave it a name, its own: it is there all the same. */
function labelOf(field: string, words: Say): string {
  const key = `export_field_${field.replace(/^.*\./, '')}`;
  const label = words(key);
  return label === key ? field : label;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, sign => ENTITIES[sign] ?? sign);
