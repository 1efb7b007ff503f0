const DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const CHINESE = /[〇零一二两三四五六七八九十百千]+/g;
/** What is written of a number by itself; a longer text says something else besides. */
const SHORT = 24;
const YEARS = 4;

/** HQ-2026-0042. */
export const proposalNumber = (prefix: string, year: number, serial: number): string =>
  `${prefix}-${year}-${String(serial).padStart(4, '0')}`;

/**
 * The numbers that somebody may mean by what they typed, the likeliest first: HQ-2026-0042, hq 42, 42号建议, 四十二.
 * Without a year it is this one, or one of the last few. Empty when it is none.
 */
export function numbersMeant(prefix: string, typed: string, year: number): string[] {
  const text = tidy(typed);
  const named = withPrefix(prefix, text);
  const plain = [...text].length <= SHORT ? bare(text) : null;
  const found = named ?? plain;
  if (!found) return [];
  if (found.year !== undefined) return [proposalNumber(prefix, found.year, found.serial)];
  return Array.from({ length: YEARS }, (_, ago) => proposalNumber(prefix, year - ago, found.serial));
}

/** The words in a longer text that name a proposal by its number: HQ-2026-0042, 42号建议. Undefined when none do. */
export function numberMentioned(prefix: string, text: string): string | undefined {
  const tidied = tidy(text);
  const found = new RegExp(`(?<![A-Z])${prefix}[\\s-]*\\d[\\d\\s-]*`, 'i').exec(tidied);
  const named = /第?(\d{1,6}) ?号? ?的? ?(?:建议|投诉|求助|提案|意见)/.exec(tidied);
  const english = /\b(?:proposal|complaint|suggestion|request)\s*(?:no\.?|number|#)?\s*(\d{1,6})\b/i.exec(
    tidied,
  );
  return found?.[0].trim() ?? named?.[1] ?? english?.[1];
}

interface Read {
  readonly year?: number;
  readonly serial: number;
}

function withPrefix(prefix: string, text: string): Read | null {
  const found = new RegExp(`(?<![A-Z])${prefix}[\\s-]*(?:(20\\d\\d)[\\s-]*)?(\\d{1,6})(?!\\d)`, 'i').exec(
    text,
  );
  return found ? read(found[1], found[2]) : null;
}

/** One number alone, with a year before it or without. */
function bare(text: string): Read | null {
  const runs = text.match(/\d+/g) ?? [];
  const [first = '', second] = runs;
  if (runs.length === 2 && /^20\d\d$/.test(first)) return read(first, second);
  if (runs.length !== 1) return null;
  const whole = /^(20\d\d)(\d{4,6})$/.exec(first);
  if (whole) return read(whole[1], whole[2]);
  return first.length <= 6 ? read(undefined, first) : null;
}

function read(year: string | undefined, serial: string | undefined): Read | null {
  const number = Number(serial);
  if (!Number.isInteger(number) || number === 0) return null;
  return year === undefined ? { serial: number } : { year: Number(year), serial: number };
}

/** Wide signs made narrow, dashes all the same, Chinese numbers in digits. */
function tidy(text: string): string {
  return text
    .slice(0, 500)
    .normalize('NFKC')
    .replaceAll(/[‐-―−_－]/g, '-')
    .replaceAll(CHINESE, inDigits)
    .trim();
}

/** 四十二 as 42, 二〇二六 as 2026. */
function inDigits(written: string): string {
  if (![...written].some(sign => sign in UNITS)) return [...written].map(sign => DIGITS[sign] ?? '').join('');
  let sum = 0;
  let digit: number | undefined;
  for (const sign of written) {
    const unit = UNITS[sign];
    if (unit === undefined) digit = DIGITS[sign] ?? 0;
    else {
      sum += (digit === undefined || digit === 0 ? 1 : digit) * unit;
      digit = undefined;
    }
  }
  return String(sum + (digit ?? 0));
}
