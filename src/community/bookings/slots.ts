import type { Community, Service } from '../content/content.js';
import { type Day, dayOf, daysFrom, instantOf, minutesOf, type Time, timeAt, weekdayOf } from '../day.js';
import { isClosed, kindOfDay } from '../hours/calendar.js';

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

/** Slots by day, of a service in a community. Content is replaced when it is edited, and never changed. */
const known = new WeakMap<Community, WeakMap<Service, Map<Day, readonly Time[]>>>();
/** Far more days than anybody books ahead. */
const MOST_DAYS = 1000;

/**
 * When slots begin on a day, whether taken or not: as many as fit into each period, end to end. Remembered, since every
 * question for a day asks for the same two weeks.
 */
export function slotsOn(community: Community, service: Service, day: Day): readonly Time[] {
  const services = known.get(community) ?? new WeakMap<Service, Map<Day, readonly Time[]>>();
  known.set(community, services);
  const days = services.get(service) ?? new Map<Day, readonly Time[]>();
  services.set(service, days);
  const slots = days.get(day) ?? slotsOf(community, service, day);
  if (days.size >= MOST_DAYS) days.clear();
  days.set(day, slots);
  return slots;
}

function slotsOf(community: Community, service: Service, day: Day): Time[] {
  return periodsOn(community, service, day).flatMap(period => {
    const from = minutesOf(period.slice(0, 5));
    const count = Math.floor((minutesOf(period.slice(6)) - from) / service.slot);
    return Array.from({ length: count }, (_, i) => timeAt(from + i * service.slot));
  });
}

/** The days on which a service can be booked at all, seen from `now`: today up to `ahead` days on. */
export function daysAhead(community: Community, service: Service, now: number): readonly Day[] {
  return daysFrom(dayOf(now, community.zone), service.ahead + 1);
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
export function slotsInTime(community: Community, service: Service, day: Day, now: number): readonly Time[] {
  const slots = slotsOn(community, service, day);
  const [first] = slots;
  // On most of the days offered all of them are; then one look is enough.
  if (first === undefined || isInTime(community, service, day, first, now)) return slots;
  return slots.filter(time => isInTime(community, service, day, time, now));
}
