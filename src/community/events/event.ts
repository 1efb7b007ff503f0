import { z } from 'zod';
import { localised } from '../content/content.js';
import { passedSchema } from '../passed.js';
import { Problem } from '../problem.js';
import type { Collection, Tx } from '../store.js';

export const EVENT_STATUSES = ['planned', 'cancelled', 'over'] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];

/** Where an event may go from where it stands. What was cancelled or is over stays so. */
export const EVENT_WAYS: Readonly<Record<EventStatus, readonly EventStatus[]>> = {
  planned: ['cancelled', 'over'],
  cancelled: [],
  over: [],
};

const changeSchema = z.strictObject({
  at: z.number(),
  /** A member of staff's id; '' for the desk itself. */
  by: z.string(),
  what: z.enum(['published', 'changed', 'door', 'cancelled', 'over']),
  /** What held from then on. */
  day: z.string().exactOptional(),
  time: z.string().exactOptional(),
  capacity: z.number().nullable().exactOptional(),
  reason: z.string().exactOptional(),
});

/**
 * Something that takes place in the community, to which people come: 活动. Its id is its number, like HD-0007 (活动,
 * huódòng). Whoever takes or frees a seat reads it for update and changes `taken`: that is why no seat is given twice.
 */
const eventSchema = z.strictObject({
  id: z.string(),
  title: localised,
  text: localised,
  place: localised,
  day: z.string(),
  time: z.string(),
  /** The same as an instant, ms, and how long it lasts. */
  start: z.number(),
  minutes: z.number(),
  /** Seats; null: as many as come. */
  capacity: z.number().int().nullable(),
  /** The most people that one may sign up, oneself included. */
  most: z.number().int(),
  /** What it is about, of the community's topics: who wants to hear of those, hears of it. */
  topic: z.string(),
  /** What staff sent along; gone when the event is over, and held on to until then. */
  picture: passedSchema.exactOptional(),
  status: z.enum(EVENT_STATUSES),
  /** Rises with every change of time or place and with cancelling: what calendars go by. */
  sequence: z.number(),
  /** Seats that are taken or held for somebody. */
  taken: z.number().int(),
  /** How many have signed up so far, whatever became of it: the next one's number in this event less one. */
  signUps: z.number().int(),
  /** The place in the waitlist that was given last. */
  lastPlace: z.number().int(),
  /** What residents type at the door, from when staff began to let people in until the event is over. */
  code: z.string().optional(),
  /** People who were there. */
  arrived: z.number().int(),
  /** How it was: how many said so, and the sum of what they gave, 1 to 5 each. */
  ratings: z.strictObject({ count: z.number().int(), sum: z.number().int() }),
  /** Why it was cancelled, as people are told. */
  reason: z.string().optional(),
  /** The id in the content's events.yaml, of which this is a copy. */
  sample: z.string().optional(),
  history: z.array(changeSchema),
});
export type Event = z.infer<typeof eventSchema>;
export type EventChange = z.infer<typeof changeSchema>;

export const events: Collection<Event> = {
  name: 'events',
  version: 1,
  schema: eventSchema,
  personal: false,
  indexes: {
    byStatus: { key: event => [event.status, event.start] },
    byCode: { key: event => (event.code === undefined ? null : [event.code]) },
    bySample: { key: event => (event.sample === undefined ? null : [event.sample]) },
  },
};

export const endOf = (event: Event): number => event.start + event.minutes * 60_000;

/** Seats that nobody has and that are held for nobody. */
export const freeSeats = (event: Pick<Event, 'capacity' | 'taken'>): number =>
  event.capacity === null ? Number.POSITIVE_INFINITY : Math.max(0, event.capacity - event.taken);

/** It will take place, and has not begun. */
export const isToCome = (event: Event, now: number): boolean =>
  event.status === 'planned' && event.start > now;

/** Events that have not begun, the next one first. */
export const eventsToCome = (tx: Tx, now: number, limit: number): Promise<Event[]> =>
  tx.find(events, 'byStatus', { prefix: ['planned'], from: ['planned', now + 1], limit });

/** Events that are still on or to come: those for which there is something to do at the door too. */
export const eventsNotOver = (tx: Tx, limit: number): Promise<Event[]> =>
  tx.find(events, 'byStatus', { prefix: ['planned'], limit });

/** Events that have ended, the last one first. */
export const eventsOver = (tx: Tx, limit: number): Promise<Event[]> =>
  tx.find(events, 'byStatus', { prefix: ['over'], order: 'down', limit });

/** An event for somebody who is going to change it, or what hangs on it. Fails with `not_found`. */
export async function lockedEvent(tx: Tx, id: string): Promise<Event> {
  const event = await tx.get(events, id, { forUpdate: true });
  if (!event) throw new Problem('not_found');
  return event;
}

/** The same, one that has not begun. Fails with `not_found`, `called_off` or `begun`. */
export async function eventToCome(tx: Tx, id: string, now: number): Promise<Event> {
  const event = await lockedEvent(tx, id);
  if (event.status === 'cancelled') throw new Problem('called_off');
  if (!isToCome(event, now)) throw new Problem('begun');
  return event;
}

/** The event with another status. Going where no way leads is a bug. */
export function withStatus(event: Event, status: EventStatus, change: EventChange): Event {
  if (!EVENT_WAYS[event.status].includes(status)) {
    throw new Error(`${event.id} is ${event.status} and cannot become ${status}`);
  }
  const { code: _, ...rest } = event;
  return { ...rest, status, history: [...event.history, change] };
}
