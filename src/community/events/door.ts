import type { Context } from '../context.js';
import { addDays, instantOf } from '../day.js';
import { Problem } from '../problem.js';
import { residents } from '../residents/resident.js';
import { record } from '../staff/act.js';
import type { Tx } from '../store.js';
import { type Event, events, freeSeats, lockedEvent } from './event.js';
import { clearHoldTimer } from './line.js';
import { moved, newSignUp, type SignUp, seatsOf, signUpOf, signUps } from './sign-up.js';

const CODES = 10_000;
/** Doors open at the same time: far fewer than there are codes. */
const TRIES = 50;
const PAGE = 100;

/**
 * Begins to let people in: gives the event its code of four digits, by which residents say on its day that they are
 * there. A second time gives the same code. Fails with `not_found`, `called_off`, `over` or `not_today`. For staff.
 */
export async function openDoor(context: Context, id: string): Promise<Event> {
  const { tx, now, member } = context;
  const event = await onItsDay(context, id);
  if (event.code !== undefined) return event;
  const open: Event = {
    ...event,
    code: await newCode(context),
    history: [...event.history, { at: now, by: member?.id ?? '', what: 'door' }],
  };
  await tx.put(events, open);
  await record(context, 'event.door', id);
  return open;
}

async function newCode({ tx, chance }: Context): Promise<string> {
  for (let tries = 0; tries < TRIES; tries++) {
    const code = String(Math.floor(chance.random() * CODES)).padStart(4, '0');
    if ((await tx.find(events, 'byCode', { prefix: [code], limit: 1 })).length === 0) return code;
  }
  throw new Error('all codes are in use');
}

/** The event at whose door this code is shown now. Fails with `no_code`. */
export async function eventAtDoor(context: Context, code: string): Promise<Event> {
  const digits = code.normalize('NFKC').replace(/\D/g, '');
  const [found] = await context.tx.find(events, 'byCode', { prefix: [digits], limit: 1 });
  const event = found && (await lockedEvent(context.tx, found.id));
  if (event?.status !== 'planned' || !isOnItsDay(context, event)) throw new Problem('no_code');
  return event;
}

/**
 * The speaker is at the door and says its code. Whoever had not signed up comes in alone, if there is a seat. Fails
 * with `no_code` (no event has it now), `full`, or `here` (details: they said so before).
 */
export async function arriveByCode(
  context: Context,
  code: string,
): Promise<{ event: Event; signUp: SignUp }> {
  const { tx, resident } = context;
  const event = await eventAtDoor(context, code);
  const signUp = await signUpOf(tx, event.id, resident.id);
  if (signUp?.arrived !== undefined) throw new Problem('here');
  return arrives(context, event, signUp, { resident: resident.id, by: resident.id });
}

/**
 * Staff let somebody in who has signed up: by their number in the event, or by name. Fails with `not_found`,
 * `called_off`, `over`, `not_today`, `nobody` (no such number or name), `several` (details: names with numbers) or
 * `here`. For staff.
 */
export async function letIn(
  context: Context,
  id: string,
  who: string,
): Promise<{ event: Event; signUp: SignUp; name: string }> {
  const event = await onItsDay(context, id);
  const found = await meant(context.tx, event, who);
  const [one, ...others] = found;
  if (!one) throw new Problem('nobody');
  if (others.length > 0) {
    throw new Problem('several', {
      list: found.map(({ name, signUp }) => `${signUp.number} ${name}`).join('、'),
    });
  }
  if (one.signUp.arrived !== undefined) throw new Problem('here');
  const done = await arrives(context, event, one.signUp, {
    resident: one.signUp.resident,
    by: context.member?.id ?? '',
  });
  await record(context, 'event.let_in', id, { number: one.signUp.number });
  return { ...done, name: one.name };
}

interface Known {
  readonly signUp: SignUp;
  readonly name: string;
}

/** Those who come and have this number, or this name, or a name that it is a part of. */
async function meant(tx: Tx, event: Event, who: string): Promise<Known[]> {
  const said = who.normalize('NFKC').trim().toLowerCase();
  const number = /^(?:no\.?|第)?\s*(\d{1,5})\s*号?$/.exec(said)?.[1];
  const coming = await comingTo(tx, event);
  if (number !== undefined) return coming.filter(({ signUp }) => signUp.number === Number(number));
  const exact = coming.filter(({ name }) => name.toLowerCase() === said);
  return exact.length > 0
    ? exact
    : coming.filter(({ name }) => said !== '' && name.toLowerCase().includes(said));
}

/** All who come to an event, with the names by which we know them, in the order of their numbers. */
export async function comingTo(tx: Tx, event: Event): Promise<Known[]> {
  const all: Known[] = [];
  let last: SignUp | undefined;
  for (;;) {
    const page: SignUp[] = await tx.find(signUps, 'byEvent', {
      prefix: [event.id],
      limit: PAGE,
      ...(last && { after: { key: [event.id, last.number], id: last.id } }),
    });
    for (const signUp of page.filter(one => one.state === 'going')) {
      all.push({ signUp, name: (await tx.get(residents, signUp.resident))?.name ?? '' });
    }
    last = page.at(-1);
    if (page.length < PAGE || !last) return all;
  }
}

async function arrives(
  context: Context,
  event: Event,
  signUp: SignUp | undefined,
  who: { resident: string; by: string },
): Promise<{ event: Event; signUp: SignUp }> {
  const { tx, now } = context;
  const going = signUp?.state === 'going' ? signUp : walkIn(context, event, signUp, who);
  const arrived: SignUp = {
    ...going,
    arrived: now,
    history: [...going.history, { at: now, by: who.by, what: 'arrived', party: going.party }],
  };
  const next: Event = {
    ...event,
    taken: event.taken + seatsOf(arrived) - (signUp ? seatsOf(signUp) : 0),
    signUps: signUp ? event.signUps : event.signUps + 1,
    arrived: event.arrived + arrived.party,
  };
  await tx.put(signUps, arrived);
  await tx.put(events, next);
  if (signUp?.state === 'held') await clearHoldTimer(context, signUp);
  return { event: next, signUp: arrived };
}

/** Whoever stands at the door without a seat has one, if there is one: alone, or with all whom they had named. */
function walkIn(
  context: Context,
  event: Event,
  signUp: SignUp | undefined,
  { resident, by }: { resident: string; by: string },
): SignUp {
  const { now } = context;
  const own = signUp ? seatsOf(signUp) : 0;
  const party = signUp?.state === 'held' ? own : 1;
  if (freeSeats(event) + own < party) throw new Problem('full');
  if (!signUp) return newSignUp(event, { resident, party, state: 'going', now });
  return { ...moved(context, signUp, { state: 'going', what: 'taken', by, party }), knows: event.sequence };
}

async function onItsDay(context: Context, id: string): Promise<Event> {
  const event = await lockedEvent(context.tx, id);
  if (event.status === 'cancelled') throw new Problem('called_off');
  if (event.status === 'over') throw new Problem('over');
  if (!isOnItsDay(context, event)) throw new Problem('not_today');
  return event;
}

function isOnItsDay({ content, now }: Context, { day }: Event): boolean {
  const { zone } = content.community;
  return now >= instantOf(day, '00:00', zone) && now < instantOf(addDays(day, 1), '00:00', zone);
}
