import { z } from 'zod';
import type { Context } from '../context.js';
import type { Collection } from '../store.js';

/** That a member of staff did something: who, what, when. Never changed and never taken away. */
const actSchema = z.strictObject({
  /** Like `000042`: rises. */
  id: z.string(),
  at: z.number(),
  /** The member's id. */
  by: z.string(),
  role: z.string(),
  /** `proposal.take`, `staff.invite` …: a noun and a verb. */
  what: z.string(),
  /** What it was done to: HQ-2026-0042, m-3. */
  about: z.string().optional(),
  /** Facts that say more: a reason's code, a new role. Nothing personal. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type Act = z.infer<typeof actSchema>;

export const acts: Collection<Act> = {
  name: 'acts',
  version: 1,
  schema: actSchema,
  personal: false,
  indexes: {
    byTime: { key: act => [act.at, act.id] },
    byMember: { key: act => [act.by, act.at] },
    byMatter: { key: act => (act.about === undefined ? null : [act.about, act.at]) },
  },
};

/**
 * Records that the speaker, as staff, did this; in the transaction that does it. Whoever is not staff cannot have done
 * it: that is a bug.
 */
export async function record(
  { tx, now, member }: Context,
  what: string,
  about?: string,
  facts?: Act['facts'],
): Promise<void> {
  if (!member) throw new Error(`${what} was done by nobody who works here`);
  await tx.put(acts, {
    id: String(await tx.nextNumber('act')).padStart(6, '0'),
    at: now,
    by: member.id,
    role: member.role,
    what,
    ...(about === undefined ? {} : { about }),
    ...(facts === undefined ? {} : { facts }),
  });
}
