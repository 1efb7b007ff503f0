import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { type Booking, endOf } from './booking.js';
import { type Content, inLocale } from './content.js';

/**
 * A booking as a calendar entry (RFC 5545), in UTC: every calendar shows it in its own zone. The UID stays
 * and SEQUENCE rises, so that a later entry replaces the earlier one; a cancelled booking takes it away.
 */
export function icsOf(booking: Booking, content: Content, locale: string, now: number): string {
  const { community, services } = content;
  const service = services.find(one => one.id === booking.service);
  const cancelled = booking.status === 'cancelled';
  const calendar = ical({
    prodId: { company: 'Linli', product: community.id, language: locale.slice(0, 2).toUpperCase() },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  const event = calendar.createEvent({
    id: `${booking.id}@${community.id}.linli`,
    sequence: booking.sequence,
    stamp: new Date(now),
    start: new Date(booking.start),
    end: new Date(endOf(booking)),
    summary: `${service ? inLocale(service.name, locale) : booking.service} ${booking.id}`,
    description: [inLocale(community.name, locale), community.phone].join('\n'),
    location: booking.address,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  if (!cancelled) {
    for (const hours of service?.remind ?? []) {
      event.createAlarm({ type: ICalAlarmType.display, triggerBefore: hours * 3600 });
    }
  }
  return calendar.toString();
}

/** The entry as a file that goes along with a message. */
export const icsFile = (booking: Booking, content: Content, locale: string, now: number) => ({
  name: `${booking.id}.ics`,
  mime: booking.status === 'cancelled' ? 'text/calendar; method=CANCEL' : 'text/calendar',
  base64: Buffer.from(icsOf(booking, content, locale, now), 'utf8').toString('base64'),
});
