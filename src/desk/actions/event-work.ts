import { nameOfLocale } from '../../community/content/locale.js';
import { inTexts } from '../../community/content/text-in.js';
import type { Context } from '../../community/context.js';
import { comingTo, letIn, openDoor } from '../../community/events/door.js';
import { events as documents, type Event, eventsNotOver, eventsOver } from '../../community/events/event.js';
import { averageOf, wordsAbout } from '../../community/events/feedback.js';
import {
  cancelEvent,
  type EventPlan,
  moveEvent,
  publishEvent,
  relocateEvent,
  resizeEvent,
} from '../../community/events/plan.js';
import { signUpCounts } from '../../community/events/sign-up.js';
import type { Passed } from '../../community/passed.js';
import { Problem } from '../../community/problem.js';
import type { Role } from '../../community/staff/staff.js';
import type { Json } from '../../community/store.js';
import { type Action, type Args, optionalNumber, optionalText, text } from '../action.js';
import { EVENT_FIELDS, eventInWords, eventLabel } from '../event-in-words.js';
import { nameList } from '../name-list.js';

/** Who holds events; a lead and an admin may as well. */
const role: readonly Role[] = ['desk', 'spokesperson'];
const LISTED = 8;
const EVENT = { event: 'choice' } as const;
const NOT_OPEN = ['not_found', 'called_off', 'begun'] as const;
/** Where staff did not say. */
const MOST = 4;
const TOPIC = 'events';

const optionsOf = (context: Context, all: readonly Event[]): Json =>
  all.map(event => ({ value: event.id, label: eventLabel(context, event) }));

const eventOf = async ({ tx }: Context, args: Args): Promise<Event> => {
  const event = await tx.get(documents, text(args, 'event'));
  if (!event) throw new Problem('not_found');
  return event;
};

/** An action that changes an event, and gives it as it is then. */
const change = (
  needs: Action['needs'],
  fails: readonly string[],
  act: (context: Context, event: string, args: Args) => Promise<Event>,
): Action => ({
  role,
  needs: { ...EVENT, ...needs },
  gives: EVENT_FIELDS,
  fails: [...NOT_OPEN, ...fails],
  run: async (context, args, words) =>
    eventInWords(context, await act(context, text(args, 'event'), args), words),
});

