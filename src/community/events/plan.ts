import type { Localised } from '../content/content.js';
import { inTexts } from '../content/text-in.js';
import type { Context } from '../context.js';
import { type Day, instantOf, type Time } from '../day.js';
import type { Passed } from '../passed.js';
import { Problem } from '../problem.js';
import { record } from '../staff/act.js';
import { setCourse } from './course.js';
import { type Event, events, eventToCome, withStatus } from './event.js';
import { moveUp } from './line.js';
import { holdPicture, withoutPicture } from './picture.js';
import { startRound } from './round.js';

/** What staff, or a sample, say of an event that there is to be. */
export interface EventPlan {
  readonly title: Localised;
  readonly text: Localised;
  readonly place: Localised;
  readonly day: Day;
  readonly time: Time;
  readonly minutes: number;
  /** null: as many as come. */
  readonly capacity: number | null;
  readonly most: number;
  readonly topic: string;
  readonly picture?: Passed;
}

/** Puts an event up, so that people can sign up. Fails with `past`. For staff. */
export async function publishEvent(context: Context, plan: EventPlan): Promise<Event> {
  const event = await planned(context, plan, context.member?.id ?? '');
  await record(context, 'event.publish', event.id);
  return event;
}

/** The same by nobody in particular: what the content gives as a sample. */
export async function planned(
  context: Context,
  plan: EventPlan & { readonly sample?: string },
  by: string,
): Promise<Event> {
  const { tx, now, content } = context;
  const { day, time } = plan;
  const start = instantOf(day, time, content.community.zone);
  if (start <= now) throw new Problem('past');
  const event: Event = {
    ...plan,
    id: `HD-${String(await tx.nextNumber('event')).padStart(4, '0')}`,
    start,
    status: 'planned',
    sequence: 0,
    taken: 0,
    signUps: 0,
    lastPlace: 0,
    arrived: 0,
    ratings: { count: 0, sum: 0 },
    history: [{ at: now, by, what: 'published', day, time, capacity: plan.capacity }],
  };
  await tx.put(events, event);
  await holdPicture(tx, event);
  await setCourse(context, event);
  return event;
}

/**
 * Gives an event another time, and tells all who have signed up or wait. Fails with `not_found`, `called_off`, `begun`,
 * `same_time` or `past`. For staff.
 */
export async function moveEvent(context: Context, id: string, day: Day, time: Time): Promise<Event> {
  const { tx, now, content } = context;
  const event = await eventToCome(tx, id, now);
  if (event.day === day && event.time === time) throw new Problem('same_time');
  const start = instantOf(day, time, content.community.zone);
  if (start <= now) throw new Problem('past');
  return changed(context, { ...event, day, time, start }, { day, time });
}

/**
 * Moves an event to another place, and tells all who have signed up or wait. The place is told in `locale`; what there
 * was in other languages names the old one, and goes. Fails like `moveEvent`. For staff.
 */
export async function relocateEvent(context: Context, id: string, place: string): Promise<Event> {
  const event = await eventToCome(context.tx, id, context.now);
  return changed(context, { ...event, place: inTexts(place) }, {});
}

async function changed(
  context: Context,
  event: Event,
  facts: { readonly day?: Day; readonly time?: Time },
): Promise<Event> {
  const { tx, now, member } = context;
  const next: Event = {
    ...event,
    sequence: event.sequence + 1,
    history: [...event.history, { at: now, by: member?.id ?? '', what: 'changed', ...facts }],
  };
  await tx.put(events, next);
  await setCourse(context, next);
  await startRound(context, next, 'changed');
  await record(context, 'event.change', event.id, facts);
  return next;
}

/**
 * More or fewer seats (null: as many as come); with more, those who wait move up. Fails with `not_found`, `called_off`,
 * `begun`, or `too_few` (details: taken) when more are taken already. For staff.
 */
export async function resizeEvent(context: Context, id: string, capacity: number | null): Promise<Event> {
  const { tx, now, member } = context;
  const event = await eventToCome(tx, id, now);
  if (capacity !== null && capacity < event.taken) throw new Problem('too_few', { taken: event.taken });
  const resized: Event = {
    ...event,
    capacity,
    history: [...event.history, { at: now, by: member?.id ?? '', what: 'changed', capacity }],
  };
  await record(context, 'event.resize', id, { capacity: capacity ?? 'all' });
  return moveUp(context, resized);
}

/**
 * Says that an event will not take place, and tells all who have signed up or wait, with the reason. Fails with
 * `not_found`, `called_off` or `begun`. For staff.
 */
export async function cancelEvent(context: Context, id: string, reason: string): Promise<Event> {
  const { tx, now, member } = context;
  const event = await eventToCome(tx, id, now);
  const by = member?.id ?? '';
  const cancelled: Event = {
    ...withStatus(await withoutPicture(tx, event), 'cancelled', { at: now, by, what: 'cancelled', reason }),
    reason,
    sequence: event.sequence + 1,
  };
  await tx.put(events, cancelled);
  await setCourse(context, cancelled);
  await startRound(context, cancelled, 'cancelled');
  await record(context, 'event.cancel', id);
  return cancelled;
}
