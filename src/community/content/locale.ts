/**
 * Which of the offered languages to speak with somebody whose app says `wanted` (BCP 47, any case): that one,
 * or its nearest; for another foreign language English, where there is English; the first one when nothing is said.
 */
export function pickLocale(wanted: string | undefined, offered: readonly string[]): string {
  const first = offered[0] ?? 'zh-Hans';
  if (!wanted) return first;
  const lower = wanted.toLowerCase();
  const same = offered.find(one => one.toLowerCase() === lower);
  if (same) return same;
  const [language] = lower.split(/[-_]/);
  const near = offered.find(one => one.toLowerCase().split('-')[0] === language);
  return near ?? offered.find(one => one === 'en') ?? first;
}

/** A language's own name for itself: 简体中文, English. */
export const nameOfLocale = (locale: string): string =>
  new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale;
