import type { Service } from './content.js';
import type { Context } from './context.js';
import type { Day, Time } from './day.js';
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
  return timesOn(context, service, day, except);
}

/** The same for a day known to be within reach. */
async function timesOn(
  { tx, now, content }: Pick<Context, 'tx' | 'now' | 'content'>,
  service: Service,
  day: Day,
  except?: string,
): Promise<Time[]> {
  const times = slotsInTime(content.community, service, day, now);
  if (times.length === 0) return [];
  const slotDay = await slotDayOf(tx, service.id, day);
  return times.filter(time => hasPlace(slotDay, service, time, except));
}

/** Days with at least one time that can be booked now. */
export async function freeDays(
  context: Pick<Context, 'tx' | 'now' | 'content'>,
  service: Service,
  except?: string,
): Promise<Day[]> {
  const days: Day[] = [];
  for (const day of daysAhead(context.content.community, service, context.now)) {
    if ((await timesOn(context, service, day, except)).length > 0) days.push(day);
  }
  return days;
}
