import { inLocale } from '../content/content.js';
import type { Context, Notice } from '../context.js';
import { dayOf, timeOf } from '../day.js';
import type { Resident } from '../residents/resident.js';
import type { Event } from './event.js';
import { eventFile } from './ics.js';
import type { SignUp } from './sign-up.js';

type Told = Pick<Context, 'content' | 'now'>;

/** What every notice about an event may say of it, in the reader's language. */
export const eventArgs = (event: Event, locale: string): Record<string, string | number> => ({
  number: event.id,
  title: inLocale(event.title, locale),
  day_date: event.day,
  time: event.time,
  place: inLocale(event.place, locale),
});

const button = (
  event: Event,
  label: string,
  begin: string,
  slots: Readonly<Record<string, string>> = {},
) => ({
  label,
  begin,
  slots: { event: event.id, ...slots },
});

/** A seat is held for them: they say in time whether they come. */
export function heldNotice({ content }: Told, event: Event, signUp: SignUp, resident: Resident): Notice {
  const { zone } = content.community;
  const { seats = 0, until = 0 } = signUp.held ?? {};
  return {
    text: seats < signUp.party ? 'event_held_some' : 'event_held',
    args: {
      ...eventArgs(event, resident.locale),
      seats,
      party: signUp.party,
      until_date: dayOf(until, zone),
      until_time: timeOf(until, zone),
    },
    choices: [
      button(event, 'event_button_take', 'held-place', { held: 'take' }),
      button(event, seats < signUp.party ? 'event_button_wait' : 'event_button_pass', 'held-place', {
        held: 'pass',
      }),
    ],
  };
}

/** The hold ran out. */
export function lapsedNotice(event: Event, signUp: SignUp, resident: Resident): Notice {
  const some = (signUp.held?.seats ?? 0) < signUp.party;
  return {
    text: some ? 'event_lapsed_some' : 'event_lapsed',
    args: eventArgs(event, resident.locale),
    choices: some ? [] : [button(event, 'event_button_sign_up', 'sign-up')],
  };
}

/** From the waitlist straight in, since there is room for all now. */
export function movedUpNotice(told: Told, event: Event, signUp: SignUp, resident: Resident): Notice {
  return {
    text: 'event_moved_up',
    args: { ...eventArgs(event, resident.locale), party: signUp.party, signup: signUp.number },
    choices: [button(event, 'event_button_leave', 'leave-event')],
    files: [eventFile(event, signUp, told, resident.locale)],
  };
}

/** Time or place are different now. */
export function changedNotice(told: Told, event: Event, signUp: SignUp, resident: Resident): Notice {
  const going = signUp.state === 'going';
  return {
    text: going ? 'event_changed' : 'event_changed_waiting',
    args: eventArgs(event, resident.locale),
    choices: [
      ...(going ? [button(event, 'event_button_still', 'still-coming')] : []),
      button(event, 'event_button_leave', 'leave-event'),
    ],
    ...(going && { files: [eventFile(event, signUp, told, resident.locale)] }),
  };
}

/** It does not take place. */
export function cancelledNotice(told: Told, event: Event, signUp: SignUp, resident: Resident): Notice {
  return {
    text: 'event_cancelled',
    args: { ...eventArgs(event, resident.locale), reason: event.reason ?? '' },
    ...(signUp.state === 'going' && { files: [eventFile(event, signUp, told, resident.locale)] }),
  };
}

/** It is tomorrow, or in two hours. */
export function reminderNotice(
  event: Event,
  signUp: SignUp,
  resident: Resident,
  which: 'eve' | 'soon',
): Notice {
  return {
    text: which === 'eve' ? 'event_eve' : 'event_soon',
    args: { ...eventArgs(event, resident.locale), party: signUp.party, signup: signUp.number },
    choices: [
      ...(which === 'eve' ? [button(event, 'event_button_still', 'still-coming')] : []),
      button(event, 'event_button_leave', 'leave-event'),
    ],
  };
}

/** It has begun, and there was no seat to be had. */
export const missedNotice = (event: Event, resident: Resident): Notice => ({
  text: 'event_missed',
  args: eventArgs(event, resident.locale),
});

/** How was it? */
export const feedbackNotice = (event: Event, resident: Resident): Notice => ({
  text: 'event_feedback',
  args: eventArgs(event, resident.locale),
  choices: ['5', '4', '3', '2', '1'].map(rating =>
    button(event, `event_rating_${rating}`, 'rate-event', { rating }),
  ),
});
