/**
 * The best of `locales` (BCP 47, the first is the fallback) for an Accept-Language header: an exact match, else one
 * of the same language (zh-CN → zh-Hans). English for somebody who reads neither, where the desk speaks it.
 */
export function acceptLanguage(header: string | undefined, locales: readonly string[]): string {
  const wanted = (header ?? '')
    .split(',')
    .map((part, place) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map(text => /^\s*q=([\d.]+)$/.exec(text)?.[1]).find(q => q !== undefined);
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality), place };
    })
    .filter(({ tag, quality }) => tag !== '' && tag !== '*' && quality > 0)
    .sort((a, b) => b.quality - a.quality || a.place - b.place);
  for (const { tag } of wanted) {
    const language = tag.split('-')[0];
    const found =
      locales.find(locale => locale.toLowerCase() === tag) ??
      locales.find(locale => locale.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  const foreign = wanted.length > 0 && locales.includes('en');
  return foreign ? 'en' : (locales[0] ?? 'zh-Hans');
}
