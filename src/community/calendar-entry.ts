import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { type Content, inLocale } from './content/content.js';

/** Something that goes into people's calendars: a visit, an event. */
export interface CalendarEntry {
  /** Its number; the UID is made of it. */
  readonly id: string;
  /** Rises with every change that calendars must take over. */
  readonly sequence: number;
  /** ms. */
  readonly start: number;
  readonly end: number;
  readonly summary: string;
  /** Goes before the community's name and telephone number. */
  readonly description?: string;
  readonly location: string;
  readonly cancelled: boolean;
  /** Hours before at which the calendar rings. */
  readonly alarms: readonly number[];
}

/**
 * An entry by RFC 5545, in UTC: every calendar shows it in its own zone. The UID stays and SEQUENCE rises, so that a
 * later entry replaces the earlier one; a cancelled one takes it away.
 */
export function calendarText(
  entry: CalendarEntry,
  { community }: Content,
  locale: string,
  now: number,
): string {
  const { id, cancelled } = entry;
  const calendar = ical({
    prodId: { company: 'Linli', product: community.id, language: locale.slice(0, 2).toUpperCase() },
    method: cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  });
  const event = calendar.createEvent({
    id: `${id}@${community.id}.linli`,
    sequence: entry.sequence,
    stamp: new Date(now),
    start: new Date(entry.start),
    end: new Date(entry.end),
    summary: entry.summary,
    description: [entry.description ?? '', inLocale(community.name, locale), community.phone]
      .filter(line => line !== '')
      .join('\n'),
    location: entry.location,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  for (const hours of cancelled ? [] : entry.alarms) {
    event.createAlarm({ type: ICalAlarmType.display, triggerBefore: hours * 3600 });
  }
  return calendar.toString();
}

/** The entry as a file that goes along with a message. */
export const calendarFile = (entry: CalendarEntry, content: Content, locale: string, now: number) => ({
  name: `${entry.id}.ics`,
  mime: entry.cancelled ? 'text/calendar; method=CANCEL' : 'text/calendar',
  base64: Buffer.from(calendarText(entry, content, locale, now), 'utf8').toString('base64'),
});
