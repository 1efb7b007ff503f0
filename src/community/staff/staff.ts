import { z } from 'zod';
import type { Collection, Tx } from '../store.js';

/** What somebody who works here may be. A lead may do what the others do; an admin besides says who is staff. */
export const ROLES = ['desk', 'handler', 'spokesperson', 'lead', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** Everybody who talks to residents. */
export const TALKERS: readonly Role[] = ROLES.filter(role => role !== 'auditor');

/** Somebody who works here: a resident, by the platforms' ids like everybody, who took up an invitation. */
const memberSchema = z.strictObject({
  /** Like `m-3`; what records name, and what stays when they have left. */
  id: z.string(),
  /** Who they are in chats. */
  resident: z.string(),
  /** As residents and colleagues are told. */
  name: z.string(),
  role: z.enum(ROLES),
  /** When they took up the invitation, ms, and when they left. */
  since: z.number(),
  left: z.number().optional(),
});
export type Member = z.infer<typeof memberSchema>;

export const members: Collection<Member> = {
  name: 'staff',
  version: 1,
  schema: memberSchema,
  personal: true,
  indexes: {
    /** Only who is staff now. */
    byResident: { key: member => (member.left === undefined ? [member.resident] : null) },
    /** Who ever was, too; those of whom nothing is known any more are left out. */
    ever: { key: member => (member.resident === '' ? null : [member.resident, member.since]) },
    byRole: { key: member => (member.left === undefined ? [member.role, member.since] : null) },
  },
};

/** More than a community has; a city has many communities. */
const MOST = 200;

/** The speaker as staff; undefined for everybody else, and for those who have left. */
export async function memberOf(tx: Tx, resident: string): Promise<Member | undefined> {
  const [member] = await tx.find(members, 'byResident', { prefix: [resident], limit: 1 });
  return member;
}

/** Everybody who is staff now, or has one of these roles, those who came first before the others. */
export async function staffNow(tx: Tx, roles: readonly Role[] = ROLES): Promise<Member[]> {
  const found: Member[] = [];
  for (const role of roles)
    found.push(...(await tx.find(members, 'byRole', { prefix: [role], limit: MOST })));
  return found;
}

/**
 * Whether somebody may do what these roles may: an admin everything, a lead everything but what is an admin's alone,
 * others what their own role is named for. Somebody who is not staff may nothing.
 */
export function may(member: Pick<Member, 'role' | 'left'> | undefined, roles: readonly string[]): boolean {
  return member !== undefined && member.left === undefined && mayRole(member.role, roles);
}

/** The same by the role alone; null: not staff. */
export function mayRole(own: string | null, roles: readonly string[]): boolean {
  if (own === null) return false;
  if (own === 'admin') return true;
  if (own === 'lead') return roles.some(role => role !== 'admin');
  return roles.includes(own);
}
