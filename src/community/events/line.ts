import type { Context } from '../context.js';
import { afterQuiet } from '../residents/quiet-hours.js';
import { type Resident, residents } from '../residents/resident.js';
import type { Json } from '../store.js';
import type { Timed } from '../timed.js';
import { type Event, events, freeSeats, isToCome, lockedEvent } from './event.js';
import { newsFor } from './news.js';
import { heldNotice, lapsedNotice, missedNotice, movedUpNotice } from './notice.js';
import { moved, type SignUp, seatsOf, signUpOf, signUps } from './sign-up.js';

const MINUTE = 60_000;
const PAGE = 50;
/** People who move up in one transaction; the rest follow at once. */
const MOST = 20;
/** Whoever is next is given at least this time to answer; with less, nobody is asked any more. */
const LEAST = 15 * MINUTE;
/** Towards the end a hold runs out this long before the event, so that the seat can still find somebody. */
const LAST_CALL = 30 * MINUTE;

interface Next {
  readonly signUp: SignUp;
  readonly resident: Resident;
  readonly seats: number;
  /** When they can be told, and until when they have time, ms; null: there is room for all, nobody has to hurry. */
  readonly hold: { readonly told: number; readonly until: number } | null;
}

/**
 * From when to when a seat is held for somebody: the time begins when they can be told, which is never in their quiet
 * hours, and is shorter near the event. Undefined when they can no longer be told in time.
 */
export function holdFor(
  { content, now }: Pick<Context, 'content' | 'now'>,
  event: Event,
  resident: Resident,
): { told: number; until: number } | undefined {
  const { community } = content;
  const told = afterQuiet(community, resident, now);
  if (told + LEAST > event.start) return undefined;
  const last = Math.max(event.start - LAST_CALL, told + LEAST);
  return { told, until: Math.min(told + community.events.hold * MINUTE, last) };
}

/**
 * Who is to be offered what is free: the first in line. Those who want more than there is are asked whether fewer will
 * do, once; those who cannot be told in time are passed over and keep their place.
 */
export async function nextInLine(context: Context, event: Event): Promise<Next | undefined> {
  const free = freeSeats(event);
  if (free === 0 || !isToCome(event, context.now)) return undefined;
  let last: SignUp | undefined;
  for (;;) {
    const page: SignUp[] = await context.tx.find(signUps, 'byWaiting', {
      prefix: [event.id],
      limit: PAGE,
      ...(last && { after: { key: [event.id, last.place ?? 0], id: last.id } }),
    });
    for (const signUp of page) {
      const seats = Math.min(signUp.party, free);
      if (seats < signUp.party && (signUp.passed ?? 0) >= seats) continue;
      const resident = await context.tx.get(residents, signUp.resident);
      if (!resident) continue;
      if (event.capacity === null) return { signUp, resident, seats, hold: null };
      const hold = holdFor(context, event, resident);
      if (hold) return { signUp, resident, seats, hold };
    }
    last = page.at(-1);
    if (page.length < PAGE || !last) return undefined;
  }
}

/**
 * Offers what is free to those who wait, in their order, and gives the event as it is then; it is put away too. Called
 * after everything that frees a seat.
 */
export async function moveUp(context: Context, event: Event): Promise<Event> {
  let now = event;
  for (let count = 0; ; count++) {
    const next = await nextInLine(context, now);
    if (!next) break;
    if (count === MOST) {
      const data = { event: event.id };
      await context.effects.setTimer({ id: `line/${event.id}`, due: context.now, name: 'events.line', data });
      break;
    }
    now = next.hold === null ? await letIn(context, now, next) : await offer(context, now, next, next.hold);
  }
  await context.tx.put(events, now);
  return now;
}

/** There is room for all now: nobody has to answer in time. */
async function letIn(context: Context, event: Event, { signUp, resident }: Next): Promise<Event> {
  const going: SignUp = {
    ...moved(context, signUp, { state: 'going', what: 'taken', by: '' }),
    sequence: signUp.sequence + 1,
    knows: event.sequence,
  };
  await context.tx.put(signUps, going);
  const notice = movedUpNotice(context, event, going, resident);
  await context.effects.tell(resident.id, notice, newsFor(context, resident, event.start));
  return { ...event, taken: event.taken + going.party };
}

async function offer(
  context: Context,
  event: Event,
  { signUp, resident, seats }: Next,
  { told, until }: NonNullable<Next['hold']>,
): Promise<Event> {
  const held = moved(context, signUp, { state: 'held', what: 'held', by: '', held: { seats, until } });
  await context.tx.put(signUps, held);
  await setHoldTimer(context, held);
  const notice = heldNotice(context, event, held, resident);
  await context.effects.tell(resident.id, notice, {
    expires: until,
    ...(told > context.now && { notBefore: told }),
  });
  return { ...event, taken: event.taken + seats };
}

const holdTimer = ({ id }: SignUp): string => `hold/${id}`;

export async function setHoldTimer(context: Context, signUp: SignUp): Promise<void> {
  const { event, resident: who, held } = signUp;
  if (!held) return;
  // The desk's own: the seat is freed even when whoever it was held for is gone.
  const data = { event, who, until: held.until };
  await context.effects.setTimer({ id: holdTimer(signUp), due: held.until, name: 'events.lapse', data });
}

export const clearHoldTimer = (context: Context, signUp: SignUp): Promise<void> =>
  context.effects.clearTimer(holdTimer(signUp));

/** What a hold's timer calls: the seat was not taken up in time and goes to whoever is next; they are told. */
export const lapse: Timed = async (context: Context, data: Json): Promise<void> => {
  const { event: id, who, until } = data as { event: string; who: string; until: number };
  const event = await lockedEvent(context.tx, id);
  const signUp = await signUpOf(context.tx, id, who);
  // Taken up, let go, or held anew since.
  if (signUp?.state !== 'held' || signUp.held?.until !== until) return;
  await moveUp(context, await giveUpHeld(context, event, signUp, { what: 'lapsed', by: '' }));
  const resident = await context.tx.get(residents, who);
  if (!resident) return;
  const notice = isToCome(event, context.now)
    ? lapsedNotice(event, signUp, resident)
    : missedNotice(event, resident);
  await context.effects.tell(who, notice, newsFor(context, resident, event.start));
};

/**
 * Whoever lets held seats go leaves the line when they were all that they wanted; whoever was offered fewer keeps
 * their place, and is not asked about so few again. Gives the event without these seats, not yet put away.
 */
export async function giveUpHeld(
  context: Context,
  event: Event,
  signUp: SignUp,
  how: { what: 'lapsed' | 'declined'; by: string },
): Promise<Event> {
  const seats = seatsOf(signUp);
  const some = seats < signUp.party;
  const back = moved(context, signUp, { state: some ? 'waiting' : 'left', ...how });
  await context.tx.put(signUps, some ? { ...back, passed: seats } : back);
  await clearHoldTimer(context, signUp);
  return { ...event, taken: event.taken - seats };
}

/** What the line's timer calls: goes on moving people up. */
export const goOnMovingUp: Timed = async (context: Context, data: Json): Promise<void> => {
  const event = await lockedEvent(context.tx, (data as { event: string }).event);
  await moveUp(context, event);
};
