import { findResident } from '../residents/identity.js';
import { residents } from '../residents/resident.js';
import type { Tx } from '../store.js';
import { acts } from './act.js';
import { type DemoPerson, demoId, isDemoId, putDownAll } from './demo-people.js';
import { invitations, OPERATOR } from './invitation.js';
import { type Member, members, ROLES, type Role, staffNow } from './staff.js';

/** More than a demo leaves behind. */
const MOST = 500;
/** By whom the end of a demo is recorded. */
const DEMO = 'demo';

/**
 * Ends what an earlier demo left behind: its people are no staff any more and are not written to, and a role or an
 * invitation that they gave to somebody is void, whoever passed it on. Gives how many are no staff any more. Each is
 * recorded, as done by the demo.
 */
export async function endDemo(
  tx: Tx,
  how: { readonly people: readonly DemoPerson[]; readonly accounts: readonly string[]; readonly now: number },
): Promise<number> {
  for (const account of how.accounts)
    for (const { id } of how.people) await outOfReach(tx, account, demoId(id));
  for (const invitation of await tx.find(invitations, 'byExpiry', { limit: MOST })) {
    if (!(await counts(tx, invitation.by, []))) await tx.remove(invitations, invitation.id);
  }
  let left = 0;
  for (const member of await staffNow(tx)) {
    const role = await roleWithoutDemo(tx, member, []);
    if (role === member.role) continue;
    if (role === undefined) left += 1;
    await change(tx, member, role, how.now);
  }
  return left;
}

/** Nobody opens that chat any more. Whoever joined it to one of their own is reached there. */
async function outOfReach(tx: Tx, account: string, chat: string): Promise<void> {
  const resident = await findResident(tx, account, chat);
  if (resident?.reach?.account !== account || resident.reach.chat !== chat) return;
  const { reach: _, ...rest } = resident;
  await tx.put(residents, rest);
}

async function change(tx: Tx, member: Member, role: Role | undefined, now: number): Promise<void> {
  if (role === undefined) await putDownAll(tx, member);
  await tx.put(members, role === undefined ? { ...member, left: now } : { ...member, role });
  await tx.put(acts, {
    id: String(await tx.nextNumber('act')).padStart(6, '0'),
    at: now,
    by: DEMO,
    role: DEMO,
    what: role === undefined ? 'staff.leave' : 'staff.role',
    about: member.id,
    ...(role === undefined ? {} : { facts: { from: member.role, to: role } }),
  });
}

/** The role that a member has when nothing counts that people of the demo gave, or those who are here by them; undefined: none. */
async function roleWithoutDemo(tx: Tx, member: Member, asking: readonly string[]): Promise<Role | undefined> {
  if (isDemoId(member.id)) return undefined;
  let role: Role | undefined;
  let given = false;
  for (const act of await tx.find(acts, 'byMatter', { prefix: [member.id], limit: MOST })) {
    if (act.what !== 'staff.join' && act.what !== 'staff.role') continue;
    given = true;
    const joined = act.what === 'staff.join';
    const giver = joined ? String(act.facts?.by) : act.by;
    const holds = giver === member.id ? role !== undefined : await counts(tx, giver, [...asking, member.id]);
    if (holds) role = ROLES.find(one => one === (joined ? act.role : act.facts?.to)) ?? role;
  }
  return given ? role : member.role;
}

/** Whether somebody may have given a role: they did not get their own by the demo. */
async function counts(tx: Tx, giver: string, asking: readonly string[]): Promise<boolean> {
  if (giver === OPERATOR || giver === DEMO) return true;
  const member = asking.includes(giver) ? undefined : await tx.get(members, giver);
  return member !== undefined && (await roleWithoutDemo(tx, member, asking)) !== undefined;
}
