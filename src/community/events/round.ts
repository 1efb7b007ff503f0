import { z } from 'zod';
import type { Context, Notice } from '../context.js';
import { dayOf, instantOf } from '../day.js';
import { afterQuiet } from '../residents/quiet-hours.js';
import { type Resident, residents } from '../residents/resident.js';
import type { Collection, Json } from '../store.js';
import type { Timed } from '../timed.js';
import { type Event, events, isToCome } from './event.js';
import { newsFor } from './news.js';
import { cancelledNotice, changedNotice, feedbackNotice, missedNotice, reminderNotice } from './notice.js';
import { moved, type SignUp, signUps } from './sign-up.js';

export const ROUNDS = ['changed', 'cancelled', 'eve', 'soon', 'missed', 'feedback'] as const;
export type RoundKind = (typeof ROUNDS)[number];

/**
 * That all who have to do with an event are told something: page by page, each page one transaction, which also
 * notes how far it came. So a crash goes on exactly where it was, and nobody is left out or told twice.
 */
const roundSchema = z.strictObject({
  /** `event/kind`: one round of a kind at a time; a new one takes the place of the one before. */
  id: z.string(),
  event: z.string(),
  kind: z.enum(ROUNDS),
  /** The event's sequence that is told of. */
  sequence: z.number().int(),
  /** The number of the sign-up that was told last. */
  after: z.number().int(),
});
type Round = z.infer<typeof roundSchema>;

export const eventRounds: Collection<Round> = {
  name: 'event_rounds',
  version: 1,
  schema: roundSchema,
  personal: false,
  indexes: {},
};

/** People told in one transaction. */
const PAGE = 50;
/** Nobody needs to be reminded of what they signed up for within this time, ms. */
const FRESH = 3_600_000;

/** Begins to tell everybody of `kind`; of a kind that is under way, from the start again. */
export async function startRound(context: Context, event: Event, kind: RoundKind): Promise<void> {
  const id = `${event.id}/${kind}`;
  await context.tx.put(eventRounds, { id, event: event.id, kind, sequence: event.sequence, after: 0 });
  await goOnAt(context, id);
}

const goOnAt = ({ effects, now }: Context, id: string): Promise<void> =>
  effects.setTimer({ id: `round/${id}`, due: now, name: 'events.round', data: { round: id } });

/** What a round's timer calls: tells the next page of people, and sets itself anew while there are more. */
export const goRound: Timed = async (context: Context, data: Json): Promise<void> => {
  const { tx } = context;
  const id = (data as { round: string }).round;
  // The event first, as whoever begins a round has it: its id stands before that of the kind.
  const event = await tx.get(events, id.slice(0, id.lastIndexOf('/')), { forUpdate: true });
  const round = await tx.get(eventRounds, id, { forUpdate: true });
  if (!round || !event || !isOfUse(round, event, context.now)) {
    if (round) await tx.remove(eventRounds, id);
    return;
  }
  const page = await tx.find(signUps, 'byEvent', {
    prefix: [event.id],
    from: [event.id, round.after + 1],
    limit: PAGE,
  });
  for (const signUp of page) await tellOne(context, event, round, signUp);
  const last = page.at(-1);
  if (page.length < PAGE || !last) return tx.remove(eventRounds, id);
  await tx.put(eventRounds, { ...round, after: last.number });
  await goOnAt(context, id);
};

/** Something else may have happened meanwhile, or it is too late by now (a night without power). */
function isOfUse({ kind, sequence }: Round, event: Event, now: number): boolean {
  if (kind === 'feedback') return event.status === 'over';
  if (kind === 'cancelled') return event.status === 'cancelled';
  if (kind === 'missed') return event.status !== 'cancelled';
  return isToCome(event, now) && (kind === 'changed' || sequence === event.sequence);
}

async function tellOne(context: Context, event: Event, round: Round, signUp: SignUp): Promise<void> {
  const { tx, now } = context;
  const { kind } = round;
  if (!isFor(kind, event, signUp, now)) return;
  const resident = await tx.get(residents, signUp.resident);
  if (kind === 'missed') {
    const missed = moved(context, signUp, { state: 'left', what: 'missed', by: '' });
    await tx.put(signUps, missed);
  }
  if (kind === 'changed' || kind === 'cancelled') {
    await tx.put(signUps, { ...signUp, knows: event.sequence });
  }
  if (!resident) return;
  const notice = noticeOf(context, kind, event, signUp, resident);
  await context.effects.tell(resident.id, notice, whenTo(context, kind, event, resident));
}

/** Whom a round is for. What was so already when somebody signed up is no news to them. */
function isFor(kind: RoundKind, event: Event, signUp: SignUp, now: number): boolean {
  if (kind === 'changed' || kind === 'cancelled') return signUp.knows < event.sequence;
  if (kind === 'missed') return signUp.state === 'waiting';
  if (signUp.state !== 'going') return false;
  // Where nobody was let in by code or name, all who said they would come are asked.
  if (kind === 'feedback') return event.arrived === 0 || signUp.arrived !== undefined;
  return signUp.since <= now - FRESH && signUp.arrived === undefined;
}

function noticeOf(
  context: Context,
  kind: RoundKind,
  event: Event,
  signUp: SignUp,
  resident: Resident,
): Notice {
  switch (kind) {
    case 'changed':
      return changedNotice(context, event, signUp, resident);
    case 'cancelled':
      return cancelledNotice(context, event, signUp, resident);
    case 'missed':
      return missedNotice(event, resident);
    case 'feedback':
      return feedbackNotice(event, resident);
    default:
      return reminderNotice(event, signUp, resident, kind);
  }
}

function whenTo(context: Context, kind: RoundKind, event: Event, resident: Resident) {
  const { zone } = context.content.community;
  if (kind === 'feedback') {
    const told = afterQuiet(context.content.community, resident, context.now);
    return told > context.now ? { notBefore: told } : {};
  }
  const news = newsFor(context, resident, event.start);
  if (kind === 'eve') return { ...news, expires: instantOf(dayOf(event.start, zone), '00:00', zone) };
  return kind === 'soon' ? { ...news, expires: event.start } : news;
}
