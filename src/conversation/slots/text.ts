import type { SlotRules } from './kind.js';

const LONGEST = 500;
/** What nobody types and what makes a text look like another: control characters, halves of a sign, turned-round writing. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;
/** A lone digit or two at a prompt for words is a menu number that came late, unless `min: 1` says otherwise. */
const STRAY = /^\d{1,2}$/;

/** Words as they are kept: without what nobody sees. */
export const plainWords = (said: string): string =>
  said.replace(/\r\n?/g, '\n').replace(/\t/g, ' ').replace(UNSEEN, '').trim();

export const text: SlotRules = {
  kind: 'text',
  wants: 'text',
  anyWords: true,
  fits: value => typeof value === 'string' && value !== '',
  read: said => {
    const value = plainWords(said);
    return value === '' ? null : { value };
  },
  show: value => String(value),
  within: (value, { min, max = LONGEST }) => {
    const said = String(value);
    const length = [...said].length;
    if (min === undefined && STRAY.test(said.normalize('NFKC'))) {
      return { problem: 'stray_number', details: { said } };
    }
    if (min !== undefined && length < min) return { problem: 'text_too_short', details: { min } };
    return length > max ? { problem: 'text_too_long', details: { max, length } } : null;
  },
};
