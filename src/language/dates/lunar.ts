import chineseDays from 'chinese-days';
import { type Day, dayOf } from './calendar.js';

const { getYearLeapMonth, monthDays } = chineseDays;

/** The library's table of month lengths covers these lunar years. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2098;
const NEW_YEAR_1900 = dayOf(1900, 1, 31)!;

// Only the table of month lengths is taken from chinese-days: its conversions go through the process's own time
// zone, and roll a 30th of the second lunar month over into March.
const newYears: Day[] = [NEW_YEAR_1900];

/** The first day of a lunar year (春节); null outside the table. */
export function lunarNewYear(year: number): Day | null {
  if (year < FIRST_YEAR || year > LAST_YEAR) return null;
  for (let known = newYears.length; known <= year - FIRST_YEAR; known++) {
    newYears.push(newYears[known - 1]! + daysInLunarYear(FIRST_YEAR + known - 1));
  }
  return newYears[year - FIRST_YEAR]!;
}

function daysInLunarYear(year: number): number {
  let days = getYearLeapMonth(year).days;
  for (let month = 1; month <= 12; month++) days += monthDays(year, month);
  return days;
}

/** The day of a lunar year, month (1–12) and day (1–30); null when that month has no such day. */
export function lunarDay(year: number, month: number, date: number, leap = false): Day | null {
  const first = lunarNewYear(year);
  if (first === null || month < 1 || month > 12 || date < 1) return null;
  const { leapMonth, days: leapDays } = getYearLeapMonth(year);
  if (leap && leapMonth !== month) return null;
  let day = first;
  for (let before = 1; before < month; before++) {
    day += monthDays(year, before) + (before === leapMonth ? leapDays : 0);
  }
  const length = leap ? leapDays : monthDays(year, month);
  if (leap) day += monthDays(year, month);
  return date > length ? null : day + date - 1;
}
