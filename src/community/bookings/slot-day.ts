import { z } from 'zod';
import type { Service } from '../content/content.js';
import { type Day, minutesOf, type Time } from '../day.js';
import type { Collection, Tx } from '../store.js';

/**
 * What is taken of one service on one day. Every booking of that day goes through this document, read for
 * update: that is why the last place is never sold twice.
 */
const slotDaySchema = z.strictObject({
  /** `service/day`. */
  id: z.string(),
  taken: z.array(z.strictObject({ booking: z.string(), time: z.string(), minutes: z.number() })),
});
export type SlotDay = z.infer<typeof slotDaySchema>;

export const slotDays: Collection<SlotDay> = {
  name: 'slot_days',
  version: 1,
  schema: slotDaySchema,
  personal: false,
  indexes: {},
};

export const slotDayId = (service: string, day: Day): string => `${service}/${day}`;

/** The day as it stands. `forUpdate`: nobody else books that day until the transaction ends. */
export async function slotDayOf(
  tx: Tx,
  service: string,
  day: Day,
  how?: { forUpdate: true },
): Promise<SlotDay> {
  const id = slotDayId(service, day);
  return (await tx.get(slotDays, id, how)) ?? { id, taken: [] };
}

/**
 * Whether a slot has a place left, not counting the place of booking `except`. Counts what overlaps rather
 * than what begins together, so that bookings made before the hours were edited still hold their place.
 */
export function hasPlace(slotDay: SlotDay, service: Service, time: Time, except?: string): boolean {
  const from = minutesOf(time);
  const to = from + service.slot;
  let taken = 0;
  for (const other of slotDay.taken) {
    const begins = minutesOf(other.time);
    if (begins >= to || begins + other.minutes <= from || other.booking === except) continue;
    taken += 1;
    if (taken >= service.capacity) return false;
  }
  return taken < service.capacity;
}

export const withPlace = (slotDay: SlotDay, booking: string, time: Time, minutes: number): SlotDay => ({
  ...slotDay,
  taken: [...withoutPlace(slotDay, booking).taken, { booking, time, minutes }],
});

export const withoutPlace = (slotDay: SlotDay, booking: string): SlotDay => ({
  ...slotDay,
  taken: slotDay.taken.filter(other => other.booking !== booking),
});
