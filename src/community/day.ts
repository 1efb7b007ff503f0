import { TZDate } from '@date-fns/tz';
import { WEEKDAYS } from './content/content.js';

/** A date of the community, 'YYYY-MM-DD'; it has no hour and no zone. */
export type Day = string;
/** A time of the day, 'HH:MM'. */
export type Time = string;
export type Weekday = (typeof WEEKDAYS)[number];

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Noon in UTC: far from every midnight, so that plain arithmetic on dates never slips. */
const noon = (day: Day): number => Date.UTC(+day.slice(0, 4), +day.slice(5, 7) - 1, +day.slice(8, 10), 12);

/** The date `days` later (or earlier). */
export const addDays = (day: Day, days: number): Day =>
  new Date(noon(day) + days * DAY).toISOString().slice(0, 10);

let lately: readonly Day[] = [];

/** `count` dates in a row from `day` on. Remembered: whoever is asked for a day is shown the same two weeks. */
export function daysFrom(day: Day, count: number): readonly Day[] {
  if (lately[0] !== day || lately.length < count) {
    lately = Array.from({ length: count }, (_, days) => addDays(day, days));
  }
  return lately.length === count ? lately : lately.slice(0, count);
}

export const weekdayOf = (day: Day): Weekday => WEEKDAYS[(new Date(noon(day)).getUTCDay() + 6) % 7]!;

const digit = (time: Time, at: number): number => time.charCodeAt(at) - 48;

/** Minutes since midnight, as written on the clock. (Digit by digit: a list of free times asks for hundreds.) */
export const minutesOf = (time: Time): number =>
  (digit(time, 0) * 10 + digit(time, 1)) * 60 + digit(time, 3) * 10 + digit(time, 4);

export const timeAt = (minutes: number): Time =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** In each zone, the day that was asked for last, and when it begins and ends. Nearly always it is today again. */
const lastDays = new Map<string, { day: Day; from: number; to: number }>();

/** The date in `zone` at `instant` (ms). */
export function dayOf(instant: number, zone: string): Day {
  const last = lastDays.get(zone);
  if (last !== undefined && instant >= last.from && instant < last.to) return last.day;
  const there = new TZDate(instant, zone);
  const day = `${there.getFullYear()}-${String(there.getMonth() + 1).padStart(2, '0')}-${String(there.getDate()).padStart(2, '0')}`;
  const from = startOf(day, zone);
  const to = startOf(addDays(day, 1), zone);
  // Where the clocks go back at midnight, an hour of the day may lie before its beginning or after its end.
  if (instant >= from && instant < to) lastDays.set(zone, { day, from, to });
  return day;
}

/** The time of the day in `zone` at `instant` (ms). */
export function timeOf(instant: number, zone: string): Time {
  const there = new TZDate(instant, zone);
  return timeAt(there.getHours() * 60 + there.getMinutes());
}

const starts = new Map<string, number>();

/** When the day begins in `zone`, ms. Remembered, since a list of slots asks for the same few days again and again. */
function startOf(day: Day, zone: string): number {
  const key = `${zone} ${day}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  if (starts.size > 4096) starts.clear();
  const start = new TZDate(+day.slice(0, 4), +day.slice(5, 7) - 1, +day.slice(8, 10), zone).getTime();
  starts.set(key, start);
  return start;
}

/** The instant (ms) of a date and a time on the clocks of `zone`, whatever the zone of this machine. */
export function instantOf(day: Day, time: Time, zone: string): number {
  const start = startOf(day, zone);
  if (startOf(addDays(day, 1), zone) - start === DAY) return start + minutesOf(time) * MINUTE;
  // The clocks change on this day: ask for this very time.
  return new TZDate(
    +day.slice(0, 4),
    +day.slice(5, 7) - 1,
    +day.slice(8, 10),
    +time.slice(0, 2),
    +time.slice(3, 5),
    zone,
  ).getTime();
}