export const eventWork: Readonly<Record<string, Action>> = {
  /** Languages besides the community's first, in which an event can be told too. */
  'events.languages': {
    role,
    needs: {},
    gives: 'options',
    fails: [],
    run: async ({ content }) =>
      content.community.locales.slice(1).map(value => ({ value, label: nameOfLocale(value) })),
  },
  'events.publish': {
    role,
    needs: {
      title: 'text',
      text: 'text',
      day: 'date',
      time: 'time',
      minutes: 'number',
      place: 'text',
      capacity: 'number?',
      most: 'number?',
      picture: 'photos?',
      language: 'choice?',
      title2: 'text?',
      text2: 'text?',
      place2: 'text?',
    },
    gives: [...EVENT_FIELDS, 'choices'],
    fails: ['past'],
    run: async (context, args, words) => {
      const event = await publishEvent(context, planFrom(context, args));
      const label = words('event_button_announce');
      // For whoever may speak to residents; others are not offered it.
      const choices = [{ label, begin: 'announce-event', slots: { event: event.id } }];
      return { ...eventInWords(context, event, words), choices };
    },
  },
  /** Events that staff can still do something about. */
  'events.planned': {
    role,
    needs: {},
    gives: 'options',
    fails: [],
    run: async context => optionsOf(context, await eventsNotOver(context.tx, LISTED)),
  },
  'events.past': {
    role,
    needs: {},
    gives: 'options',
    fails: [],
    run: async context => optionsOf(context, await eventsOver(context.tx, LISTED)),
  },
  /** How an event stands: who comes, who waits, who has arrived, in figures. */
  'events.overview': {
    role,
    needs: EVENT,
    gives: [...EVENT_FIELDS, 'going', 'people', 'still', 'waiting', 'held', 'arrived'],
    fails: ['not_found'],
    run: async (context, args, words) => {
      const event = await eventOf(context, args);
      const counts = await signUpCounts(context.tx, event);
      return { ...eventInWords(context, event, words), ...counts, arrived: event.arrived };
    },
  },
  /** Who comes, by number and name; those who do not fit in a message are in the file, which has all. */
  'events.names': {
    role,
    needs: EVENT,
    gives: ['count', 'list', 'files'],
    fails: ['not_found'],
    run: async (context, args, words) => {
      const event = await eventOf(context, args);
      return nameList(event, await comingTo(context.tx, event), words);
    },
  },
  'events.move': change({ day: 'date', time: 'time' }, ['same_time', 'past'], (context, event, args) =>
    moveEvent(context, event, text(args, 'day'), text(args, 'time')),
  ),
  'events.relocate': change({ place: 'text' }, [], (context, event, args) =>
    relocateEvent(context, event, text(args, 'place')),
  ),
  /** More or fewer seats; without a number, as many as come. */
  'events.seats': change({ capacity: 'number?' }, ['too_few'], (context, event, args) =>
    resizeEvent(context, event, optionalNumber(args, 'capacity') ?? null),
  ),
  'events.cancel': change({ reason: 'text' }, [], (context, event, args) =>
    cancelEvent(context, event, text(args, 'reason')),
  ),
  /** Begins to let people in: the code to be shown at the door. */
  'events.door': {
    role,
    needs: EVENT,
    gives: [...EVENT_FIELDS, 'code'],
    fails: ['not_found', 'called_off', 'over', 'not_today'],
    run: async (context, args, words) => {
      const event = await openDoor(context, text(args, 'event'));
      return { ...eventInWords(context, event, words), code: event.code ?? '' };
    },
  },
  /** Somebody is there, by number or name. */
  'events.let_in': {
    role,
    needs: { ...EVENT, who: 'text' },
    gives: ['name', 'signup', 'people', 'arrived'],
    fails: ['not_found', 'called_off', 'over', 'not_today', 'nobody', 'several', 'here'],
    run: async (context, args) => {
      const { event, signUp, name } = await letIn(context, text(args, 'event'), text(args, 'who'));
      return { name, signup: signUp.number, people: signUp.party, arrived: event.arrived };
    },
  },
  /** What those who were there thought of it. */
  'events.feedback': {
    role,
    needs: EVENT,
    gives: [...EVENT_FIELDS, 'count', 'average', 'words', 'arrived'],
    fails: ['not_found'],
    run: async (context, args, words) => {
      const event = await eventOf(context, args);
      const said = await wordsAbout(context.tx, event.id);
      return {
        ...eventInWords(context, event, words),
        count: event.ratings.count,
        average: averageOf(event)?.toFixed(1) ?? '',
        words: said
          .map(({ rating, word }) =>
            words('event_word_line', { rating, word: word.replaceAll(/\s+/gu, ' ') }),
          )
          .join('\n'),
        arrived: event.arrived,
      };
    },
  },
};

/** What staff said, as a plan. */
function planFrom(context: Context, args: Args): EventPlan {
  const locale = optionalText(args, 'language');
  const texts = (name: string) => {
    const other = optionalText(args, `${name}2`);
    return inTexts(
      text(args, name),
      locale !== undefined && other !== undefined ? { locale, text: other } : undefined,
    );
  };
  const picture = pictureFrom(context, args.picture);
  return {
    title: texts('title'),
    text: texts('text'),
    place: texts('place'),
    day: text(args, 'day'),
    time: text(args, 'time'),
    minutes: optionalNumber(args, 'minutes') ?? 60,
    capacity: optionalNumber(args, 'capacity') ?? null,
    most: optionalNumber(args, 'most') ?? MOST,
    topic: TOPIC,
    ...(picture && { picture }),
  };
}

/** The first of the pictures that were sent: it can be fetched again in the account in which it came. */
function pictureFrom({ chat }: Context, photos: Json | undefined): Passed | undefined {
  const [photo] = Array.isArray(photos) ? (photos as readonly Json[]) : [];
  if (!chat || typeof photo !== 'object' || photo === null || !('ref' in photo)) return undefined;
  const { kind, ref, mime, name, bytes } = photo as unknown as Passed['attachment'];
  const more = {
    ...(mime !== undefined && { mime }),
    ...(name !== undefined && { name }),
    ...(bytes !== undefined && { bytes }),
  };
  return { account: chat.account, attachment: { kind, ref, ...more } };
}
