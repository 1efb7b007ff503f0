import { z } from 'zod';
import type { Context } from '../context.js';
import type { Collection, Tx } from '../store.js';
import type { Event } from './event.js';

export const SIGN_UP_STATES = ['going', 'waiting', 'held', 'left'] as const;
export type SignUpState = (typeof SIGN_UP_STATES)[number];

/** Where a sign-up may go from where it stands; one that is new may be going or waiting. */
export const SIGN_UP_WAYS: Readonly<Record<SignUpState, readonly SignUpState[]>> = {
  going: ['left'],
  waiting: ['held', 'going', 'left'],
  held: ['going', 'waiting', 'left'],
  left: ['going', 'waiting'],
};

const changeSchema = z.strictObject({
  at: z.number(),
  /** A resident's id, or a member of staff's; '' for the desk itself. */
  by: z.string(),
  what: z.enum([
    'signed-up',
    'waited',
    'held',
    'taken',
    'resized',
    'declined',
    'lapsed',
    'left',
    'missed',
    'arrived',
    'moved',
  ]),
  /** How many people from then on. */
  party: z.number().optional(),
});

/** That somebody wants to come to an event: 报名. One a person and event, by its id; the hot document is the event. */
const signUpSchema = z.strictObject({
  /** `event/resident`; once they have had themselves deleted, `event/gone-number`. */
  id: z.string(),
  event: z.string(),
  resident: z.string(),
  /** From 1 in each event: what they can say at the door. */
  number: z.number().int(),
  /** People, oneself included. */
  party: z.number().int(),
  state: z.enum(SIGN_UP_STATES),
  since: z.number(),
  /** The place in the waitlist: rises, and is kept while they wait or a seat is held for them. */
  place: z.number().int().optional(),
  /** Seats that are held for them, and until when (ms): as many as they want, or what there was. */
  held: z.strictObject({ seats: z.number().int(), until: z.number() }).optional(),
  /** They let go of so many seats, since they are more: these are not offered to them again. */
  passed: z.number().int().optional(),
  /** Rises with what their calendar must take over. */
  sequence: z.number().int(),
  /** The event's sequence of which they know: what was so when they signed up is no news to them. */
  knows: z.number().int(),
  /** They said that they still come, after this change of the event. */
  stillComing: z.number().int().optional(),
  /** When they were there, ms. */
  arrived: z.number().optional(),
  /** How it was, 1 to 5, and a word about it. */
  rating: z.number().int().optional(),
  word: z.string().optional(),
  history: z.array(changeSchema),
});
export type SignUp = z.infer<typeof signUpSchema>;
export type SignUpChange = z.infer<typeof changeSchema>;

export const signUps: Collection<SignUp> = {
  name: 'sign_ups',
  version: 1,
  schema: signUpSchema,
  personal: true,
  indexes: {
    /** Those who count, in the order in which they came. */
    byEvent: { key: one => (one.state === 'left' ? null : [one.event, one.number]) },
    byWaiting: { key: one => (one.state === 'waiting' ? [one.event, one.place ?? 0] : null) },
    byResident: { key: one => (one.resident === '' ? null : [one.resident, one.since, one.event]) },
    byRating: { key: one => (one.rating === undefined ? null : [one.event, one.number]) },
  },
};

export const signUpId = (event: string, resident: string): string => `${event}/${resident}`;

/** A resident's sign-up for an event. Only whoever has the event for update may change it. */
export const signUpOf = (tx: Tx, event: string, resident: string): Promise<SignUp | undefined> =>
  tx.get(signUps, signUpId(event, resident));

/** How many seats it takes from others. */
export const seatsOf = ({ state, party, held }: Pick<SignUp, 'state' | 'party' | 'held'>): number => {
  if (state === 'going') return party;
  return state === 'held' ? (held?.seats ?? 0) : 0;
};

/** The sign-up in another state. Going where no way leads is a bug. */
export function moved(
  { now }: Pick<Context, 'now'>,
  signUp: SignUp,
  to: {
    readonly state: SignUpState;
    readonly what: SignUpChange['what'];
    readonly by: string;
    readonly party?: number;
    readonly place?: number;
    readonly held?: SignUp['held'];
  },
): SignUp {
  if (!SIGN_UP_WAYS[signUp.state].includes(to.state)) {
    throw new Error(`${signUp.id} is ${signUp.state} and cannot become ${to.state}`);
  }
  const { held: _, place, passed, stillComing: __, ...rest } = signUp;
  const party = to.party ?? signUp.party;
  const inLine = to.state === 'waiting' || to.state === 'held';
  return {
    ...rest,
    party,
    state: to.state,
    ...(inLine && (to.place ?? place) !== undefined && { place: to.place ?? place }),
    ...(inLine && passed !== undefined && { passed }),
    ...(to.held && { held: to.held }),
    history: [...signUp.history, { at: now, by: to.by, what: to.what, party }],
  };
}

/** A sign-up that has only just been made, by the event's own count. */
export const newSignUp = (
  event: Event,
  how: { resident: string; party: number; state: 'going' | 'waiting'; now: number; place?: number },
): SignUp => ({
  id: signUpId(event.id, how.resident),
  event: event.id,
  resident: how.resident,
  number: event.signUps + 1,
  party: how.party,
  state: how.state,
  since: how.now,
  ...(how.place !== undefined && { place: how.place }),
  sequence: 0,
  knows: event.sequence,
  history: [
    {
      at: how.now,
      by: how.resident,
      what: how.state === 'going' ? 'signed-up' : 'waited',
      party: how.party,
    },
  ],
});

const PAGE = 100;

/** How many wait before this place; `PAGE` stands for that many or more. */
export const aheadOf = async (tx: Tx, event: string, place: number): Promise<number> =>
  (await tx.find(signUps, 'byWaiting', { prefix: [event], to: [event, place], limit: PAGE })).length;

/** All of a resident's sign-ups, whatever became of them, the latest first. */
export async function signUpsOf(tx: Tx, resident: string): Promise<SignUp[]> {
  const all: SignUp[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await tx.find(signUps, 'byResident', {
      prefix: [resident],
      order: 'down',
      limit: PAGE,
      ...(last && { after: { key: [resident, last.since, last.event], id: last.id } }),
    });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}

/**
 * How a sign-up list stands: who comes, with how many people, how many said again after the last change that they do,
 * and how many wait or have seats held for them.
 */
export async function signUpCounts(
  tx: Tx,
  event: Event,
): Promise<{ going: number; people: number; still: number; waiting: number; held: number }> {
  const counts = { going: 0, people: 0, still: 0, waiting: 0, held: 0 };
  let last: SignUp | undefined;
  for (;;) {
    const page: SignUp[] = await tx.find(signUps, 'byEvent', {
      prefix: [event.id],
      limit: PAGE,
      ...(last && { after: { key: [event.id, last.number], id: last.id } }),
    });
    for (const one of page) {
      if (one.state !== 'left') counts[one.state] += 1;
      if (one.state === 'going') counts.people += one.party;
      if (one.state === 'going' && one.stillComing === event.sequence) counts.still += 1;
    }
    last = page.at(-1);
    if (page.length < PAGE || !last) return counts;
  }
}
