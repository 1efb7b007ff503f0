import type { DaySaid, Found, MonthSaid, YearSaid } from '../mention.js';
import { type Rule, rule } from '../scan.js';
import { COUNT, END, MONTH, monthOf, numberOf, ORDINAL, WEEKDAY, weekdayOf } from './words.js';

const day = (said: DaySaid): Found => ({ kind: 'day', day: said });
const days = (n: number): Found => day({ kind: 'days', days: n });
const OPEN = day({ kind: 'open', named: true });
const VAGUE = day({ kind: 'open', named: false });
const IMPOSSIBLE: Found = { kind: 'impossible', what: 'date' };
const NIGHT: Found = { kind: 'part', part: 'night' };

const WEEKS: Readonly<Record<string, number>> = { last: -1, this: 0, next: 1 };

/** Days counted from today, and weekdays. */
export const DAYS: readonly Rule[] = [
  rule(`(?:today|todays)${END}`, () => days(0)),
  rule(`(?:tonight|tonite)${END}`, () => [days(0), NIGHT]),
  rule(`this (?=(?:morning|afternoon|evening)${END})`, () => days(0)),
  rule(`(?:tomorrow|tommorow|tomorow|tmrw|tmr|tmw)${END}`, () => days(1)),
  rule(`(?:the )?day after (?:tomorrow|tmr|tmrw)${END}`, () => days(2)),
  rule(`yesterday${END}`, () => days(-1)),
  rule(`last night${END}`, () => [days(-1), NIGHT]),
  rule(`(?:the )?day before yesterday${END}`, () => days(-2)),
  rule(`(this|next|last) (${WEEKDAY})${END}`, ([, which, name]) =>
    day({ kind: 'weekday', weekday: weekdayOf(name!), week: WEEKS[which!]! }),
  ),
  rule(`(?:this )?coming (${WEEKDAY})${END}`, ([, name]) =>
    day({ kind: 'weekday', weekday: weekdayOf(name!) }),
  ),
  rule(`(?:the )?(${WEEKDAY}) (?:of )?(this|next|last) week${END}`, ([, name, which]) =>
    day({ kind: 'weekday', weekday: weekdayOf(name!), week: WEEKS[which!]! }),
  ),
  rule(`(this|next|last) week(?:'s)?,? (?:on )?(${WEEKDAY})${END}`, ([, which, name]) =>
    day({ kind: 'weekday', weekday: weekdayOf(name!), week: WEEKS[which!]! }),
  ),
  rule(
    `(?:the )?(?:(${WEEKDAY}) (?:of )?(?:the )?(?:week )?after next|week after next,? (?:on )?(${WEEKDAY}))${END}`,
    ([, a, b]) => day({ kind: 'weekday', weekday: weekdayOf(a ?? b!), week: 2 }),
  ),
  rule(`(?:on )?(${WEEKDAY})${END}(?!-)\\.?`, ([written, name]) =>
    // Short forms are words too (sat, sun, wed, mon): with "on", or as far as nothing says otherwise.
    name === 'sat' || name === 'sun'
      ? /^on /.test(written) || written === name || written === `${name}.`
        ? day({ kind: 'weekday', weekday: weekdayOf(name) })
        : null
      : day({ kind: 'weekday', weekday: weekdayOf(name!) }),
  ),
  rule(
    `(?:every|each) (?:day|week|month|weekday|weekend|${WEEKDAY})${END}|(?:mon|tues|wednes|thurs|fri|satur|sun)days${END}`,
    () => OPEN,
  ),
  rule(`(?:at |on )?(?:the |this |next |last )?weekends?${END}`, () => OPEN),
  rule(`(?:this|next|last|the week after next|the coming) (?:week|month|year)(?:'s)?${END}`, () => OPEN),
  rule(`weekdays?${END}`, () => OPEN),
  rule(
    `(?:some ?day|some other (?:day|time)|another (?:day|time)|any ?day|one of these days|in a (?:few|couple of) (?:days|weeks))${END}`,
    () => VAGUE,
  ),
];

const UNITS = '(days?|weeks?|fortnights?|months?|years?)';
const LATER = '(?:from (?:now|today)|later|after now|hence)';

/** in three days, two weeks from now, three days ago. */
export const SPANS: readonly Rule[] = [
  rule(`(?:in|after) (${COUNT}) ${UNITS}(?:['’]s? time)?${END}`, ([, n, unit]) => span(numberOf(n!), unit!)),
  rule(`(${COUNT}) ${UNITS} ${LATER}${END}`, ([, n, unit]) => span(numberOf(n!), unit!)),
  rule(`(${COUNT}) ${UNITS} ago${END}`, ([, n, unit]) => span(-numberOf(n!), unit!)),
  rule(`(?:in )?(?:half a month)(?: ${LATER})?${END}`, () => days(15)),
  rule(`in half a year${END}`, () => day({ kind: 'months', months: 6, days: 0 })),
  rule(`a week (?:on|from) (${WEEKDAY})${END}`, ([, name]) =>
    day({ kind: 'weekday', weekday: weekdayOf(name!), week: 1 }),
  ),
  rule(`(?:a )?week from tomorrow${END}`, () => days(8)),
];

