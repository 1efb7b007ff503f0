import { z } from 'zod';
import type { Community } from '../content/content.js';
import { type Day, dayOf, daysFrom, instantOf, minutesOf, type Time, timeOf } from '../day.js';
import type { Collection, Tx } from '../store.js';
import { withHoursNow } from './desk-hours.js';
import { isOpen, nextOpening } from './opening.js';

/** A part of a day on which staff closed the desk and everything that is booked with it. */
const closureSchema = z.strictObject({
  /** The day, 'YYYY-MM-DD'. */
  id: z.string(),
  parts: z.array(
    z.strictObject({
      from: z.string(),
      /** '24:00' is the end of the day. */
      to: z.string(),
      reason: z.string().optional(),
      by: z.string(),
      at: z.number(),
    }),
  ),
});
export type Closure = z.infer<typeof closureSchema>;

/** Besides those that the content lists: what staff close from one day to the next. */
export const closures: Collection<Closure> = {
  name: 'closures',
  version: 1,
  schema: closureSchema,
  personal: false,
  indexes: { byDay: { key: closure => [closure.id] } },
};

/** Which days are closed in part or whole, from `first` on: for whoever offers days. */
export async function closuresFrom(tx: Tx, first: Day, days: number): Promise<ReadonlyMap<Day, Closure>> {
  const found = await tx.find(closures, 'byDay', { from: [first], limit: days });
  return new Map(found.map(closure => [closure.id, closure]));
}

/** Whether something that begins at `time` and takes `minutes` falls into a closed part. */
export function isShut(closure: Closure | undefined, time: Time, minutes: number): boolean {
  const begins = minutesOf(time);
  return (closure?.parts ?? []).some(
    part => minutesOf(part.from) < begins + minutes && begins < minutesOf(part.to),
  );
}

/** Whether somebody is at the desk at `now` (ms), what staff closed today included. */
export async function deskOpen(tx: Tx, seed: Community, now: number): Promise<boolean> {
  const community = await withHoursNow(tx, seed);
  if (!isOpen(community, now)) return false;
  const closure = await tx.get(closures, dayOf(now, community.zone));
  return !isShut(closure, timeOf(now, community.zone), 1);
}

/** When somebody is at the desk next, ms, strictly after `now`; null when no hours are listed in the weeks ahead. */
export async function nextDeskOpening(tx: Tx, seed: Community, now: number): Promise<number | null> {
  const community = await withHoursNow(tx, seed);
  const shut = await closuresFrom(tx, dayOf(now, community.zone), 30);
  let at = nextOpening(community, now);
  while (at !== null) {
    const day = dayOf(at, community.zone);
    const time = timeOf(at, community.zone);
    const part = shut.get(day)?.parts.find(one => isShut({ id: day, parts: [one] }, time, 1));
    if (!part) return at;
    // A part that ends within the hours opens them again; otherwise the next period does.
    const end =
      part.to === '24:00'
        ? instantOf(daysFrom(day, 2)[1] ?? day, '00:00', community.zone)
        : instantOf(day, part.to, community.zone);
    at = isOpen(community, end) ? end : nextOpening(community, end);
  }
  return null;
}
