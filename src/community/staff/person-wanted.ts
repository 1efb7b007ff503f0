import type { Context, Notice } from '../context.js';
import { deskOpen, nextDeskOpening } from '../hours/closure.js';
import { claimFile, releaseFile } from '../kept-file.js';
import { Problem } from '../problem.js';
import { residents } from '../residents/resident.js';
import type { Json } from '../store.js';
import type { Timed } from '../timed.js';
import { record } from './act.js';
import { type Handover, handovers, openHandover, relays, type SaidToPerson, withSaid } from './handover.js';
import { type Member, members } from './staff.js';

const MINUTE = 60_000;
/** After this time, ms, nobody has taken somebody who waits, or answered them: the others are told. */
export const PATIENCE = 10 * MINUTE;

/**
 * The speaker wants a person. Staff are told, with a button to take them up; who waits already keeps their place, and
 * what they say now is added. Gives the handover, and whether it is new.
 */
export async function askForPerson(
  context: Context,
  how: {
    about?: string;
    title?: string;
    urgent?: boolean;
    said?: Omit<SaidToPerson, 'at'>;
    danger?: string;
  } = {},
): Promise<{ handover: Handover; fresh: boolean }> {
  const { tx, now, resident } = context;
  // That nobody is being found for them yet is seen by one of two chats at a time.
  await tx.get(residents, resident.id, { forUpdate: true });
  const known = await openHandover(tx, resident.id);
  const said = how.said && { ...how.said, at: now };
  if (known) {
    const more = said ? await say(context, known, said) : known;
    const news = how.danger !== known.danger || now - (known.toldAt ?? 0) >= MINUTE;
    const tells = how.danger !== undefined && news;
    const urgent: Handover = {
      ...more,
      urgent: more.urgent || how.urgent === true,
      ...(tells ? { toldAt: now, danger: how.danger } : {}),
    };
    await tx.put(handovers, urgent);
    if (tells) await tellStaff(context, urgent, how);
    return { handover: urgent, fresh: false };
  }
  const handover: Handover = {
    id: `RG-${String(await tx.nextNumber('handover')).padStart(4, '0')}`,
    resident: resident.id,
    ...(resident.name === undefined ? {} : { name: resident.name }),
    ...(how.about === undefined ? {} : { about: how.about }),
    urgent: how.urgent === true,
    ...(how.danger === undefined ? {} : { danger: how.danger }),
    status: 'waiting',
    since: now,
    toldAt: now,
    unanswered: now,
    said: said ? [said] : [],
  };
  await tx.put(handovers, handover);
  await holdFile(context, handover.id, said);
  await tellStaff(context, handover, how);
  await watch(context, handover);
  return { handover, fresh: true };
}

/** What was sent along stays as long as the record that shows it. */
async function holdFile({ tx }: Context, id: string, said: SaidToPerson | undefined): Promise<void> {
  if (!said?.passed) return;
  const { account, attachment } = said.passed;
  await claimFile(tx, { account, ref: attachment.ref }, `handovers/${id}`);
}

/** Something said by whoever waits, or is being talked to: kept, and passed on when somebody has it. */
export async function say(context: Context, handover: Handover, said: SaidToPerson): Promise<Handover> {
  const { tx, now } = context;
  const mine = said.by === undefined;
  const { unanswered, ...rest } = withSaid(handover, said);
  const next: Handover = mine ? { ...rest, unanswered: unanswered ?? now } : rest;
  await tx.put(handovers, next);
  // What is no longer shown is held on to no longer.
  for (const { passed } of handover.said.filter(one => !next.said.includes(one)))
    if (passed && !next.said.some(one => one.passed?.attachment.ref === passed.attachment.ref))
      await releaseFile(tx, { account: passed.account, ref: passed.attachment.ref }, `handovers/${next.id}`);
  await holdFile(context, next.id, said);
  if (mine && unanswered === undefined) await watch(context, next);
  return next;
}

/**
 * The speaker, a member of staff, takes somebody up; whoever they were talking to is let wait. Fails with `not_found`,
 * `taken` (by: who has it) and `closed`.
 */
export async function takeOver(context: Context, id: string): Promise<Handover> {
  const { tx, now } = context;
  const member = staff(context);
  const handover = await tx.get(handovers, id, { forUpdate: true });
  if (!handover) throw new Problem('not_found');
  if (handover.status === 'closed') throw new Problem('closed');
  if (handover.status === 'taken' && handover.by !== member.id)
    throw new Problem('taken', { by: await nameOf(context, handover.by) });
  if (handover.resident === member.resident) throw new Problem('own');
  await putDown(context, member, id);
  const taken: Handover = { ...handover, status: 'taken', by: member.id, takenAt: now };
  await tx.put(handovers, taken);
  await tx.put(relays, { id: handover.resident, handover: id, side: 'resident' });
  await tx.put(relays, { id: member.resident, handover: id, side: 'staff' });
  if (handover.status === 'taken') return taken;
  await watch(context, taken);
  await record(context, 'handover.take', id);
  await context.effects.tell(handover.resident, { text: 'person_here', args: { name: member.name } });
  await tellTaker(context, taken, member);
  return taken;
}

/** Ends it, whoever of the two says so, and tells the other. */
export async function close(context: Context, handover: Handover): Promise<void> {
  const { tx, now, member } = context;
  const { unanswered: _, ...rest } = handover;
  await tx.put(handovers, { ...rest, status: 'closed', closedAt: now });
  await context.effects.clearTimer(watchId(handover));
  await unlink(context, handover);
  const byStaff = member !== undefined && member.id === handover.by;
  if (byStaff) {
    await record(context, 'handover.close', handover.id);
    await context.effects.tell(handover.resident, { text: 'person_closed', args: { name: member.name } });
    return;
  }
  const other = handover.by === undefined ? undefined : await tx.get(members, handover.by);
  if (other)
    await context.effects.tell(other.resident, {
      text: 'staff_person_left',
      args: { number: handover.id, name: handover.name ?? 'none' },
    });
}

