import { periodsOn } from '../bookings/slots.js';
import type { Community } from '../content/content.js';
import { dayOf, daysFrom, instantOf, timeOf } from '../day.js';

/** Whether somebody is at the desk at `now` (ms): its hours, by China's working calendar, closures aside. */
export function isOpen(community: Community, now: number): boolean {
  const day = dayOf(now, community.zone);
  const time = timeOf(now, community.zone);
  return periodsOn(community, { hours: community.hours, workingDays: true }, day).some(
    period => period.slice(0, 5) <= time && time < period.slice(6),
  );
}

/** How far ahead an opening hour is looked for: past the longest holidays. */
const AHEAD = 21;

/** When somebody is at the desk next, ms, strictly after `now`; null when no hours are listed in the weeks ahead. */
export function nextOpening(community: Community, now: number): number | null {
  const today = dayOf(now, community.zone);
  for (const day of daysFrom(today, AHEAD)) {
    for (const period of periodsOn(community, { hours: community.hours, workingDays: true }, day)) {
      const at = instantOf(day, period.slice(0, 5), community.zone);
      if (at > now) return at;
    }
  }
  return null;
}
