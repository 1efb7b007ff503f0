import { findResident, residentOf } from '../community/residents/identity.js';
import { type Resident, residents } from '../community/residents/resident.js';
import { memberOf } from '../community/staff/staff.js';
import type { Row, Tx } from '../community/store.js';
import { theDesk } from '../community/system-resident.js';
import type { Timed } from '../community/timed.js';
import { hear } from './heard.js';
import type { Inbound } from './inbox.js';
import { laneName } from './lane.js';
import type { Incoming } from './message.js';
import { newSeat, type Seat, seats } from './seat.js';
import { timed } from './timed.js';
import { Turn } from './turn.js';
import type { TurnTools } from './turn-tools.js';
import type { Understanding } from './understanding.js';

export interface After {
  /** To be done now that it is durable. */
  readonly tasks: readonly (() => void)[];
  /** When something that this turn set falls due, ms; Infinity for nothing. */
  readonly wakeAt: number;
}

const NOTHING: After = { tasks: [], wakeAt: Number.POSITIVE_INFINITY };

/** Handles one inbox row inside a transaction: the row is gone with what came of it, or nothing has happened. */
export async function takeTurn(
  tools: TurnTools,
  tx: Tx,
  how: { row: Row; inbound: Inbound; now: number; understood: Understanding | undefined },
): Promise<After> {
  const { row, inbound } = how;
  // Somebody else may have handled it before a conflict made this body run again.
  if (!(await tx.complete('inbox', row.id))) return NOTHING;
  if (inbound.kind === 'timer') return timer(tools, tx, { ...how, inbound });
  if (inbound.kind === 'said' || inbound.kind === 'flooded') return said(tools, tx, { ...how, inbound });
  return seated(tools, tx, { ...how, inbound });
}

type Of<K extends Inbound['kind']> = Extract<Inbound, { kind: K }>;
interface How<I extends Inbound> {
  readonly row: Row;
  readonly inbound: I;
  readonly now: number;
  readonly understood: Understanding | undefined;
}

async function said(tools: TurnTools, tx: Tx, how: How<Of<'said'> | Of<'flooded'>>): Promise<After> {
  const { row, now, inbound, understood } = how;
  const { incoming } = inbound;
  const { person, chat } = incoming;
  const resident = await speaker(tools, tx, row.account, incoming, now);
  const id = laneName({ account: row.account, chat: chat.id, person: person.id });
  const seat: Seat =
    (await tx.get(seats, id)) ??
    newSeat({
      id,
      account: row.account,
      chat: chat.id,
      chatKind: chat.kind,
      person: person.id,
      resident: resident.id,
    });
  const turn = new Turn(tools, tx, {
    row,
    now,
    seat: { ...seat, resident: resident.id },
    resident,
    member: await memberOf(tx, resident.id),
    understood,
  });
  if (inbound.kind === 'flooded') turn.say('too_fast');
  else await hear(turn, incoming);
  const to =
    chat.kind === 'group'
      ? { personId: person.id, ...(person.name ? { name: person.name } : {}) }
      : undefined;
  await turn.finish(to);
  return after(turn);
}

/** Finds who is speaking, and notes where they can be reached: in direct chat, since what we tell is theirs alone. */
async function speaker(
  tools: TurnTools,
  tx: Tx,
  account: string,
  incoming: Incoming,
  now: number,
): Promise<Resident> {
  const { person, chat } = incoming;
  const resident = await residentOf(tx, {
    account,
    person: person.id,
    name: person.name,
    locale: person.locale,
    locales: tools.content.community.locales,
    now,
    newId: () => tools.chance.id(),
  });
  if (chat.kind !== 'direct') return resident;
  const { reach } = resident;
  if (reach?.account === account && reach.chat === chat.id && reach.person === person.id) return resident;
  const moved: Resident = {
    ...resident,
    reach: { account, chat: chat.id, person: person.id, kind: chat.kind },
  };
  await tx.put(residents, moved);
  return moved;
}

/** The time is up, or the conversation was corrected under it: only if somebody sits there still. */
async function seated(tools: TurnTools, tx: Tx, how: How<Of<'expire'> | Of<'moved'>>): Promise<After> {
  const { row, now, inbound, understood } = how;
  const seat = await tx.get(seats, row.lane);
  if (!seat?.session) return NOTHING;
  const { account, person } = seat;
  // Their chats may have been linked since: then they are the resident that they were before.
  const resident = (await tx.get(residents, seat.resident)) ?? (await findResident(tx, account, person));
  if (!resident) {
    // Nobody is left to tell; without this the same end would fall due for ever.
    await tx.put(seats, { ...seat, session: null, parked: null, expiresAt: null });
    return NOTHING;
  }
  const turn = new Turn(tools, tx, {
    row,
    now,
    seat: { ...seat, resident: resident.id },
    resident,
    member: await memberOf(tx, resident.id),
    understood,
  });
  if (inbound.kind === 'expire') {
    // Something was said since: then the end is later, and will fall due by itself.
    if (seat.expiresAt === null || seat.expiresAt > now) return NOTHING;
    // What was laid aside for it has waited at least as long.
    turn.seat = { ...turn.seat, parked: null };
    await turn.hand({ kind: 'expire' });
  } else {
    const corrected = tools.library.urgent(seat.session.conversation, seat.session.version);
    if (!corrected) return NOTHING;
    await turn.move(seat.session, corrected);
  }
  await turn.finish(undefined);
  return after(turn);
}

async function timer(tools: TurnTools, tx: Tx, how: How<Of<'timer'>>): Promise<After> {
  const { row, now, inbound, understood } = how;
  const task: Timed | undefined = timed[inbound.name];
  if (!task) throw new Error(`no timed function ${inbound.name}`);
  const about = (inbound.data as { resident?: string } | null)?.resident;
  const resident = about === undefined ? theDesk(tools.content) : await tx.get(residents, about);
  // Whoever it was about has gone, and all that concerned them with them.
  if (!resident) return NOTHING;
  const seat = newSeat({
    id: row.lane,
    account: '',
    chat: '',
    chatKind: 'direct',
    person: '',
    resident: resident.id,
  });
  const turn = new Turn(tools, tx, { row, now, seat, resident, member: undefined, understood });
  await task(turn.context(), inbound.data);
  return after(turn);
}

function after(turn: Turn): After {
  const expires = turn.seat.expiresAt ?? Number.POSITIVE_INFINITY;
  return { tasks: turn.afterwards, wakeAt: Math.min(turn.effects.earliest, expires) };
}
