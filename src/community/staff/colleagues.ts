import type { Context } from '../context.js';
import { Problem } from '../problem.js';
import type { Belonging } from '../residents/belonging.js';
import { belongings } from '../residents/belongings.js';
import { record } from './act.js';
import { type Member, mayRole, members, type Role, staffNow, TALKERS } from './staff.js';
import { type StaffChat, staffChats } from './staff-chat.js';

/**
 * Gives a colleague another role, and tells them. Fails with `not_found`, `same_role`, `last_admin` (nobody could say
 * any more who is staff) and `in_hand` (list, count: what the new role may not handle, and would lie there unseen).
 */
export async function changeRole(context: Context, id: string, role: Role): Promise<Member> {
  const member = await colleague(context, id);
  if (member.role === role) throw new Problem('same_role');
  if (role !== 'admin') await requireOtherAdmin(context, member);
  await requireNothingInHand(context, member, ({ handledBy }) => !mayRole(role, handledBy ?? TALKERS));
  const changed: Member = { ...member, role };
  await context.tx.put(members, changed);
  await record(context, 'staff.role', id, { from: member.role, to: role });
  if (member.resident !== context.resident.id)
    await context.effects.tell(member.resident, { text: 'staff_role_changed', args: { role } });
  return changed;
}

/**
 * A colleague leaves, or the speaker does. Their record stays, so that what they did keeps its name. Fails with
 * `not_found`, `last_admin` and `in_hand` (list: what they must hand over first).
 */
export async function leave(context: Context, id: string): Promise<Member> {
  const member = await colleague(context, id);
  await requireMayGo(context, member);
  const left: Member = { ...member, left: context.now };
  await record(context, 'staff.leave', id);
  await context.tx.put(members, left);
  if (member.resident !== context.resident.id)
    await context.effects.tell(member.resident, { text: 'staff_left', args: {} });
  return left;
}

/** From now on staff are told in the chat in which the speaker is. Fails with `not_a_group` and `known_already`. */
export async function nameStaffChat(context: Context): Promise<StaffChat> {
  const { tx, now, chat, member } = context;
  if (chat?.kind !== 'group') throw new Problem('not_a_group');
  const id = `${chat.account}/${chat.chat}`;
  if (await tx.get(staffChats, id, { forUpdate: true })) throw new Problem('known_already');
  const named: StaffChat = { id, ...chat, since: now, by: member?.id ?? '' };
  await tx.put(staffChats, named);
  await record(context, 'staff.chat', id);
  return named;
}

/** The chat in which the speaker is, is no staff chat any more. Fails with `not_a_staff_chat`. */
export async function dropStaffChat(context: Context): Promise<void> {
  const { tx, chat } = context;
  const id = `${chat?.account}/${chat?.chat}`;
  if (!(await tx.get(staffChats, id, { forUpdate: true }))) throw new Problem('not_a_staff_chat');
  await tx.remove(staffChats, id);
  await record(context, 'staff.chat_dropped', id);
}

async function colleague({ tx }: Context, id: string): Promise<Member> {
  const member = await tx.get(members, id, { forUpdate: true });
  if (!member || member.left !== undefined) throw new Problem('not_found');
  return member;
}

/**
 * Whether somebody may stop working here: fails with `last_admin`, and with `in_hand` (list, count) as long as they have
 * something to hand over.
 */
export async function requireMayGo(context: Context, member: Member): Promise<void> {
  // Whoever hands them something at this moment has looked at who they are, and looks again.
  await context.tx.get(members, member.id, { forUpdate: true });
  await requireOtherAdmin(context, member);
  await requireNothingInHand(context, member, () => true);
}

async function requireNothingInHand(
  { tx }: Context,
  member: Member,
  counts: (belonging: Belonging) => boolean,
): Promise<void> {
  const inHand: string[] = [];
  for (const belonging of belongings.filter(counts))
    inHand.push(...((await belonging.inHand?.(tx, member.id)) ?? []));
  const { length } = inHand;
  if (length > 0) throw new Problem('in_hand', { list: inHand.slice(0, 8).join(', '), count: length });
}

async function requireOtherAdmin({ tx }: Context, member: Member): Promise<void> {
  if (member.role !== 'admin') return;
  if ((await staffNow(tx, ['admin'])).every(other => other.id === member.id)) throw new Problem('last_admin');
}
