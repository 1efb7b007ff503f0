import type { Service } from '../content/content.js';
import type { Context } from '../context.js';
import { type Day, instantOf, type Time } from '../day.js';
import { closuresFrom, isShut } from '../hours/closure.js';
import { Problem } from '../problem.js';
import { type Booking, bookings, isOpen } from './booking.js';
import { tellStaffOf } from './notice.js';
import { setReminders } from './reminders.js';
import {
  hasPlace,
  type SlotDay,
  slotDayId,
  slotDayOf,
  slotDays,
  withoutPlace,
  withPlace,
} from './slot-day.js';
import { daysAhead, isInTime, slotsOn } from './slots.js';

export interface Wish {
  readonly service: string;
  readonly day: Day;
  readonly time: Time;
  readonly address: string;
  /** E.164. */
  readonly phone: string;
}

/**
 * Books a visit for the speaker: takes the place, sets the reminders, tells the staff. Fails, with nothing
 * written, with `not_open` (no such slot), `too_soon`, `already_booked` (the same service at the same time
 * by the same person) or `slot_taken`.
 */
export async function book(context: Context, wish: Wish): Promise<Booking> {
  const { tx, now, content, resident } = context;
  const service = serviceOf(context, wish.service);
  const { day, time } = wish;
  requireSlot(context, service, day, time);
  // Locked before the check for a double, so that two taps at once see each other.
  const slotDay = await slotDayOf(tx, service.id, day, { forUpdate: true });
  await requireNotShut(context, service, day, time);
  await requireNoDouble(context, service, day, time);
  requirePlace(slotDay, service, time);

  const number = `YY-${String(await tx.nextNumber('booking')).padStart(4, '0')}`;
  const booking: Booking = {
    id: number,
    resident: resident.id,
    service: service.id,
    day,
    time,
    start: instantOf(day, time, content.community.zone),
    minutes: service.slot,
    address: wish.address,
    phone: wish.phone,
    status: 'booked',
    sequence: 0,
    history: [{ at: now, by: resident.id, what: 'booked', day, time }],
  };
  await tx.put(slotDays, withPlace(slotDay, number, time, service.slot));
  await tx.put(bookings, booking);
  await setReminders(context, booking);
  await tellStaffOf(context, 'staff_booked', booking);
  return booking;
}

/**
 * Gives a booking of the speaker another time; it keeps its number. Fails, with nothing written, with
 * `not_found`, `over` (cancelled, or it has begun), `same_time`, `not_open`, `too_soon`, `already_booked` or
 * `slot_taken`.
 */
export async function reschedule(context: Context, id: string, day: Day, time: Time): Promise<Booking> {
  const { tx, now, content, resident } = context;
  const booking = await openBooking(context, id);
  // A visit that was displaced has no place at its own time: once the day is open again, it may have it back.
  if (booking.displaced === undefined && booking.day === day && booking.time === time)
    throw new Problem('same_time');
  const service = serviceOf(context, booking.service);
  requireSlot(context, service, day, time);
  const slots = await lockDays(context, service.id, [booking.day, day]);
  const from = slots.get(booking.day)!;
  const to = slots.get(day)!;
  await requireNotShut(context, service, day, time);
  await requireNoDouble(context, service, day, time, id);
  requirePlace(to, service, time, id);

  const moved: Booking = {
    ...withoutAcknowledgement(booking),
    day,
    time,
    start: instantOf(day, time, content.community.zone),
    minutes: service.slot,
    sequence: booking.sequence + 1,
    history: [...booking.history, { at: now, by: resident.id, what: 'rescheduled', day, time }],
  };
  if (from.id !== to.id) await tx.put(slotDays, withoutPlace(from, id));
  await tx.put(slotDays, withPlace(to, id, time, service.slot));
  await tx.put(bookings, moved);
  await setReminders(context, moved);
  await tellStaffOf(context, 'staff_rescheduled', moved, booking);
  return moved;
}

