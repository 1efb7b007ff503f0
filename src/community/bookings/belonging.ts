import { inLocale } from '../content/content.js';
import type { Context } from '../context.js';
import type { Belonging, Mine } from '../residents/belonging.js';
import type { Tx } from '../store.js';
import { cancel } from './book.js';
import { type Booking, bookings, isOpen, openBookings } from './booking.js';
import { setReminders } from './reminders.js';
import { slotDayId } from './slot-day.js';

/** What is changed leaves the index, so that the first page is always the next one. */
const PAGE = 100;

/** A resident's visits: those to come are theirs to see; those that were, stay as figures without a person. */
export const bookingBelonging: Belonging = {
  noun: 'booking',
  purposes: ['book-service', 'my-bookings', 'reschedule-booking', 'cancel-booking'],
  mine: async (context, resident) =>
    (await openBookings(context.tx, resident, context.now)).map(booking => mineOf(context, booking)),
  exported: allOf,
  async forget(context, resident) {
    await endAll(context, resident);
    await each(context.tx, resident, async booking => {
      await setReminders(context, { ...booking, status: 'cancelled' });
      await context.tx.put(bookings, nobodys(booking));
    });
  },
  async join(context, from, to) {
    await each(context.tx, from, async booking => {
      const moved: Booking = {
        ...booking,
        resident: to,
        history: [...booking.history, { at: context.now, by: to, what: 'moved' }],
      };
      await context.tx.put(bookings, moved);
      // The timers name the resident whom they are about.
      if (isOpen(moved, context.now)) await setReminders(context, moved, context.now);
    });
  },
  end: endAll,
  async whose(tx, said) {
    const [numbered, phoned] = [
      await tx.get(bookings, said),
      await tx.find(bookings, 'byPhone', { prefix: [said], limit: PAGE }),
    ];
    return [...(numbered ? [numbered] : []), ...phoned].map(({ resident }) => resident).filter(Boolean);
  },
};

function mineOf({ content, locale }: Context, booking: Booking): Mine {
  const service = content.services.find(one => one.id === booking.service);
  return {
    kind: 'booking',
    number: booking.id,
    title: service ? inLocale(service.name, locale) : booking.service,
    ...standing(booking),
    ...(service ? { owner: inLocale(service.who, locale) } : {}),
    day: booking.day,
    time: booking.time,
    begin: 'my-bookings',
    slots: { booking: booking.id },
  };
}

/** Where it stands and what comes next. */
function standing({ displaced, acknowledged }: Booking): Pick<Mine, 'state' | 'next'> {
  if (displaced !== undefined) return { state: 'mine_booking_displaced', next: 'mine_booking_choose' };
  const state = acknowledged === undefined ? 'mine_booked' : 'mine_booking_confirmed';
  return { state, next: 'mine_booking_next' };
}

const dayIdOf = ({ service, day }: Booking): string => slotDayId(service, day);

async function endAll(context: Context, resident: string): Promise<void> {
  if (resident !== context.resident.id) throw new Error('only somebody themselves ends their visits');
  for (;;) {
    const open = await openBookings(context.tx, resident, context.now, PAGE);
    // In the order of the days' ids, since each is locked.
    for (const { id } of open.sort((a, b) => (dayIdOf(a) < dayIdOf(b) ? -1 : 1))) await cancel(context, id);
    if (open.length < PAGE) return;
  }
}

/** A booking that can no longer be traced to anybody: what, when and how it ended stay for the statistics. */
function nobodys(booking: Booking): Booking {
  const { acknowledged: _, ...rest } = booking;
  return {
    ...rest,
    resident: '',
    address: '',
    phone: '',
    history: booking.history.map(change => (change.by === booking.resident ? { ...change, by: '' } : change)),
  };
}

async function allOf(tx: Tx, resident: string): Promise<Booking[]> {
  const all: Booking[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await tx.find(bookings, 'byResident', {
      prefix: [resident],
      limit: PAGE,
      ...(last && { after: { key: [resident, last.start], id: last.id } }),
    });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}

/** Goes through what `change` takes out of this resident's hands, page by page. */
async function each(tx: Tx, resident: string, change: (booking: Booking) => Promise<void>): Promise<void> {
  for (;;) {
    const page = await tx.find(bookings, 'byResident', { prefix: [resident], limit: PAGE });
    for (const booking of page) await change(booking);
    if (page.length < PAGE) return;
  }
}
