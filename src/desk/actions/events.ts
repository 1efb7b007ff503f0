import type { Context } from '../../community/context.js';
import { arriveByCode, eventAtDoor } from '../../community/events/door.js';
import { events as documents, type Event, eventsToCome, isToCome } from '../../community/events/event.js';
import { comment, rate } from '../../community/events/feedback.js';
import { eventFile } from '../../community/events/ics.js';
import {
  leave,
  passPlace,
  resize,
  signUp,
  stillComing,
  takePlace,
  waitFor,
} from '../../community/events/rsvp.js';
import { type SignUp, signUpOf } from '../../community/events/sign-up.js';
import { attendedBy, signUpsToCome } from '../../community/events/sign-ups-to-come.js';
import { Problem } from '../../community/problem.js';
import type { Json } from '../../community/store.js';
import { type Action, type Args, optionalNumber, type Say, text } from '../action.js';
import {
  EVENT_FIELDS,
  eventInWords,
  eventLabel,
  eventsInWords,
  SIGN_UP_FIELDS,
  signUpInWords,
} from '../event-in-words.js';

/** As many as can be taken in at once. */
const LISTED = 8;
const EVENT = { event: 'choice' } as const;
const SIGN_UP = [...SIGN_UP_FIELDS, 'files'] as const;
const NOT_OPEN = ['not_found', 'called_off', 'begun'] as const;

const optionsOf = (context: Context, all: readonly Event[]): Json =>
  all.slice(0, LISTED).map(event => ({ value: event.id, label: eventLabel(context, event) }));

/** What became of a sign-up, with the calendar entry where there is one to put in or take out. */
async function shown(context: Context, signUp: SignUp, words: Say): Promise<Json> {
  const event = await context.tx.get(documents, signUp.event);
  if (!event) throw new Problem('not_found');
  const { history } = signUp;
  const was = history.some(({ what }) => what === 'signed-up' || what === 'taken');
  const files = was && signUp.state !== 'waiting' ? [eventFile(event, signUp, context, context.locale)] : [];
  return { ...(await signUpInWords(context, event, signUp, words)), files };
}

const own = ({ tx, resident }: Context, args: Args): Promise<SignUp | undefined> =>
  signUpOf(tx, text(args, 'event'), resident.id);

/** An action on the speaker's sign-up that needs nothing but the event. */
const onOwn = (
  fails: readonly string[],
  act: (context: Context, event: string) => Promise<SignUp>,
): Action => ({
  needs: EVENT,
  gives: SIGN_UP,
  fails,
  run: async (context, args, words) => shown(context, await act(context, text(args, 'event')), words),
});

