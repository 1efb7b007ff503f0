import type { Context } from '../context.js';
import { addDays, type Day, dayOf, instantOf, weekdayOf } from '../day.js';
import type { Timed } from '../timed.js';
import { events } from './event.js';
import { planned } from './plan.js';
import type { EventSample } from './sample.js';

/** Nobody can come to what begins sooner than this after the first start, ms. */
const SOONEST = 3 * 3_600_000;

/**
 * What the timer of the start calls: copies the content's events into the store, each once. What staff or time have
 * made of one since is never overwritten, nor does one that is over come again.
 */
export const seedEvents: Timed = async (context: Context): Promise<void> => {
  for (const sample of context.content.events) {
    const { id, weekday: _, capacity = null, ...plan } = sample;
    const known = await context.tx.find(events, 'bySample', { prefix: [id], limit: 1 });
    if (known.length > 0) continue;
    await planned(context, { ...plan, capacity, sample: id, day: firstDayOf(context, sample) }, '');
  }
};

/** The next day on which it can take place. */
function firstDayOf({ content, now }: Context, { weekday, time }: EventSample): Day {
  const { zone } = content.community;
  let day = dayOf(now, zone);
  while (weekdayOf(day) !== weekday || instantOf(day, time, zone) < now + SOONEST) day = addDays(day, 1);
  return day;
}
