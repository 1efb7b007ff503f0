/** What works at every prompt, beside its answer. */
export const CONTROLS = ['done', 'afresh', 'skip', 'back', 'help', 'cancel', 'person'] as const;
export type Control = (typeof CONTROLS)[number];

/** The common texts that list recognised words, separated by |. They count in every language of the texts. */
export const WORD_LISTS = [
  'words_help',
  'words_back',
  'words_cancel',
  'words_person',
  'words_skip',
  'words_done',
  'words_afresh',
  'words_yes',
  'words_no',
  'words_same',
  'words_change',
  'words_become',
  'words_wrong',
  'words_question',
] as const;
export type WordList = (typeof WORD_LISTS)[number];

/** As words are compared: full-width made narrow, lower case, one space, no punctuation at the end. */
export function normalise(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
  const bare = plain.replace(/[\s。.!,，、;~…]+$/u, '');
  return bare === '' ? plain : bare;
}

/** The words in a list such as `返回 | 上一步 | back`, normalised. */
export function wordsIn(list: string): string[] {
  return list
    .split('|')
    .map(normalise)
    .filter(word => word !== '');
}

const LETTERS = /^[a-z0-9' ]+$/;

/** What follows `prefix` in `text`; null when it does not begin so. Latin words must end where the prefix ends. */
export function after(text: string, prefix: string): string | null {
  if (!text.startsWith(prefix)) return null;
  const rest = text.slice(prefix.length);
  if (rest !== '' && LETTERS.test(prefix) && LETTERS.test(rest[0] ?? '') && rest[0] !== ' ') return null;
  return rest.trim();
}

/** Several things in one line, as the language writes it: 地址、电话 or address, phone. */
export function listing(things: readonly string[], locale: string): string {
  return things.join(locale.startsWith('zh') ? '、' : ', ');
}

/** A thing and what belongs to it: 地址（3号楼）or address (building 3). */
export function withRemark(thing: string, remark: string, locale: string): string {
  return locale.startsWith('zh') ? `${thing}（${remark}）` : `${thing} (${remark})`;
}
