const WORDS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
};
const ORDINALS: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
  thirteenth: 13,
  fourteenth: 14,
  fifteenth: 15,
  sixteenth: 16,
  seventeenth: 17,
  eighteenth: 18,
  nineteenth: 19,
  twentieth: 20,
  thirtieth: 30,
};
const UNIT = 'one|two|three|four|five|six|seven|eight|nine';
const TEENS = 'ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen';
const TENS = 'twenty|thirty|forty|fifty';

/** The end of a word or number. */
export const END = '(?![a-z0-9])';
/** An hour as a word. */
export const HOUR_WORD = `(?:${UNIT}|ten|eleven|twelve)`;
/** Minutes as a word, 10 to 59, and "oh five". */
export const MINUTE_WORD = `(?:(?:${TENS})[ -](?:${UNIT})|${TENS}|${TEENS}|oh (?:${UNIT}))`;
/** A count, in figures or words. */
export const COUNT = `(?:\\d{1,4}|(?:${TENS})[ -](?:${UNIT})|${TENS}|${TEENS}|${UNIT}|an?)`;
/** A day of the month with its ending, in figures or words. */
export const ORDINAL = `(?:\\d{1,2}(?:st|nd|rd|th)|(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|${Object.keys(ORDINALS).join('|')})`;

/** The value of what COUNT, HOUR_WORD, MINUTE_WORD or ORDINAL caught. */
export function numberOf(written: string): number {
  const figures = /^\d+/.exec(written);
  if (figures) return Number(figures[0]);
  return written
    .split(/[ -]/)
    .reduce((sum, word) => sum + (word === 'oh' ? 0 : (WORDS[word] ?? ORDINALS[word] ?? 0)), 0);
}

const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** A month's name; `may`, `mar` and the like are only caught beside a number. */
export const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';

/** 1–12, of what MONTH caught. */
export function monthOf(written: string): number {
  return MONTH_NAMES.indexOf(written.slice(0, 3)) + 1;
}

const DAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const WEEKDAY =
  '(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)';

/** 0 is Monday, of what WEEKDAY caught. */
export function weekdayOf(written: string): number {
  return DAY_NAMES.indexOf(written.slice(0, 3));
}
