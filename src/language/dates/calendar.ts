import { tzOffset } from '@date-fns/tz';

/** A local date as a number: days since 1970-01-01. Arithmetic on it knows no zones and no summer time. */
export type Day = number;

const MS_A_DAY = 86_400_000;

/** The instant at which something was said, as the clock on the community's wall shows it. */
export interface Now {
  readonly today: Day;
  /** Minutes since midnight. */
  readonly minute: number;
}

/** Reads an instant (ms since 1970, UTC) in an IANA zone. */
export function wallClock(now: number, zone: string): Now {
  const local = now + tzOffset(zone, new Date(now)) * 60_000;
  const today = Math.floor(local / MS_A_DAY);
  return { today, minute: Math.floor((local - today * MS_A_DAY) / 60_000) };
}

/** The day of a year, month (1–12) and day of the month; null when there is no such day. */
export function dayOf(year: number, month: number, date: number): Day | null {
  if (month < 1 || month > 12 || date < 1 || date > daysIn(year, month)) return null;
  return Date.UTC(year, month - 1, date) / MS_A_DAY;
}

/** How many days a month has. */
export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export interface DateParts {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly date: number;
}

export function partsOf(day: Day): DateParts {
  const at = new Date(day * MS_A_DAY);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, date: at.getUTCDate() };
}

/** 0 is Monday, 6 Sunday: the week begins on Monday. */
export function weekdayOf(day: Day): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The month that lies `by` months from a year and month. */
export function monthFrom(year: number, month: number, by: number): { year: number; month: number } {
  const count = year * 12 + (month - 1) + by;
  return { year: Math.floor(count / 12), month: (((count % 12) + 12) % 12) + 1 };
}

/** The n-th weekday of a month (from 1; -1 is the last one); null when the month has no such day. */
export function nthWeekday(year: number, month: number, weekday: number, n: number): Day | null {
  if (n === -1) {
    const last = dayOf(year, month, daysIn(year, month))!;
    return last - ((weekdayOf(last) - weekday + 7) % 7);
  }
  const first = dayOf(year, month, 1)!;
  const date = 1 + ((weekday - weekdayOf(first) + 7) % 7) + (n - 1) * 7;
  return dayOf(year, month, date);
}

/** '2026-11-24'. */
export function isoOf(day: Day): string {
  return new Date(day * MS_A_DAY).toISOString().slice(0, 10);
}

/** '09:05', from minutes since midnight. */
export function clockOf(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