/** Cancels a booking of the speaker and frees its place. Fails with `not_found` or `over`. */
export async function cancel(context: Context, id: string, reason?: string): Promise<Booking> {
  const { tx, now, resident } = context;
  const booking = await openBooking(context, id);
  const slotDay = await slotDayOf(tx, booking.service, booking.day, { forUpdate: true });
  const cancelled: Booking = {
    ...booking,
    status: 'cancelled',
    sequence: booking.sequence + 1,
    history: [
      ...booking.history,
      { at: now, by: resident.id, what: 'cancelled', ...(reason !== undefined && { reason }) },
    ],
  };
  await tx.put(slotDays, withoutPlace(slotDay, id));
  await tx.put(bookings, cancelled);
  await setReminders(context, cancelled);
  await tellStaffOf(context, 'staff_cancelled', cancelled);
  return cancelled;
}

/** The speaker says that they will be there. Fails with `not_found` or `over`; saying it twice is no error. */
export async function acknowledge(context: Context, id: string): Promise<Booking> {
  const { tx, now, resident } = context;
  const booking = await openBooking(context, id);
  if (booking.acknowledged !== undefined) return booking;
  const acknowledged: Booking = {
    ...booking,
    acknowledged: now,
    history: [...booking.history, { at: now, by: resident.id, what: 'acknowledged' }],
  };
  await tx.put(bookings, acknowledged);
  return acknowledged;
}

/**
 * A booking of the speaker that can still be changed. Somebody else's does not exist for them. Not locked: its day is
 * locked before it, by whoever closes the day too, and that it stands as it was read is seen to at the end.
 */
export async function openBooking(context: Context, id: string): Promise<Booking> {
  const booking = await context.tx.get(bookings, id);
  if (!booking || booking.resident !== context.resident.id) throw new Problem('not_found');
  if (!isOpen(booking, context.now)) throw new Problem('over');
  return booking;
}

function serviceOf({ content }: Context, id: string): Service {
  const service = content.services.find(one => one.id === id);
  if (!service) throw new Problem('not_open');
  return service;
}

function requireSlot({ content, now }: Context, service: Service, day: Day, time: Time): void {
  const { community } = content;
  if (!daysAhead(community, service, now).includes(day) || !slotsOn(community, service, day).includes(time)) {
    throw new Problem('not_open');
  }
  if (!isInTime(community, service, day, time, now)) {
    throw new Problem('too_soon', { hours: Math.ceil(service.notice / 60) });
  }
}

function requirePlace(slotDay: SlotDay, service: Service, time: Time, except?: string): void {
  if (!hasPlace(slotDay, service, time, except)) throw new Problem('slot_taken');
}

/**
 * Looked at after the day was locked: who closes it locks it too. By the index, which is looked up anew: that nothing was
 * closed may have been read before the day was ours.
 */
async function requireNotShut({ tx }: Context, service: Service, day: Day, time: Time): Promise<void> {
  const closure = (await closuresFrom(tx, day, 1)).get(day);
  if (isShut(closure, time, service.slot)) throw new Problem('not_open');
}

async function requireNoDouble(
  { tx, resident, content }: Context,
  service: Service,
  day: Day,
  time: Time,
  except?: string,
): Promise<void> {
  const start = instantOf(day, time, content.community.zone);
  const same = await tx.find(bookings, 'byResident', { prefix: [resident.id, start], limit: 50 });
  if (same.some(one => one.id !== except && one.status === 'booked' && one.service === service.id)) {
    throw new Problem('already_booked');
  }
}

/** Both days of a change, locked in the order of their keys, so that two changes crossing never wait for each other. */
async function lockDays({ tx }: Context, service: string, days: readonly Day[]): Promise<Map<Day, SlotDay>> {
  const locked = new Map<Day, SlotDay>();
  const inOrder = [...new Set(days)].sort((a, b) => (slotDayId(service, a) < slotDayId(service, b) ? -1 : 1));
  for (const day of inOrder) locked.set(day, await slotDayOf(tx, service, day, { forUpdate: true }));
  return locked;
}

/** At its new time it is nobody's word yet, and has its place again. */
function withoutAcknowledgement(booking: Booking): Booking {
  const { acknowledged: _, displaced: __, ...rest } = booking;
  return rest;
}
