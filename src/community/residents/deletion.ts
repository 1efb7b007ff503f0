import type { Context } from '../context.js';
import { record } from '../staff/act.js';
import { requireMayGo } from '../staff/colleagues.js';
import { members } from '../staff/staff.js';
import { belongings } from './belongings.js';
import { identities, identitiesOf } from './identity.js';
import { forgetCodes } from './linking-code.js';
import { note, passNotes } from './privacy-log.js';
import { residents } from './resident.js';

/** More than anybody was hired, and left again. */
const MOST = 100;

/**
 * Looks whether the speaker may go: somebody who works here hands over first what they have in hand, and there must be an
 * admin left. Fails with `in_hand` ({ list, count }) and `last_admin`.
 */
export async function mayLeave(context: Context): Promise<void> {
  if (context.member) await requireMayGo(context, context.member);
}

/**
 * The speaker goes for good. What is open ends, what must stay for the figures names nobody, everything else is removed:
 * from every noun, from the desk, and in the end from the disk. `context.resident` no longer exists afterwards; what they
 * say next comes from a stranger. Fails like `mayLeave`.
 */
export async function deleteResident(context: Context): Promise<void> {
  const { tx, resident, effects } = context;
  // First of all: whoever puts something for them has looked at who they are, and either is seen here or looks again.
  await tx.get(residents, resident.id, { forUpdate: true });
  await mayLeave(context);
  for (const belonging of belongings) await belonging.forget(context, resident.id);
  await retire(context);
  await forgetCodes(tx, resident.id);
  await effects.forgetPerson(resident.id);
  const known = await identitiesOf(tx, resident.id);
  for (const { id } of known) await tx.remove(identities, id);
  await tx.remove(residents, resident.id);
  await passNotes(tx, resident.id, '');
  await note(context, 'deleted', '', { chats: known.length });
  await effects.forget();
}

/** What they did here stays under their number, which is nobody's name any more. */
async function retire(context: Context): Promise<void> {
  const { tx, resident, now, member } = context;
  if (member) await record(context, 'staff.leave', member.id);
  for (const one of await tx.find(members, 'ever', { prefix: [resident.id], limit: MOST }))
    await tx.put(members, { ...one, resident: '', name: '', left: one.left ?? now });
}
