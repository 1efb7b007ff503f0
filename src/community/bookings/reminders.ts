import { inLocale, type Service } from '../content/content.js';
import type { Context, Notice } from '../context.js';
import { addDays, instantOf } from '../day.js';
import type { Json } from '../store.js';
import type { Timed } from '../timed.js';
import { type Booking, bookings, isOpen } from './booking.js';

const HOUR = 3_600_000;
/** Nobody needs to be reminded of what they booked within this time. */
const FRESH = HOUR;

interface Reminder {
  /** Its name within the booking: `eve`, `2h`. */
  readonly which: string;
  readonly due: number;
  /** Later than this it is of no use: 'tomorrow' would be wrong, or the visit has begun. */
  readonly expires: number;
}

/** When to remind of a booking: the day before at 18:00, and so many hours before as the service says. */
function remindersOf(booking: Booking, service: Service | undefined, zone: string): Reminder[] {
  const eve = addDays(booking.day, -1);
  return [
    { which: 'eve', due: instantOf(eve, '18:00', zone), expires: instantOf(booking.day, '00:00', zone) },
    ...(service?.remind ?? []).map(hours => ({
      which: `${hours}h`,
      due: booking.start - hours * HOUR,
      expires: booking.start,
    })),
  ];
}

const timerId = (booking: Booking, which: string): string => `remind/${booking.id}/${which}`;

const serviceOf = (context: Context, booking: Booking): Service | undefined =>
  context.content.services.find(service => service.id === booking.service);

/**
 * Sets the reminders of a booking anew; those that would come sooner than `earliest` (ms; by default an hour
 * from now, since it was booked or changed just now) are taken away.
 */
export async function setReminders(
  context: Context,
  booking: Booking,
  earliest: number = context.now + FRESH,
): Promise<void> {
  for (const { which, due } of remindersOf(
    booking,
    serviceOf(context, booking),
    context.content.community.zone,
  )) {
    const id = timerId(booking, which);
    if (!isOpen(booking, context.now) || booking.displaced !== undefined || due < earliest)
      await context.effects.clearTimer(id);
    else {
      const data = { resident: booking.resident, booking: booking.id, sequence: booking.sequence, which };
      await context.effects.setTimer({ id, due, name: 'bookings.remind', data });
    }
  }
}

/** What the timer calls: says the reminder if the booking still stands as it did when the timer was set. */
export const remind: Timed = async (context: Context, data: Json): Promise<void> => {
  const { booking: id, sequence, which } = data as { booking: string; sequence: number; which: string };
  const booking = await context.tx.get(bookings, id);
  if (!booking || !isOpen(booking, context.now) || booking.sequence !== sequence) return;
  if (booking.displaced !== undefined) return;
  const service = serviceOf(context, booking);
  const reminder = remindersOf(booking, service, context.content.community.zone).find(
    one => one.which === which,
  );
  // After a night without power, yesterday's reminder is of no use.
  if (!reminder || !service || reminder.expires <= context.now) return;
  await context.effects.tell(booking.resident, reminderNotice(booking, service, which, context.locale), {
    expires: reminder.expires,
  });
};

function reminderNotice(booking: Booking, service: Service, which: string, locale: string): Notice {
  const button = (label: string, begin: string) => ({ label, begin, slots: { booking: booking.id } });
  return {
    text: which === 'eve' ? 'remind_eve' : 'remind_soon',
    args: {
      number: booking.id,
      service: inLocale(service.name, locale),
      day_date: booking.day,
      time: booking.time,
      who: inLocale(service.who, locale),
    },
    choices: [
      ...(booking.acknowledged === undefined ? [button('button_confirm', 'confirm-booking')] : []),
      button('button_change', 'reschedule-booking'),
      button('button_cancel', 'cancel-booking'),
    ],
  };
}
