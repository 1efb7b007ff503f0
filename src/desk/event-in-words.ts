import { inLocale } from '../community/content/content.js';
import type { Context } from '../community/context.js';
import { addDays, dayOf, timeOf } from '../community/day.js';
import { type Event, endOf, freeSeats } from '../community/events/event.js';
import { aheadOf, type SignUp } from '../community/events/sign-up.js';
import type { Say } from './action.js';
import { dateInWords } from './words.js';

/** What texts may say about an event: {event_title}, {event_day} … */
export const EVENT_FIELDS = ['number', 'title', 'text', 'day', 'time', 'until', 'place', 'seats'] as const;

/** The same of somebody's sign-up for it. */
export const SIGN_UP_FIELDS = [...EVENT_FIELDS, 'state', 'people', 'signup', 'ahead', 'held_until'] as const;

/** `seats`: how many are free, in words (还有 12 个位子 · 满了 · 名额不限). */
export function eventInWords(
  { content, locale }: Context,
  event: Event,
  words: Say,
): Record<(typeof EVENT_FIELDS)[number], string> {
  return {
    number: event.id,
    title: inLocale(event.title, locale),
    text: inLocale(event.text, locale),
    day: dateInWords(event.day, locale),
    time: event.time,
    until: timeOf(endOf(event), content.community.zone),
    place: inLocale(event.place, locale),
    seats: seatsInWords(event, words),
  };
}

function seatsInWords(event: Event, words: Say): string {
  const free = freeSeats(event);
  if (free === Number.POSITIVE_INFINITY) return words('event_seats_all');
  return free === 0 ? words('event_seats_none') : words('event_seats_left', { count: free });
}

/** `ahead`: how many wait before them; `held_until`: until when a seat is theirs to take. */
export async function signUpInWords(
  context: Context,
  event: Event,
  signUp: SignUp,
  words: Say,
): Promise<Record<(typeof SIGN_UP_FIELDS)[number], string | number>> {
  const { tx, content, locale } = context;
  const { zone } = content.community;
  const { held, place } = signUp;
  return {
    ...eventInWords(context, event, words),
    state: signUp.state,
    people: held?.seats ?? signUp.party,
    signup: signUp.number,
    ahead: signUp.state === 'waiting' && place !== undefined ? await aheadOf(tx, event.id, place) : 0,
    held_until: held ? `${dateInWords(dayOf(held.until, zone), locale)} ${timeOf(held.until, zone)}` : '',
  };
}

/** As it stands in a list to choose from; the title first, so that it can be recognised by a part of it. */
export const eventLabel = ({ locale }: Context, event: Event): string =>
  `${inLocale(event.title, locale)} ${dateInWords(event.day, locale)} ${event.time}`;

/** The events of the coming seven days and those after, a line each. */
export function eventsInWords(context: Context, all: readonly Event[], words: Say): string {
  const soon = addDays(dayOf(context.now, context.content.community.zone), 7);
  const line = (event: Event) => words('event_line', eventInWords(context, event, words));
  const week = all.filter(event => event.day < soon).map(line);
  const later = all.filter(event => event.day >= soon).map(line);
  return [
    ...(week.length > 0 ? [[words('event_this_week'), ...week].join('\n')] : []),
    ...(later.length > 0 ? [[words('event_later'), ...later].join('\n')] : []),
  ].join('\n\n');
}
