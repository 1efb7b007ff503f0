import type { Community } from './content.js';
import { dayOf, timeOf } from './day.js';
import { periodsOn } from './slots.js';

/** Whether somebody is at the desk at `now` (ms): its hours, by China's working calendar, closures aside. */
export function isOpen(community: Community, now: number): boolean {
  const day = dayOf(now, community.zone);
  const time = timeOf(now, community.zone);
  return periodsOn(community, { hours: community.hours, workingDays: true }, day).some(
    period => period.slice(0, 5) <= time && time < period.slice(6),
  );
}
