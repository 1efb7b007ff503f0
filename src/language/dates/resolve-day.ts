import { type Day, dayOf, daysIn, monthFrom, type Now, nthWeekday, partsOf, weekdayOf } from './calendar.js';
import { HOLIDAYS } from './holidays.js';
import { lunarDay } from './lunar.js';
import type { DaySaid, MonthSaid, YearSaid } from './mention.js';

export type Resolved = { readonly day: Day } | 'impossible' | 'open';

/**
 * Counts a day out from today. `stillAhead` says whether the moment that is asked for would still lie ahead if
 * it were today: it decides what a bare weekday means.
 */
export function resolveDay(said: DaySaid, now: Now, stillAhead: boolean): Resolved {
  const { year, month, date } = partsOf(now.today);
  switch (said.kind) {
    case 'days':
      return { day: now.today + said.days };
    case 'months': {
      const to = monthFrom(year, month, said.months);
      const last = daysIn(to.year, to.month);
      return possible(dayOf(to.year, to.month, Math.min(date, last)), said.days);
    }
    case 'weekday':
      return { day: weekday(said.weekday, said.week, now.today, stillAhead) };
    case 'date': {
      const years = said.year === undefined ? null : yearOf(said.year, year);
      if (years !== null) return possible(dayOf(years, said.month, said.date));
      const before = said.month < month || (said.month === month && said.date < date);
      return possible(dayOf(before ? year + 1 : year, said.month, said.date));
    }
    case 'date-alone':
      return dateAlone(said.date, said.month?.fromNow, now.today);
    case 'month-end': {
      const to = monthOf(said.month, year, month);
      return possible(dayOf(to.year, to.month, daysIn(to.year, to.month)));
    }
    case 'nth': {
      const to = monthOf(said.month, year, month);
      return possible(nthWeekday(to.year, to.month, said.weekday, said.n));
    }
    case 'holiday': {
      const inYear = HOLIDAYS[said.name];
      return inYear === undefined ? 'open' : nextOf(inYear, said.year, now.today, said.by ?? 0);
    }
    case 'lunar':
      return lunar(said, now.today);
    case 'open':
      return 'open';
  }
}

function possible(day: Day | null, by = 0): Resolved {
  return day === null ? 'impossible' : { day: day + by };
}

function yearOf(said: YearSaid, thisYear: number): number {
  return 'year' in said ? said.year : thisYear + said.fromNow;
}

function monthOf(said: MonthSaid, year: number, month: number): { year: number; month: number } {
  if ('fromNow' in said) return monthFrom(year, month, said.fromNow);
  if (said.year !== undefined) return { year: yearOf(said.year, year), month: said.month };
  return { year: said.month < month ? year + 1 : year, month: said.month };
}

function weekday(wanted: number, week: number | undefined, today: Day, stillAhead: boolean): Day {
  const is = weekdayOf(today);
  if (week !== undefined) return today - is + 7 * week + wanted;
  const ahead = (wanted - is + 7) % 7;
  return today + (ahead === 0 && !stillAhead ? 7 : ahead);
}

/** The nearest such day to come, today included; within a month that was named, that one or none. */
function dateAlone(date: number, fromNow: number | undefined, today: Day): Resolved {
  const { year, month } = partsOf(today);
  if (fromNow !== undefined) {
    const to = monthFrom(year, month, fromNow);
    return possible(dayOf(to.year, to.month, date));
  }
  for (let by = 0; by <= 3; by++) {
    const to = monthFrom(year, month, by);
    const day = dayOf(to.year, to.month, date);
    if (day !== null && day >= today) return { day };
  }
  return 'impossible';
}

/** The next one to come, today included; in a year that was named, that one. `by`: so many days after it. */
function nextOf(
  inYear: (year: number) => Day | null,
  said: YearSaid | undefined,
  today: Day,
  by = 0,
): Resolved {
  const { year } = partsOf(today);
  if (said !== undefined) return possible(inYear(yearOf(said, year)), by);
  for (let ahead = -1; ahead <= 3; ahead++) {
    const day = inYear(year + ahead);
    if (day !== null && day + by >= today) return { day: day + by };
  }
  return 'impossible';
}

function lunar(said: DaySaid & { kind: 'lunar' }, today: Day): Resolved {
  const { year } = partsOf(today);
  const { month, date, leap = false } = said;
  if (date < 1 || date > 30 || (month !== undefined && (month < 1 || month > 12))) return 'impossible';
  // 腊月三十 is the last day of the lunar year, whichever number it has.
  const inLunarYear = (of: number, m: number) =>
    lunarDay(of, m, date, leap) ?? (m === 12 && date === 30 ? lunarDay(of, 12, 29) : null);
  const months = month === undefined ? Array.from({ length: 12 }, (_, i) => i + 1) : [month];
  const days: Day[] = [];
  for (let of = year - 1; of <= year + (leap ? 40 : 4); of++) {
    for (const m of months) {
      const day = inLunarYear(of, m);
      if (day !== null) days.push(day);
    }
  }
  days.sort((a, b) => a - b);
  if (said.year !== undefined) {
    const within = yearOf(said.year, year);
    return possible(days.find(day => partsOf(day).year === within) ?? null);
  }
  return possible(days.find(day => day >= today) ?? null);
}
