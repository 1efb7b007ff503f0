import type { Context } from '../context.js';
import { Problem } from '../problem.js';
import { memberOf, members } from '../staff/staff.js';
import { belongings } from './belongings.js';
import { identities } from './identity.js';
import { note, passNotes } from './privacy-log.js';
import { type Resident, residents } from './resident.js';

/** More than anybody has; read page by page. */
const PAGE = 100;

/**
 * Joins the speaker, new on this platform, to the resident they were before: their platform ids, all their belongings,
 * consents, kept answers and wishes move to `owner`, and their own document goes. What the owner had kept or wished
 * stays. From then on they are reached where they are speaking now. `context.resident` no longer exists afterwards.
 * Whoever calls looks first whether they may be joined (`requireOneAtMostStaff`).
 */
export async function joinResidents(context: Context, owner: Resident): Promise<Resident> {
  const { tx, resident } = context;
  for (;;) {
    const page = await tx.find(identities, 'byResident', { prefix: [resident.id], limit: PAGE });
    for (const identity of page) await tx.put(identities, { ...identity, resident: owner.id });
    if (page.length < PAGE) break;
  }
  for (const belonging of belongings) await belonging.join(context, resident.id, owner.id);
  const { grid, topics, quiet } = { ...resident, ...owner };
  const joined: Resident = {
    ...owner,
    ...(grid !== undefined && { grid }),
    ...((topics ?? resident.topics) && { topics: { ...resident.topics, ...topics } }),
    ...(quiet && { quiet }),
    since: Math.min(owner.since, resident.since),
    kept: { ...resident.kept, ...owner.kept },
    consents: [...owner.consents, ...resident.consents].sort((a, b) => a.at - b.at),
    ...(resident.reach && { reach: resident.reach }),
  };
  for (const one of await tx.find(members, 'ever', { prefix: [resident.id], limit: PAGE }))
    await tx.put(members, { ...one, resident: owner.id });
  await passNotes(tx, resident.id, owner.id);
  await note(context, 'joined', owner.id);
  await tx.put(residents, joined);
  await tx.remove(residents, resident.id);
  return joined;
}

/** Two colleagues are never one person: fails with `both_staff`. To be called before anything is written. */
export async function requireOneAtMostStaff({ tx, member }: Context, owner: Resident): Promise<void> {
  if (member && (await memberOf(tx, owner.id))) throw new Problem('both_staff');
}
