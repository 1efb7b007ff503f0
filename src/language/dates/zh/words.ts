import { numeral } from '../../numerals.js';
import type { MonthSaid, YearSaid } from '../mention.js';

/** An integer in digits or numerals. */
export const N = '(?:\\d{1,4}|[零〇一二两三四五六七八九十廿卅百]{1,5})';
/** Not a rank (第3). That a number is not the tail of a longer one, the scan sees to. */
export const ALONE = '(?<!第)';
/** What follows a number that counts something else than days or hours. */
export const COUNTED =
  '(?:\\d|[零〇一二两三四五六七八九十廿百]|[:.点时分月号日]|个|人|位|名|岁|周|楼|栋|幢|层|单元|室|元|块|折|米|公里|斤|桌|座|台|份|次|%)';

export const WEEK = '(?:周|星期|礼拜)';
export const WEEKDAY = '[一二三四五六日天1-7]';

/** The number of a weekday, 0 for Monday. */
export function weekdayOf(letter: string): number {
  return letter === '日' || letter === '天' ? 6 : numeral(letter)! - 1;
}

export const NAMED_YEARS: Readonly<Record<string, number>> = {
  前年: -2,
  去年: -1,
  今年: 0,
  本年: 0,
  明年: 1,
  来年: 1,
  后年: 2,
};
/** An optional year before a date or holiday; one group. */
export const YEAR =
  '(?:((?:前|去|今|本|明|来|后)年|(?:\\d{4}|\\d{2}|二[零〇][零〇一二三四五六七八九]{2})年)的?)?';

/** The year that YEAR caught; 27年 is 2027. */
export function yearSaid(written: string | undefined): YearSaid | undefined {
  if (written === undefined) return undefined;
  const fromNow = NAMED_YEARS[written];
  if (fromNow !== undefined) return { fromNow };
  const year = numeral(written.replace('年', '')) ?? 0;
  return { year: year < 100 ? 2000 + year : year };
}

const MONTHS: Readonly<Record<string, number>> = { 上上: -2, 上: -1, 这: 0, 本: 0, 当: 0, 下: 1, 下下: 2 };
/** 这个月, 下月, 下下个月; one group. */
export const MONTH_FROM_NOW = '(上上|上|这|本|当|下下|下)一?个?月的?';

/** The month that MONTH_FROM_NOW caught. */
export function monthFromNow(written: string): { fromNow: number } {
  return { fromNow: MONTHS[written] ?? 0 };
}

/** The month of `YEAR N月`. */
export function monthSaid(year: string | undefined, month: string): MonthSaid | null {
  const number = numeral(month);
  if (number === null || number < 1 || number > 12) return null;
  return { month: number, year: yearSaid(year) };
}