export const events: Readonly<Record<string, Action>> = {
  /** What is on in the coming week and later; `choices` lead to each. */
  'events.list': {
    needs: {},
    gives: ['count', 'list', 'choices'],
    fails: [],
    run: async (context, _, words) => {
      const all = await eventsToCome(context.tx, context.now, LISTED);
      const choices = all.map(event => ({
        label: eventLabel(context, event),
        begin: 'event',
        slots: { event: event.id },
      }));
      return { count: all.length, list: eventsInWords(context, all, words), choices };
    },
  },
  /** Events that have not begun. */
  'events.open': {
    needs: {},
    gives: 'options',
    fails: [],
    run: async context => optionsOf(context, await eventsToCome(context.tx, context.now, LISTED)),
  },
  /** One of them in full, its picture in `passes`; `choices` are what the speaker can do. */
  'events.look': {
    needs: EVENT,
    gives: [...EVENT_FIELDS, 'choices', 'passes'],
    fails: ['not_found'],
    run: async (context, args, words) => {
      const event = await context.tx.get(documents, text(args, 'event'));
      if (!event || !isToCome(event, context.now)) throw new Problem('not_found');
      const signedUp = await signUpOf(context.tx, event.id, context.resident.id);
      const known = signedUp !== undefined && signedUp.state !== 'left';
      const slots = { event: event.id };
      return {
        ...eventInWords(context, event, words),
        choices: [
          known
            ? { label: words('event_button_mine'), begin: 'my-events', slots }
            : { label: words('event_button_join'), begin: 'sign-up', slots },
          { label: words('event_button_list'), begin: 'events' },
        ],
        passes: event.picture ? [event.picture] : [],
      };
    },
  },
  /** Whether the speaker is signed up, waits, or has a seat held for them. */
  'events.known': {
    needs: EVENT,
    gives: 'truth',
    fails: [],
    run: async (context, args) => {
      const signUp = await own(context, args);
      return signUp !== undefined && signUp.state !== 'left';
    },
  },
  /** Whether each has to sign up for themselves. */
  'events.alone': {
    needs: EVENT,
    gives: 'truth',
    fails: [],
    run: async ({ tx }, args) => (await tx.get(documents, text(args, 'event')))?.most === 1,
  },
  /** Looks whether so many may come with one sign-up. */
  'events.may_bring': {
    needs: { ...EVENT, people: 'number' },
    gives: [],
    fails: ['too_many'],
    run: async ({ tx }, args) => {
      const most = (await tx.get(documents, text(args, 'event')))?.most ?? 1;
      const people = optionalNumber(args, 'people') ?? 1;
      if (people > most || people < 1 || !Number.isInteger(people)) throw new Problem('too_many', { most });
      return {};
    },
  },
  'events.sign_up': {
    needs: { ...EVENT, people: 'number?' },
    gives: SIGN_UP,
    fails: [...NOT_OPEN, 'too_many', 'already', 'few_left', 'full'],
    run: async (context, args, words) =>
      shown(context, await signUp(context, text(args, 'event'), optionalNumber(args, 'people') ?? 1), words),
  },
  /** Puts the speaker in line; should there be room by now, they are signed up. */
  'events.wait': {
    needs: { ...EVENT, people: 'number?' },
    gives: SIGN_UP,
    fails: [...NOT_OPEN, 'too_many', 'already'],
    run: async (context, args, words) =>
      shown(context, await waitFor(context, text(args, 'event'), optionalNumber(args, 'people') ?? 1), words),
  },
  /** What the speaker is signed up for or waits for. */
  'events.mine': {
    needs: {},
    gives: 'options',
    fails: [],
    run: async context =>
      optionsOf(
        context,
        (await signUpsToCome(context, context.resident.id)).map(({ event }) => event),
      ),
  },
  /** Where a seat is held for the speaker. */
  'events.held': {
    needs: {},
    gives: 'options',
    fails: [],
    run: async context => {
      const all = await signUpsToCome(context, context.resident.id);
      return optionsOf(
        context,
        all.filter(({ signUp }) => signUp.state === 'held').map(({ event }) => event),
      );
    },
  },
  'events.is_held': {
    needs: EVENT,
    gives: 'truth',
    fails: [],
    run: async (context, args) => (await own(context, args))?.state === 'held',
  },
  'events.is_waiting': {
    needs: EVENT,
    gives: 'truth',
    fails: [],
    run: async (context, args) => (await own(context, args))?.state === 'waiting',
  },
  /** The speaker's sign-up as it stands. */
  'events.show': onOwn(['not_found'], async (context, event) => {
    const signUp = await signUpOf(context.tx, event, context.resident.id);
    if (!signUp) throw new Problem('not_found');
    return signUp;
  }),
  'events.resize': {
    needs: { ...EVENT, people: 'number' },
    gives: SIGN_UP,
    fails: [...NOT_OPEN, 'too_many', 'same_party', 'few_left', 'full', 'held'],
    run: async (context, args, words) =>
      shown(context, await resize(context, text(args, 'event'), optionalNumber(args, 'people') ?? 1), words),
  },
  /** Takes the seats that are held for the speaker. */
  'events.take': onOwn([...NOT_OPEN, 'no_hold'], takePlace),
  /** Lets them go to the next in line. */
  'events.pass': onOwn([...NOT_OPEN, 'no_hold'], passPlace),
  'events.leave': onOwn(NOT_OPEN, leave),
  /** The speaker comes all the same. */
  'events.still': onOwn(NOT_OPEN, stillComing),
  /** Looks whether it is a code that a door has now. */
  'events.is_code': {
    needs: { door: 'text' },
    gives: [],
    fails: ['no_code'],
    run: async (context, args) => {
      await eventAtDoor(context, text(args, 'door'));
      return {};
    },
  },
  /** The speaker is at the door and says its code. */
  'events.arrive': {
    needs: { door: 'text' },
    gives: SIGN_UP,
    fails: ['no_code', 'full', 'here'],
    run: async (context, args, words) => {
      const { event, signUp } = await arriveByCode(context, text(args, 'door'));
      return { ...(await signUpInWords(context, event, signUp, words)), files: [] };
    },
  },
  /** Events at which the speaker was. */
  'events.attended': {
    needs: {},
    gives: 'options',
    fails: [],
    run: async context =>
      optionsOf(
        context,
        (await attendedBy(context, context.resident.id)).map(({ event }) => event),
      ),
  },
  /** How it was, 1 to 5. */
  'events.rate': {
    needs: { ...EVENT, rating: 'choice' },
    gives: EVENT_FIELDS,
    fails: ['not_found', 'not_yet'],
    run: async (context, args, words) =>
      eventInWords(context, await rate(context, text(args, 'event'), Number(text(args, 'rating'))), words),
  },
  /** A word about it. */
  'events.comment': {
    needs: { ...EVENT, word: 'text' },
    gives: [],
    fails: ['not_found', 'not_yet'],
    run: async (context, args) => {
      await comment(context, text(args, 'event'), text(args, 'word'));
      return {};
    },
  },
};
