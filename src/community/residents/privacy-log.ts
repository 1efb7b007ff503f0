import { z } from 'zod';
import type { Context } from '../context.js';
import type { Collection, Tx } from '../store.js';

/** That somebody made use of a right over what is kept of them: what and when, and nothing of what it was about. */
const entrySchema = z.strictObject({
  /** Like `000042`: rises. */
  id: z.string(),
  at: z.number(),
  what: z.enum(['exported', 'withdrew', 'deleted', 'joined', 'parted']),
  /** Whose right; '' once they have had themselves deleted. */
  resident: z.string(),
  /** Counts, or the noun that it was about. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type PrivacyEntry = z.infer<typeof entrySchema>;

export const privacyLog: Collection<PrivacyEntry> = {
  name: 'privacy_log',
  version: 1,
  schema: entrySchema,
  personal: true,
  indexes: {
    byTime: { key: entry => [entry.at, entry.id] },
    byResident: { key: entry => (entry.resident === '' ? null : [entry.resident, entry.at]) },
  },
};

const PAGE = 100;

/** Notes it, in the transaction that does it. */
export async function note(
  { tx, now }: Pick<Context, 'tx' | 'now'>,
  what: PrivacyEntry['what'],
  resident: string,
  facts?: PrivacyEntry['facts'],
): Promise<void> {
  const id = String(await tx.nextNumber('privacy')).padStart(6, '0');
  await tx.put(privacyLog, { id, at: now, what, resident, ...(facts ? { facts } : {}) });
}

/** What somebody made use of, the latest last. */
export const notedOf = (tx: Tx, resident: string): Promise<PrivacyEntry[]> =>
  tx.find(privacyLog, 'byResident', { prefix: [resident], limit: PAGE });

/** The notes of somebody become those of another, or nobody's. */
export async function passNotes(tx: Tx, from: string, to: string): Promise<void> {
  for (;;) {
    const page = await notedOf(tx, from);
    for (const entry of page) await tx.put(privacyLog, { ...entry, resident: to });
    if (page.length < PAGE) return;
  }
}
