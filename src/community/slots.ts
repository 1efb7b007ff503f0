import { isClosed, kindOfDay } from './calendar.js';
import type { Community, Service } from './content.js';
import { addDays, type Day, dayOf, instantOf, minutesOf, type Time, timeAt, weekdayOf } from './day.js';

/**
 * The periods in which something with these hours works on a day; none when it is closed. Following the working
 * calendar it is closed on public holidays, and has Monday's hours on a make-up day 调休 for which it lists none.
 */
export function periodsOn(
  community: Community,
  { hours, workingDays }: Pick<Service, 'hours' | 'workingDays'>,
  day: Day,
): readonly string[] {
  if (isClosed(community, day)) return [];
  const own = hours[weekdayOf(day)] ?? [];
  if (!workingDays) return own;
  const kind = kindOfDay(community, day);
  if (kind === 'holiday') return [];
  return kind === 'makeup' && own.length === 0 ? (hours.mon ?? []) : own;
}

/** When slots begin on a day, whether taken or not: as many as fit into each period, end to end. */
export function slotsOn(community: Community, service: Service, day: Day): Time[] {
  return periodsOn(community, service, day).flatMap(period => {
    const from = minutesOf(period.slice(0, 5));
    const count = Math.floor((minutesOf(period.slice(6)) - from) / service.slot);
    return Array.from({ length: count }, (_, i) => timeAt(from + i * service.slot));
  });
}

/** The days on which a service can be booked at all, seen from `now`: today up to `ahead` days on. */
export function daysAhead(community: Community, service: Service, now: number): Day[] {
  const today = dayOf(now, community.zone);
  return Array.from({ length: service.ahead + 1 }, (_, i) => addDays(today, i));
}

/** Whether enough time is left before a slot begins. */
export const isInTime = (
  community: Community,
  service: Service,
  day: Day,
  time: Time,
  now: number,
): boolean => instantOf(day, time, community.zone) >= now + service.notice * 60_000;

/** The slots of a day that are left to be booked at `now`, taken or not. */
export function slotsInTime(community: Community, service: Service, day: Day, now: number): Time[] {
  const slots = slotsOn(community, service, day);
  const [first] = slots;
  // On most of the days offered all of them are; then one look is enough.
  if (first === undefined || isInTime(community, service, day, first, now)) return slots;
  return slots.filter(time => isInTime(community, service, day, time, now));
}
