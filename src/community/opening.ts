import { isClosed } from './calendar.js';
import type { Community } from './content.js';
import { dayOf, timeOf, weekdayOf } from './day.js';

/** Whether somebody is at the desk at `now` (ms): the community's hours, its closures aside. */
export function isOpen(community: Community, now: number): boolean {
  const day = dayOf(now, community.zone);
  if (isClosed(community, day)) return false;
  const time = timeOf(now, community.zone);
  const periods = community.hours[weekdayOf(day)] ?? [];
  return periods.some(period => period.slice(0, 5) <= time && time < period.slice(6, 11));
}
