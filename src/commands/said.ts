/** The languages of the guide and of the doctor. */
export type Tongue = 'zh' | 'en';
/** One sentence in both. */
export type Said = Readonly<Record<Tongue, string>>;

/** The same words in both languages: a name, a path, a number. */
export const same = (text: string): Said => ({ zh: text, en: text });

/** The language of whoever sits here, by `LC_ALL`, `LC_MESSAGES` or `LANG`, as every other command goes by it. */
export function tongueOf(env: Readonly<Record<string, string | undefined>>): Tongue {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return /^zh/i.test(locale) ? 'zh' : 'en';
}
