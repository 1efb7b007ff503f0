import type { Community } from '../content/content.js';
import { addDays, dayOf, instantOf, timeOf } from '../day.js';
import type { Resident } from './resident.js';

/**
 * The earliest time (ms) from `now` on at which something that can wait may reach somebody: `now` itself, or the end of
 * their quiet hours, which are the community's unless they named others.
 */
export function afterQuiet(community: Community, resident: Pick<Resident, 'quiet'>, now: number): number {
  const { from, to } = resident.quiet ?? community.quiet;
  const time = timeOf(now, community.zone);
  const day = dayOf(now, community.zone);
  if (from === to) return now;
  if (from < to) return time >= from && time < to ? instantOf(day, to, community.zone) : now;
  if (time >= from) return instantOf(addDays(day, 1), to, community.zone);
  return time < to ? instantOf(day, to, community.zone) : now;
}
