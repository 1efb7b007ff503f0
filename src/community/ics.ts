import { type Booking, endOf } from './bookings/booking.js';
import { type CalendarEntry, calendarFile, calendarText } from './calendar-entry.js';
import { type Content, inLocale } from './content/content.js';

function entryOf(booking: Booking, { services }: Content, locale: string): CalendarEntry {
  const service = services.find(one => one.id === booking.service);
  return {
    id: booking.id,
    sequence: booking.sequence,
    start: booking.start,
    end: endOf(booking),
    summary: `${service ? inLocale(service.name, locale) : booking.service} ${booking.id}`,
    location: booking.address,
    cancelled: booking.status === 'cancelled',
    alarms: service?.remind ?? [],
  };
}

/** A booking as a calendar entry. */
export const icsOf = (booking: Booking, content: Content, locale: string, now: number): string =>
  calendarText(entryOf(booking, content, locale), content, locale, now);

/** The same as a file that goes along with a message. */
export const icsFile = (booking: Booking, content: Content, locale: string, now: number) =>
  calendarFile(entryOf(booking, content, locale), content, locale, now);
