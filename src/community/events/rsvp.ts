import type { Context } from '../context.js';
import { Problem } from '../problem.js';
import { type Event, events, eventToCome, freeSeats } from './event.js';
import { clearHoldTimer, giveUpHeld, moveUp, nextInLine } from './line.js';
import { moved, newSignUp, type SignUp, seatsOf, signUpOf, signUps } from './sign-up.js';

/**
 * Signs the speaker up with so many people, themselves included. Fails, with nothing written, with `not_found`,
 * `called_off`, `begun`, `too_many` (details: most), `already` (signed up, waiting, or a seat is held), `few_left`
 * (details: left) or `full`.
 */
export async function signUp(context: Context, id: string, party: number): Promise<SignUp> {
  const event = await open(context, id, party);
  const before = await beforeOf(context, event);
  const left = await leftFor(context, event);
  if (left < party) throw left > 0 ? new Problem('few_left', { left }) : new Problem('full');
  return goes(context, event, before, party);
}

/**
 * The speaker waits for so many seats; should they be there by now, they have them at once. Fails like `signUp`, but
 * never for want of seats.
 */
export async function waitFor(context: Context, id: string, party: number): Promise<SignUp> {
  const event = await open(context, id, party);
  const before = await beforeOf(context, event);
  if ((await leftFor(context, event)) >= party) return goes(context, event, before, party);
  if (event.capacity !== null && party > event.capacity) {
    throw new Problem('too_many', { most: event.capacity });
  }
  const { tx, now, resident } = context;
  const place = event.lastPlace + 1;
  const how = { resident: resident.id, party, state: 'waiting', now, place } as const;
  const waiting: SignUp = before
    ? again(event, moved(context, before, { ...how, what: 'waited', by: resident.id }), now)
    : newSignUp(event, how);
  await tx.put(signUps, waiting);
  // Perhaps there are some seats, and whoever was first in line did not want so few.
  await moveUp(context, counted({ ...event, lastPlace: place }, before));
  return (await signUpOf(tx, id, resident.id)) ?? waiting;
}

/** The speaker takes the seats that are held for them. Fails with `not_found`, `called_off`, `begun` or `no_hold`. */
export async function takePlace(context: Context, id: string): Promise<SignUp> {
  const { tx, now, resident } = context;
  const event = await eventToCome(tx, id, now);
  const held = await signUpOf(tx, id, resident.id);
  if (held?.state !== 'held') throw new Problem('no_hold');
  const going: SignUp = {
    ...moved(context, held, { state: 'going', what: 'taken', by: resident.id, party: seatsOf(held) }),
    sequence: held.sequence + 1,
    knows: event.sequence,
  };
  await tx.put(signUps, going);
  await clearHoldTimer(context, held);
  // The event itself does not change: what is held counts as taken.
  return going;
}

/** The speaker lets held seats go to the next; see `giveUpHeld`. Fails like `takePlace`. */
export async function passPlace(context: Context, id: string): Promise<SignUp> {
  const { tx, now, resident } = context;
  const event = await eventToCome(tx, id, now);
  const held = await signUpOf(tx, id, resident.id);
  if (held?.state !== 'held') throw new Problem('no_hold');
  await moveUp(context, await giveUpHeld(context, event, held, { what: 'declined', by: resident.id }));
  return (await signUpOf(tx, id, resident.id)) ?? held;
}

/** The speaker does not come after all, or waits no longer. Fails with `not_found`, `called_off` or `begun`. */
export const leave = (context: Context, id: string): Promise<SignUp> =>
  leaveAs(context, id, context.resident.id);

/** The same of somebody else: whoever goes altogether, leaves. */
export async function leaveAs(context: Context, id: string, resident: string): Promise<SignUp> {
  const { tx, now } = context;
  const event = await eventToCome(tx, id, now);
  const signUp = await signUpOf(tx, id, resident);
  if (!signUp || signUp.state === 'left') throw new Problem('not_found');
  const left: SignUp = {
    ...moved(context, signUp, { state: 'left', what: 'left', by: resident }),
    sequence: signUp.sequence + 1,
  };
  await tx.put(signUps, left);
  await clearHoldTimer(context, signUp);
  await moveUp(context, { ...event, taken: event.taken - seatsOf(signUp) });
  return left;
}

