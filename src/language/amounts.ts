import { numeral } from './numerals.js';

const ZH = /(半个?|[一二两三四五六七八九十百零\d]+)\s*个?\s*(分钟|分|刻钟|小时|钟头)(半)?/u;
const EN =
  /\b(half|an?|a quarter of|\d+|five|ten|fifteen|twenty|thirty|forty)\s*(?:an?\s*)?(minutes?|mins?|hours?)\b/iu;
const EN_NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  half: 0.5,
  'a quarter of': 0.25,
  five: 5,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
};
const UNITS: Readonly<Record<string, number>> = { 分钟: 1, 分: 1, 刻钟: 15, 小时: 60, 钟头: 60 };

/** How long, in minutes, where a text says it: 20分钟, 半小时, 一刻钟, an hour. Undefined where it says nothing. */
export function minutesIn(text: string): number | undefined {
  const plain = text.normalize('NFKC');
  const [, amount = '', unit = '', half] = ZH.exec(plain) ?? [];
  if (unit !== '') {
    const count = amount.startsWith('半') ? 0.5 : numeral(amount);
    const minutes =
      count === null ? Number.NaN : (count + (half === undefined ? 0 : 0.5)) * (UNITS[unit] ?? 0);
    return Number.isInteger(minutes) ? minutes : undefined;
  }
  const [, said = '', what = ''] = EN.exec(plain) ?? [];
  if (what === '') return undefined;
  const count = /^\d+$/.test(said) ? Number(said) : EN_NUMBERS[said.toLowerCase()];
  return count === undefined ? undefined : count * (what.toLowerCase().startsWith('h') ? 60 : 1);
}

const PARTS = {
  day: /全天|整天|一整天|一天都|\ball day\b|\bwhole day\b/iu,
  morning: /上午|早上|早晨|今早|\bmorning\b/iu,
  afternoon: /下午|\bafternoon\b/iu,
  evening: /晚上|今晚|夜里|傍晚|\bevening\b|\btonight\b/iu,
} as const;

/** The one part of a day that a text names. */
export function partIn(text: string): keyof typeof PARTS | undefined {
  const named = (Object.keys(PARTS) as (keyof typeof PARTS)[]).filter(part => PARTS[part].test(text));
  return named.length === 1 ? named[0] : undefined;
}
