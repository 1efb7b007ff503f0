import { findResident, identities, identityId } from '../residents/identity.js';
import { type Resident, residents } from '../residents/resident.js';
import type { Tx } from '../store.js';
import { acts } from './act.js';
import { type Handover, handovers, openHandover, relays } from './handover.js';
import { type Member, memberOf, members, type Role } from './staff.js';

/** Somebody whom whoever tries the desk plays: a resident or, with a role, somebody who works here. */
export interface DemoPerson {
  /** `wang-nainai`, or the id that staff.yaml gives. */
  readonly id: string;
  readonly name: string;
  readonly role?: Role;
}

/** Where somebody of the demo is met: their account, and their chat, which is their id on that platform too. */
export interface DemoPlace {
  readonly account: string;
  readonly chat: string;
  readonly now: number;
}

const MARK = 'demo-';

/** Their id in every record. Nobody real has one that begins like it. */
export const demoId = (id: string): string => `${MARK}${id}`;
export const isDemoId = (id: string): boolean => id.startsWith(MARK);

/**
 * Lets somebody of the demo be there: the resident, reachable in their chat, and their place among the staff. What is
 * there stays as it is. `locale` is their language when they are new; `speaks`: from now on in any case.
 */
export async function seatDemoPerson(
  tx: Tx,
  person: DemoPerson,
  where: DemoPlace & { readonly locale: string; readonly speaks?: string },
): Promise<Resident> {
  const { account, chat, now } = where;
  const known = await findResident(tx, account, chat);
  const resident: Resident = {
    ...(known ?? {
      id: demoId(person.id),
      locale: where.locale,
      since: now,
      kept: {},
      consents: [],
      // Staff know what is kept of residents.
      ...(person.role === undefined ? {} : { noticeAt: now }),
    }),
    name: known?.name ?? person.name,
    ...(where.speaks === undefined ? {} : { locale: where.speaks }),
    ...(known?.reach ? {} : { reach: { account, chat, person: chat, kind: 'direct' } }),
  };
  const changed =
    resident.locale !== known?.locale || resident.name !== known.name || resident.reach !== known.reach;
  if (changed) await tx.put(residents, resident);
  if (!known) await tx.put(identities, { id: identityId(account, chat), resident: resident.id, since: now });
  if (person.role !== undefined) await hire(tx, { ...person, role: person.role }, resident, now);
  return resident;
}

async function hire(
  tx: Tx,
  { id, name, role }: DemoPerson & { role: Role },
  resident: Resident,
  now: number,
): Promise<void> {
  if (await memberOf(tx, resident.id)) return;
  const member: Member = { id: demoId(id), resident: resident.id, name, role, since: now };
  await tx.put(members, member);
  await tx.put(acts, {
    id: String(await tx.nextNumber('act')).padStart(6, '0'),
    at: now,
    by: member.id,
    role,
    what: 'staff.demo',
    about: member.id,
  });
}

/** A new day for somebody of the demo: nobody is being put through to them, and they have the role that they began with. */
export async function restDemoPerson(tx: Tx, person: DemoPerson, where: DemoPlace): Promise<void> {
  const resident = await findResident(tx, where.account, where.chat);
  if (!resident) return;
  const open = await openHandover(tx, resident.id);
  if (open) await unlink(tx, open, { status: 'closed', closedAt: where.now });
  const member = await memberOf(tx, resident.id);
  if (!member) return;
  await putDownAll(tx, member);
  if (isDemoId(member.id) && person.role !== undefined && member.role !== person.role)
    await tx.put(members, { ...member, role: person.role });
}

/** Whoever they are talking to waits again for somebody else. */
export async function putDownAll(tx: Tx, { id }: Member): Promise<void> {
  for (const one of await tx.find(handovers, 'byMember', { prefix: [id], limit: 100 }))
    await unlink(tx, one, { status: 'waiting' });
}

async function unlink(
  tx: Tx,
  handover: Handover,
  next: Pick<Handover, 'status' | 'closedAt'>,
): Promise<void> {
  const { by, takenAt: _, unanswered: __, ...rest } = handover;
  await tx.put(handovers, { ...rest, ...next });
  const member = by === undefined ? undefined : await tx.get(members, by);
  for (const resident of [handover.resident, member?.resident ?? '']) {
    const relay = await tx.get(relays, resident);
    if (relay?.handover === handover.id) await tx.remove(relays, resident);
  }
}