/**
 * The speaker comes, or waits, with more or fewer people. Fails with `not_found`, `called_off`, `begun`, `too_many`,
 * `same_party`, `few_left` (details: left, how many more there could be), `full`, or `held`: the seats that are held
 * for them are to be taken first.
 */
export async function resize(context: Context, id: string, party: number): Promise<SignUp> {
  const { tx, now, resident } = context;
  const event = await open(context, id, party);
  const signUp = await signUpOf(tx, id, resident.id);
  if (!signUp || signUp.state === 'left') throw new Problem('not_found');
  if (signUp.state === 'held') throw new Problem('held');
  if (signUp.party === party) throw new Problem('same_party', { party });
  const more = signUp.state === 'going' ? party - signUp.party : 0;
  const left = more > 0 ? await leftFor(context, event) : more;
  if (left < more) throw left > 0 ? new Problem('few_left', { left }) : new Problem('full');
  if (signUp.state === 'waiting' && event.capacity !== null && party > event.capacity) {
    throw new Problem('too_many', { most: event.capacity });
  }
  const { passed: _, ...rest } = signUp;
  const resized: SignUp = {
    ...rest,
    party,
    history: [...signUp.history, { at: now, by: resident.id, what: 'resized', party }],
  };
  await tx.put(signUps, resized);
  await moveUp(context, { ...event, taken: event.taken + more });
  return (await signUpOf(tx, id, resident.id)) ?? resized;
}

/** The speaker still comes, as the event is now. Saying it twice is no error. Fails like `leave`. */
export async function stillComing(context: Context, id: string): Promise<SignUp> {
  const { tx, now, resident } = context;
  const event = await eventToCome(tx, id, now);
  const signUp = await signUpOf(tx, id, resident.id);
  if (signUp?.state !== 'going') throw new Problem('not_found');
  const coming: SignUp = { ...signUp, stillComing: event.sequence, knows: event.sequence };
  await tx.put(signUps, coming);
  return coming;
}

async function open({ tx, now }: Context, id: string, party: number): Promise<Event> {
  const event = await eventToCome(tx, id, now);
  if (party < 1 || party > event.most || !Number.isInteger(party)) {
    throw new Problem('too_many', { most: event.most });
  }
  return event;
}

/** An earlier sign-up of the speaker that came to nothing. */
async function beforeOf({ tx, resident }: Context, event: Event): Promise<SignUp | undefined> {
  const before = await signUpOf(tx, event.id, resident.id);
  if (before && before.state !== 'left') throw new Problem('already', { party: before.party });
  return before;
}

/** Seats that the speaker could have: none, as long as somebody in line is still to be asked. */
async function leftFor(context: Context, event: Event): Promise<number> {
  return (await nextInLine(context, event)) ? 0 : freeSeats(event);
}

async function goes(
  context: Context,
  event: Event,
  before: SignUp | undefined,
  party: number,
): Promise<SignUp> {
  const { tx, now, resident } = context;
  const how = { resident: resident.id, party, state: 'going', now } as const;
  const going = before
    ? again(event, moved(context, before, { ...how, what: 'signed-up', by: resident.id }), now)
    : newSignUp(event, how);
  await tx.put(signUps, going);
  await tx.put(events, counted({ ...event, taken: event.taken + party }, before));
  return going;
}

const counted = (event: Event, before: SignUp | undefined): Event =>
  before ? event : { ...event, signUps: event.signUps + 1 };

const again = (event: Event, signUp: SignUp, now: number): SignUp => ({
  ...signUp,
  since: now,
  sequence: signUp.sequence + 1,
  knows: event.sequence,
});
