import { z } from 'zod';
import type { Collection, Tx } from '../store.js';

export const BOOKING_STATUSES = ['booked', 'cancelled', 'done', 'no-show'] as const;

const changeSchema = z.strictObject({
  at: z.number(),
  /** A resident's id, or a member of staff's. */
  by: z.string(),
  what: z.enum(['booked', 'rescheduled', 'acknowledged', 'cancelled', 'moved', 'done', 'no-show']),
  /** The day and time that held from then on. */
  day: z.string().optional(),
  time: z.string().optional(),
  reason: z.string().optional(),
});

/** That somebody comes: what, when, where, for whom. Its id is its number, like YY-0042 (预约, yùyuē). */
export const bookingSchema = z.strictObject({
  id: z.string(),
  /** Whose it is; '' once they have had themselves deleted, with address, phone and who changed it. */
  resident: z.string(),
  service: z.string(),
  day: z.string(),
  time: z.string(),
  /** The same as an instant, ms, and how long it takes. */
  start: z.number(),
  minutes: z.number(),
  address: z.string(),
  /** E.164. */
  phone: z.string(),
  status: z.enum(BOOKING_STATUSES),
  /** Rises with every change of time and with cancelling: what calendars go by. */
  sequence: z.number(),
  /** Staff closed its time, ms: it has no place until its resident has chosen another one. */
  displaced: z.number().optional(),
  /** When they said that they will be there, ms. */
  acknowledged: z.number().optional(),
  history: z.array(changeSchema),
});
export type Booking = z.infer<typeof bookingSchema>;

export const bookings: Collection<Booking> = {
  name: 'bookings',
  version: 1,
  schema: bookingSchema,
  // An address and a phone number.
  personal: true,
  indexes: {
    /** Those of whom nobody is known any more are left out. */
    byResident: { key: booking => (booking.resident === '' ? null : [booking.resident, booking.start]) },
    /** Several of a family may have given the same one. */
    byPhone: { key: booking => (booking.phone === '' ? null : [booking.phone]), blind: true },
    byService: { key: booking => [booking.service, booking.day, booking.time] },
    byStatus: { key: booking => [booking.status, booking.day, booking.time] },
  },
};

export const endOf = (booking: Booking): number => booking.start + booking.minutes * 60_000;

/** Booked and not over yet: it can still be changed. */
export const isOpen = (booking: Booking, now: number): boolean =>
  booking.status === 'booked' && booking.start > now;

/** A resident's visits that are still to come, the next one first. */
export async function openBookings(tx: Tx, resident: string, now: number, limit = 20): Promise<Booking[]> {
  const coming: Booking[] = [];
  let after: { key: readonly [string, number]; id: string } | undefined;
  // Cancelled ones stand in between, so it reads on until there are enough.
  while (coming.length < limit) {
    const page = await tx.find(bookings, 'byResident', {
      prefix: [resident],
      from: [resident, now + 1],
      limit,
      ...(after && { after }),
    });
    coming.push(...page.filter(booking => isOpen(booking, now)));
    const last = page.at(-1);
    if (page.length < limit || last === undefined) break;
    after = { key: [resident, last.start], id: last.id };
  }
  return coming.slice(0, limit);
}
