import { EVERYBODY } from '../../community/announcements/audience.js';
import { compose, type Draft, needsApproval, preview } from '../../community/announcements/compose.js';
import { topicNamed, topicsOf } from '../../community/announcements/topic.js';
import { inLocale } from '../../community/content/content.js';
import type { Context } from '../../community/context.js';
import { type Event, eventsToCome, eventToCome } from '../../community/events/event.js';
import type { Role } from '../../community/staff/staff.js';
import { type Action, text } from '../action.js';
import { eventLabel } from '../event-in-words.js';
import { dateInWords } from '../words.js';

/** Who speaks to residents; a lead and an admin may as well. */
const role: readonly Role[] = ['spokesperson'];
const LISTED = 8;
const FAILS = ['not_found', 'called_off', 'begun', 'text_too_long', 'no_topic', 'past', 'nobody'] as const;

export const eventAnnouncing: Readonly<Record<string, Action>> = {
  /** Events that can be announced. */
  'events.to_announce': {
    role,
    needs: {},
    gives: 'options',
    fails: [],
    run: async context =>
      (await eventsToCome(context.tx, context.now, LISTED)).map(event => ({
        value: event.id,
        label: eventLabel(context, event),
      })),
  },
  /** What residents would get, how many of them, and whether a second person has to look at it. */
  'events.announcement': {
    role,
    needs: { event: 'choice' },
    gives: ['text', 'people', 'approval'],
    fails: FAILS,
    run: async (context, args) => {
      const draft = draftOf(context, await eventToCome(context.tx, text(args, 'event'), context.now));
      const reach = await preview(context, draft);
      return {
        text: Object.values(draft.texts).join('\n\n'),
        people: reach.people,
        approval: needsApproval(context, { ...reach, urgent: false }) ? 'yes' : 'no',
      };
    },
  },
  /** Announces it to all who want to hear of events, with a button to sign up. */
  'events.announce': {
    role,
    needs: { event: 'choice' },
    gives: ['number', 'state'],
    fails: FAILS,
    run: async (context, args) => {
      const event = await eventToCome(context.tx, text(args, 'event'), context.now);
      const { id, state } = await compose(context, draftOf(context, event));
      return { number: id, state };
    },
  },
};

/** The event as an announcement: each language in which it was written, and the way to sign up under it. */
function draftOf({ content }: Context, event: Event): Draft {
  const { community } = content;
  const texts = Object.keys(event.title).map(locale => {
    const when = `${dateInWords(event.day, locale)} ${event.time}`;
    const lines = [
      inLocale(event.title, locale),
      when,
      inLocale(event.place, locale),
      inLocale(event.text, locale),
    ];
    return [locale, lines.join('\n')];
  });
  const topic = topicNamed(community, event.topic) ?? topicsOf(community)[0];
  return {
    texts: Object.fromEntries(texts),
    ...(event.picture && { picture: event.picture }),
    choices: [
      { label: 'event_button_join', begin: 'sign-up', slots: { event: event.id } },
      { label: 'event_button_look', begin: 'event', slots: { event: event.id } },
    ],
    ...(topic && { topic: topic.id }),
    audience: EVERYBODY,
    urgent: false,
  };
}
