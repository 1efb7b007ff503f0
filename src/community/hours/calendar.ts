import chineseDays from 'chinese-days';
import type { Community } from '../content/content.js';
import { addDays, type Day, dayOf, weekdayOf } from '../day.js';

/** China's calendar: an ordinary working day, a weekend day worked in exchange 调休, a weekend, a public holiday. */
export type DayKind = 'workday' | 'makeup' | 'weekend' | 'holiday';

/** Public holidays that fall on the same dates every year; all that can be known of a year not yet published. */
const FIXED = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);

const isWeekend = (day: Day): boolean => weekdayOf(day) === 'sat' || weekdayOf(day) === 'sun';

/** Whether the State Council's arrangement for the year of `day` is in the calendar, or was entered by staff. */
export function isCovered(community: Community, day: Day): boolean {
  const year = day.slice(0, 4);
  // The library answers for any year; only for one that it knows does National Day carry its name.
  return community.calendar.years.includes(+year) || detailOf(`${year}-10-01`).named;
}

const details = new Map<Day, { named: boolean; work: boolean }>();

/** What the library says of a day, remembered: a list of days asks for the same few again and again. */
function detailOf(day: Day): { named: boolean; work: boolean } {
  const known = details.get(day);
  if (known) return known;
  if (details.size > 4096) details.clear();
  const { name, work } = chineseDays.getDayDetail(day);
  // A day of the official arrangement carries the holiday's names: 'National Day,国庆节,3'; another its weekday's.
  const detail = { named: name.includes(','), work };
  details.set(day, detail);
  return detail;
}

/** What kind of day this is. Past the covered years make-up days are unknown and only the fixed holidays count. */
export function kindOfDay(community: Community, day: Day): DayKind {
  if (community.calendar.holidays.includes(day)) return 'holiday';
  if (community.calendar.workdays.includes(day)) return isWeekend(day) ? 'makeup' : 'workday';
  const { named, work } = detailOf(day);
  if (named) {
    if (!work) return 'holiday';
    return isWeekend(day) ? 'makeup' : 'workday';
  }
  if (isWeekend(day)) return 'weekend';
  return !isCovered(community, day) && FIXED.has(day.slice(5)) ? 'holiday' : 'workday';
}

/** Whether the neighbourhood's offices work on this day: a working day or make-up day that is no closure. */
export function isWorkingDay(community: Community, day: Day): boolean {
  const kind = kindOfDay(community, day);
  return (kind === 'workday' || kind === 'makeup') && !isClosed(community, day);
}

/** Whether staff have closed this day. */
export const isClosed = (community: Community, day: Day): boolean =>
  community.closures.some(closure => closure.day === day);

/** The working day that lies `count` working days after `day`: what deadlines are counted in. */
export function addWorkingDays(community: Community, day: Day, count: number): Day {
  let last = day;
  for (let left = count; left > 0; ) {
    last = addDays(last, 1);
    if (isWorkingDay(community, last)) left--;
  }
  return last;
}

/**
 * A sentence for the operator when the next `ahead` days reach past the years that the calendar covers; null
 * when they do not. Said at start and on the staff's page, since a missing year would go unnoticed until
 * somebody is booked for New Year's Day.
 */
export function calendarWarning(community: Community, now: number, ahead: number): string | null {
  const first = dayOf(now, community.zone);
  const last = addDays(first, ahead);
  const day = [first, last].find(day => !isCovered(community, day));
  if (day === undefined) return null;
  const year = day.slice(0, 4);
  return (
    `${community.id}: the calendar knows no public holidays and make-up workdays 调休 for ${year}, and bookings reach ${last}. ` +
    `Until then only fixed holidays are kept free. Mend: update the package chinese-days, or enter the official ` +
    `arrangement in community.yaml under calendar (years: [${year}], holidays: […], workdays: […]).`
  );
}