/** The speaker, who has it, gives it back to those who wait; the resident hears that somebody else will come. */
export async function giveBack(context: Context, handover: Handover): Promise<void> {
  const { by: _, takenAt: __, ...rest } = handover;
  const waiting: Handover = { ...rest, status: 'waiting', unanswered: context.now };
  await context.tx.put(handovers, waiting);
  await unlink(context, handover);
  await record(context, 'handover.give_back', handover.id);
  await context.effects.tell(handover.resident, { text: 'person_back_later', args: {} });
  await tellStaff(context, waiting, {});
  await watch(context, waiting);
}

/** What the timer calls: nobody has taken or answered whoever waits. At the next opening hour, or after some minutes. */
export const remindOfWaiting: Timed = async (context, data: Json) => {
  const { handover: id } = data as { handover: string };
  const handover = await context.tx.get(handovers, id, { forUpdate: true });
  if (!handover || handover.status === 'closed' || handover.unanswered === undefined) return;
  if (handover.status === 'waiting') {
    await tellStaff(context, handover, {});
    return watchAgain(context, handover);
  }
  // Whoever has it is silent: it goes back to the others, so that nobody waits for somebody who has gone home.
  const name = await nameOf(context, handover.by);
  const { by: _, takenAt: __, ...rest } = handover;
  const waiting: Handover = { ...rest, status: 'waiting' };
  await context.tx.put(handovers, waiting);
  await unlink(context, handover);
  await context.effects.tellStaff({
    text: 'staff_person_silent',
    args: { number: id, name: handover.name ?? 'none', who: name },
    choices: [takeButton(id)],
  });
  await watchAgain(context, waiting);
};

/** To whoever takes it, in their own chat: what was said so far, and how it goes on. */
async function tellTaker({ effects }: Context, handover: Handover, member: Member): Promise<void> {
  const words = handover.said.filter(one => one.by === undefined && one.text !== '').map(one => one.text);
  const passes = handover.said.flatMap(one => (one.passed ? [one.passed] : []));
  await effects.tell(member.resident, {
    text: 'staff_taken',
    args: { number: handover.id, name: handover.name ?? 'none', said: words.join('\n') || 'none' },
    ...(passes.length > 0 ? { passes } : {}),
  });
}

const takeButton = (id: string) => ({ label: 'button_take_over', begin: 'take-over', slots: { ticket: id } });

async function tellStaff(
  { effects }: Context,
  handover: Handover,
  how: { title?: string; danger?: string },
): Promise<void> {
  const last = handover.said.at(-1);
  const notice: Notice = {
    text: how.danger === undefined ? 'staff_person_wanted' : 'staff_danger',
    args: {
      number: handover.id,
      name: handover.name ?? 'none',
      about: how.title ?? 'none',
      kind: how.danger ?? '',
      said: last?.text || 'none',
    },
    choices: [takeButton(handover.id)],
    ...(last?.passed ? { passes: [last.passed] } : {}),
  };
  await effects.tellStaff(notice, {
    ...(handover.urgent ? { urgent: true } : {}),
    roles: ['desk', 'handler', 'spokesperson', 'lead', 'admin'],
  });
}

const watchId = ({ id }: Handover): string => `handover/${id}`;

/** When to look whether somebody has been found: soon, or once the desk opens. */
async function watch(context: Context, handover: Handover): Promise<void> {
  const { tx, now, content, effects } = context;
  const open = await deskOpen(tx, content.community, now);
  const opens = open ? now + PATIENCE : await nextDeskOpening(tx, content.community, now);
  const due = opens ?? now + 24 * 60 * MINUTE;
  await effects.setTimer({
    id: watchId(handover),
    due,
    name: 'handovers.remind',
    data: { handover: handover.id },
  });
}

/** The second time and later only when the desk opens again: a chat that is reminded every ten minutes is not read. */
async function watchAgain(context: Context, handover: Handover): Promise<void> {
  const { tx, now, content, effects } = context;
  const due = (await nextDeskOpening(tx, content.community, now + PATIENCE)) ?? now + 24 * 60 * MINUTE;
  await effects.setTimer({
    id: watchId(handover),
    due,
    name: 'handovers.remind',
    data: { handover: handover.id },
  });
}

/** Whoever a member was talking to waits in their own line meanwhile: they are still that member's. */
async function putDown({ tx }: Context, member: Member, unless: string): Promise<void> {
  const relay = await tx.get(relays, member.resident);
  if (relay && relay.handover !== unless) await tx.remove(relays, relay.id);
}

async function unlink({ tx }: Context, handover: Handover): Promise<void> {
  const member = handover.by === undefined ? undefined : await tx.get(members, handover.by);
  for (const id of [handover.resident, member?.resident]) {
    const relay = id === undefined ? undefined : await tx.get(relays, id);
    if (relay?.handover === handover.id) await tx.remove(relays, relay.id);
  }
}

async function nameOf({ tx }: Context, member: string | undefined): Promise<string> {
  return (member === undefined ? undefined : await tx.get(members, member))?.name ?? '';
}

function staff({ member }: Context): Member {
  if (!member) throw new Error('only staff take anybody up');
  return member;
}

/** What the resident is called, for whoever talks to them. */
export async function residentName({ tx }: Context, handover: Handover): Promise<string> {
  return (await tx.get(residents, handover.resident))?.name ?? handover.name ?? '';
}