function span(n: number, unit: string): Found | null {
  if (Math.abs(n) > 4000) return null;
  if (unit.startsWith('day')) return days(n);
  if (unit.startsWith('week')) return days(7 * n);
  if (unit.startsWith('fortnight')) return days(14 * n);
  return day({ kind: 'months', months: unit.startsWith('year') ? 12 * n : n, days: 0 });
}

const YEAR = '(?:,? (?:(\\d{4})|(this|next|last) year)(?![\\d:]))?';
const TH = '(?:st|nd|rd|th)?';

function yearSaid(year?: string, named?: string): YearSaid | undefined {
  if (year !== undefined) return { year: Number(year) };
  return named === undefined ? undefined : { fromNow: WEEKS[named]! };
}

function date(month: number, written: string, year?: string, named?: string): Found {
  const n = numberOf(written);
  if (n < 1 || n > 31) return IMPOSSIBLE;
  return day({ kind: 'date', month, date: n, year: yearSaid(year, named) });
}

const WHICH_MONTH = `(?:(this|the|next|last) month|(?!may I)(${MONTH}))`;

function whichMonth(which: string | undefined, name: string | undefined): MonthSaid {
  return name === undefined ? { fromNow: which === 'the' ? 0 : WEEKS[which!]! } : { month: monthOf(name) };
}

/** Dates of the calendar. */
export const DATES: readonly Rule[] = [
  rule(
    `(${MONTH}) (?:the )?(${ORDINAL}|\\d{1,2})${END}(?![:.]\\d| ?(?:am|pm|a\\.m|p\\.m|o['’]clock))${YEAR}`,
    ([, month, n, year, named]) => date(monthOf(month!), n!, year, named),
  ),
  rule(`(?:the )?(${ORDINAL}|\\d{1,2}${TH}) (?:of )?(${MONTH})${END}${YEAR}`, ([, n, month, year, named]) =>
    date(monthOf(month!), n!, year, named),
  ),
  rule(
    `(?:on )?(?:the )?(\\d{1,2}(?:st|nd|rd|th))${END}(?: of (this|the|next|last) month${END})?(?! (?:floor|building|unit|street|avenue|road|grade|time|child|birthday|graders?))`,
    ([, n, which]) => {
      const at = numberOf(n!);
      if (at < 1 || at > 31) return IMPOSSIBLE;
      return day({
        kind: 'date-alone',
        date: at,
        ...(which === undefined ? {} : { month: { fromNow: which === 'the' ? 0 : WEEKS[which]! } }),
      });
    },
  ),
  rule(
    `on the (${ORDINAL})${END}(?: of (this|the|next|last) month${END})?(?! (?:floor|building|unit|street|avenue|road))`,
    ([, n, which]) =>
      day({
        kind: 'date-alone',
        date: numberOf(n!),
        ...(which === undefined ? {} : { month: { fromNow: which === 'the' ? 0 : WEEKS[which]! } }),
      }),
  ),
  rule(`(next|this|last) month on the (${ORDINAL})${END}`, ([, which, n]) =>
    day({ kind: 'date-alone', date: numberOf(n!), month: { fromNow: WEEKS[which!]! } }),
  ),
  rule(`(?:at )?(?:the )?(?:end of|last day of|very end of) ${WHICH_MONTH}${END}`, ([, which, name]) =>
    day({ kind: 'month-end', month: whichMonth(which, name) }),
  ),
  rule(`(?:at )?(?:the )?(?:month[- ]end|month['’]s end)${END}`, () =>
    day({ kind: 'month-end', month: { fromNow: 0 } }),
  ),
  rule(
    `(?:on )?(?:the )?(first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th) (${WEEKDAY}) (?:of|in) ${WHICH_MONTH}${END}`,
    ([, n, name, which, month]) =>
      day({
        kind: 'nth',
        n: n === 'last' ? -1 : numberOf(n!),
        weekday: weekdayOf(name!),
        month: whichMonth(which, month),
      }),
  ),
  rule(
    `(?:in |early |late |mid-?)(?:in )?(?!may I)(${MONTH})${END}|(?:beginning|start|middle) of ${WHICH_MONTH}${END}`,
    () => OPEN,
  ),
];
