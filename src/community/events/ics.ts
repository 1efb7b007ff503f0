import { type CalendarEntry, calendarFile } from '../calendar-entry.js';
import { inLocale } from '../content/content.js';
import type { Context } from '../context.js';
import { type Event, endOf } from './event.js';
import type { SignUp } from './sign-up.js';

/** Hours before at which calendars ring; we say it ourselves then too. */
const ALARMS = [2];

/**
 * An event in the calendar of somebody who comes. SEQUENCE rises with the event's changes and with their own, since
 * whoever leaves and signs up again gets the same entry anew.
 */
const entryOf = (event: Event, signUp: SignUp, locale: string): CalendarEntry => ({
  id: event.id,
  sequence: event.sequence + signUp.sequence,
  start: event.start,
  end: endOf(event),
  summary: `${inLocale(event.title, locale)} ${event.id}`,
  description: inLocale(event.text, locale),
  location: inLocale(event.place, locale),
  cancelled: event.status === 'cancelled' || signUp.state !== 'going',
  alarms: ALARMS,
});

/** The entry as a file that goes along with a message; where they no longer come, one that takes it away. */
export const eventFile = (
  event: Event,
  signUp: SignUp,
  { content, now }: Pick<Context, 'content' | 'now'>,
  locale: string,
) => calendarFile(entryOf(event, signUp, locale), content, locale, now);
