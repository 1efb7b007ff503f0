import type { Service } from '../content/content.js';
import type { Context } from '../context.js';
import type { Day, Time } from '../day.js';
import { closures, isShut } from '../hours/closure.js';
import { hasPlace, slotDayOf } from './slot-day.js';
import { daysAhead, slotsInTime } from './slots.js';

/** Times on a day that can be booked now. `except`: a booking that would give up its own place. */
export async function freeTimes(
  context: Pick<Context, 'tx' | 'now' | 'content'>,
  service: Service,
  day: Day,
  except?: string,
): Promise<Time[]> {
  if (!daysAhead(context.content.community, service, context.now).includes(day)) return [];
  const { free, times } = await placesOn(context, service, day, except);
  return times.filter(free);
}

/** The times of a day known to be within reach, and whether there is a place at one of them. */
async function placesOn(
  { tx, now, content }: Pick<Context, 'tx' | 'now' | 'content'>,
  service: Service,
  day: Day,
  except?: string,
): Promise<{ times: readonly Time[]; free: (time: Time) => boolean }> {
  const times = slotsInTime(content.community, service, day, now);
  if (times.length === 0) return { times, free: () => false };
  const slotDay = await slotDayOf(tx, service.id, day);
  const closure = await tx.get(closures, day);
  return {
    times,
    free: time => !isShut(closure, time, service.slot) && hasPlace(slotDay, service, time, except),
  };
}

/** Days with at least one time that can be booked now. */
export async function freeDays(
  context: Pick<Context, 'tx' | 'now' | 'content'>,
  service: Service,
  except?: string,
): Promise<Day[]> {
  const days: Day[] = [];
  for (const day of daysAhead(context.content.community, service, context.now)) {
    const { times, free } = await placesOn(context, service, day, except);
    if (times.some(free)) days.push(day);
  }
  return days;
}
