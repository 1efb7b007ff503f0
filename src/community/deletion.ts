import { record } from './act.js';
import { belongings } from './belongings.js';
import type { Context } from './context.js';
import { identities, identitiesOf } from './identity.js';
import { forgetCodes } from './linking-code.js';
import { note, passNotes } from './privacy-log.js';
import { Problem } from './problem.js';
import { residents } from './resident.js';
import { type Member, members, staffNow } from './staff.js';
import { staffChats } from './staff-chat.js';

/** More chats than staff are told in. */
const MOST = 200;

/**
 * Looks whether the speaker may go. Somebody who works here hands over first what they have in hand, and there must be
 * an admin left: fails with `hand_over` ({ list }) and `last_admin`.
 */
export async function mayLeave({ tx, member }: Context): Promise<void> {
  if (!member) return;
  const inHand: string[] = [];
  for (const belonging of belongings) inHand.push(...((await belonging.inHand?.(tx, member.id)) ?? []));
  if (inHand.length > 0) throw new Problem('hand_over', { list: inHand.join('、'), count: inHand.length });
  if (member.role === 'admin' && (await staffNow(tx, ['admin'])).length === 1)
    throw new Problem('last_admin');
}

/**
 * The speaker goes for good. What is open ends, what must stay for the figures names nobody, everything else is removed:
 * from every noun, from the desk, and in the end from the disk. `context.resident` no longer exists afterwards; what they
 * say next comes from a stranger. Fails like `mayLeave`.
 */
export async function deleteResident(context: Context): Promise<void> {
  const { tx, resident, member, effects } = context;
  await mayLeave(context);
  for (const belonging of belongings) await belonging.forget(context, resident.id);
  if (member) await retire(context, member);
  await forgetCodes(tx, resident.id);
  await effects.forgetPerson(resident.id);
  const known = await identitiesOf(tx, resident.id);
  for (const { id } of known) await tx.remove(identities, id);
  await tx.remove(residents, resident.id);
  await passNotes(tx, resident.id, '');
  await note(context, 'deleted', '', { chats: known.length });
  await effects.forget();
}

/** What they did here stays under their number, which is nobody's name. */
async function retire(context: Context, member: Member): Promise<void> {
  const { tx, resident, now } = context;
  await record(context, 'staff.leave', member.id);
  await tx.put(members, { ...member, resident: '', name: '', left: now });
  const own = new Set((await identitiesOf(tx, resident.id)).map(({ id }) => id));
  for (const chat of await tx.find(staffChats, 'byTime', { limit: MOST })) {
    const theirs = chat.kind === 'direct' && own.has(`${chat.account}/${chat.chat}`);
    if (theirs) await tx.remove(staffChats, chat.id);
  }
}
