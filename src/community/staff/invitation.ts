import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Chance } from '../clock.js';
import type { Context } from '../context.js';
import { Problem } from '../problem.js';
import { residents } from '../residents/resident.js';
import type { Collection, Tx } from '../store.js';
import { acts } from './act.js';
import { type Member, memberOf, members, ROLES, type Role } from './staff.js';

/** How long an invitation holds, ms: somebody on holiday must be able to take it up. */
export const INVITATION_LASTS = 7 * 24 * 3_600_000;
/** Digits only, since it is read from paper and typed into a phone; so many that guessing is pointless. */
const DIGITS = 12;

const invitationSchema = z.strictObject({
  /** The code's hash: who reads the store learns no code. */
  id: z.string(),
  role: z.enum(ROLES),
  name: z.string(),
  expires: z.number(),
  /** The member who invited; nobody's id when it came from the command line. */
  by: z.string(),
});
type Invitation = z.infer<typeof invitationSchema>;

export const invitations: Collection<Invitation> = {
  name: 'invitations',
  version: 1,
  schema: invitationSchema,
  personal: true,
  indexes: { byExpiry: { key: invitation => [invitation.expires] } },
};

/** Who invites from the command line: whoever may read the data folder. */
export const OPERATOR = 'operator';

/**
 * A new invitation: a code of twelve digits, good once and for `INVITATION_LASTS`, with which whoever types it to the
 * bot becomes staff. `chance` must be unguessable outside tests.
 */
export async function makeInvitation(
  tx: Tx,
  how: { name: string; role: Role; by: string; now: number; chance: Chance },
): Promise<string> {
  for (const old of await tx.find(invitations, 'byExpiry', { to: [how.now], limit: 20 })) {
    await tx.remove(invitations, old.id);
  }
  let code = draw(how.chance);
  while (await tx.get(invitations, hashOf(tx, code))) code = draw(how.chance);
  const { name, role, by } = how;
  await tx.put(invitations, { id: hashOf(tx, code), name, role, by, expires: how.now + INVITATION_LASTS });
  return code;
}

/**
 * The speaker takes up an invitation and is staff from now on; who is staff already gets the new role and name. Fails
 * with `no_invitation`: the code is wrong, used or too old.
 */
export async function takeUpInvitation(context: Context, code: string): Promise<Member> {
  const { tx, now, resident } = context;
  // Two invitations taken up in two chats at once are not two colleagues.
  await tx.get(residents, resident.id, { forUpdate: true });
  const invitation = await tx.get(invitations, hashOf(tx, digitsOf(code)), { forUpdate: true });
  if (!invitation || invitation.expires <= now) throw new Problem('no_invitation');
  const { role, name, by } = invitation;
  const known = await memberOf(tx, resident.id);
  const member: Member = known
    ? { ...known, role, name }
    : { id: `m-${await tx.nextNumber('staff')}`, resident: resident.id, name, role, since: now };
  await tx.remove(invitations, invitation.id);
  await tx.put(members, member);
  await tx.put(acts, {
    id: String(await tx.nextNumber('act')).padStart(6, '0'),
    at: now,
    by: member.id,
    role,
    what: 'staff.join',
    about: member.id,
    facts: { by },
  });
  return member;
}

const draw = (chance: Chance): string =>
  Array.from({ length: DIGITS }, () => Math.floor(chance.random() * 10)).join('');

/** 481516234210 as it is read out: 4815 1623 4210. */
export const codeInGroups = (code: string): string => code.replace(/\d{4}(?=\d)/g, '$& ');

const digitsOf = (typed: string): string => typed.normalize('NFKC').replace(/[\s-]/g, '');

const hashOf = (tx: Tx, code: string): string =>
  createHash('sha256').update(`linli/${tx.community}/staff/${code}`).digest('hex');
