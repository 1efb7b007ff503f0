import { inLocale } from '../content/content.js';
import type { Context, Notice } from '../context.js';
import { type Day, dayOf, type Time, timeOf } from '../day.js';
import { newsFor } from '../events/news.js';
import { type Closure, closures, isShut } from '../hours/closure.js';
import { Problem } from '../problem.js';
import { residents } from '../residents/resident.js';
import { record } from '../staff/act.js';
import { type Booking, bookings, isOpen } from './booking.js';
import { setReminders } from './reminders.js';
import { type SlotDay, slotDayOf, slotDays, withoutPlace } from './slot-day.js';

/** Parts of a day that have a name. */
export const PARTS = {
  day: { from: '00:00', to: '24:00' },
  morning: { from: '00:00', to: '12:00' },
  afternoon: { from: '12:00', to: '18:00' },
  evening: { from: '18:00', to: '24:00' },
} as const satisfies Record<string, { from: Time; to: Time }>;
export type Part = keyof typeof PARTS;

/** More visits than a community makes in a day. */
const MOST = 500;

/** The visits that fall into a part of a day and are still to come. */
export async function concerned(context: Context, day: Day, part: Part): Promise<Booking[]> {
  const { tx, now } = context;
  const found = await tx.find(bookings, 'byStatus', { prefix: ['booked', day], limit: MOST });
  const closing = closureWith(undefined, context, day, part);
  return found.filter(
    one => isOpen(one, now) && one.displaced === undefined && isShut(closing, one.time, one.minutes),
  );
}

/**
 * Closes a part of a day: nothing can be booked into it any more, and whoever has a visit in it is offered another time;
 * the visit keeps its number and gives up its place. Fails with `past` and `closed_already`.
 */
export async function closePart(
  context: Context,
  day: Day,
  part: Part,
  reason: string | undefined,
): Promise<Booking[]> {
  const { tx, now, content } = context;
  const { zone } = content.community;
  const today = dayOf(now, zone);
  if (day < today || (day === today && PARTS[part].to !== '24:00' && timeOf(now, zone) >= PARTS[part].to))
    throw new Problem('past');
  const known = await tx.get(closures, day, { forUpdate: true });
  const { from, to } = PARTS[part];
  if (known?.parts.some(one => one.from <= from && to <= one.to)) throw new Problem('closed_already');
  await tx.put(closures, closureWith(known, context, day, part, reason));
  // Every service's day is locked before we look who has a visit, in the order of their keys: whoever is booking just now
  // either is found, or finds the day closed.
  const locked = new Map<string, SlotDay>();
  for (const id of content.services.map(service => service.id).sort())
    locked.set(id, await slotDayOf(tx, id, day, { forUpdate: true }));
  const displaced = await concerned(context, day, part);
  for (const service of [...new Set(displaced.map(one => one.service))].sort()) {
    // A service that was taken out of the file since has visits still, and nobody books it any more.
    let slotDay = locked.get(service) ?? (await slotDayOf(tx, service, day, { forUpdate: true }));
    for (const one of displaced.filter(other => other.service === service))
      slotDay = withoutPlace(slotDay, one.id);
    locked.set(service, slotDay);
  }
  // Put even where nobody has a visit: a day that nobody has booked yet is not there to be locked, and whoever books it
  // first just now puts the same one.
  for (const slotDay of locked.values()) await tx.put(slotDays, slotDay);
  // By who they are, as in all that tells many: whoever is told has their seat at the desk locked.
  for (const one of displaced.toSorted((a, b) => (a.resident < b.resident ? -1 : 1)))
    await displace(context, one, reason);
  await record(context, 'desk.close', day, { part, visits: displaced.length });
  return displaced;
}

/** Opens a day again; visits that were displaced stay so until their people choose. Fails with `not_closed`. */
export async function reopen(context: Context, day: Day): Promise<void> {
  if (!(await context.tx.get(closures, day, { forUpdate: true }))) throw new Problem('not_closed');
  await context.tx.remove(closures, day);
  await record(context, 'desk.reopen', day);
}

async function displace(context: Context, booking: Booking, reason = 'none'): Promise<void> {
  const displaced: Booking = { ...booking, displaced: context.now };
  await context.tx.put(bookings, displaced);
  await setReminders(context, displaced);
  const service = context.content.services.find(one => one.id === booking.service);
  const resident = await context.tx.get(residents, booking.resident);
  const locale = resident?.locale ?? context.locale;
  const notice: Notice = {
    text: 'visit_displaced',
    args: {
      number: booking.id,
      service: service ? inLocale(service.name, locale) : booking.service,
      day_date: booking.day,
      time: booking.time,
      reason,
    },
    choices: [
      { label: 'button_other_time', begin: 'reschedule-booking', slots: { booking: booking.id } },
      { label: 'button_cancel', begin: 'cancel-booking', slots: { booking: booking.id } },
    ],
  };
  // Closed in the evening, next week's visits can wait for the morning; tomorrow's first cannot.
  await context.effects.tell(
    booking.resident,
    notice,
    resident ? newsFor(context, resident, booking.start) : {},
  );
}

function closureWith(
  known: Closure | undefined,
  { member, now }: Context,
  day: Day,
  part: Part,
  reason?: string,
): Closure {
  const fresh = {
    ...PARTS[part],
    ...(reason === undefined ? {} : { reason }),
    by: member?.id ?? '',
    at: now,
  };
  return { id: day, parts: [...(known?.parts ?? []), fresh] };
}
