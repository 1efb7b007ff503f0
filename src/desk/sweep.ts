import type { Tx } from '../community/store.js';
import { deadLetters } from './dead-letter.js';
import { seen } from './inbox.js';
import { undelivered } from './undelivered.js';

const DAY = 24 * 3_600_000;
/** How long what failed is kept for somebody to look at, ms: it holds what people wrote, and nobody asks for it later. */
export const KEPT = { deadLetters: 90 * DAY, undelivered: 30 * DAY };

/** Removes what the desk keeps for a while only, at most `limit` of each kind. True: there may be more. */
export async function sweep(tx: Tx, now: number, limit: number): Promise<boolean> {
  const marks = await tx.find(seen, 'until', { to: [now], limit });
  for (const { id } of marks) await tx.remove(seen, id);
  const letters = await tx.find(deadLetters, 'at', { to: [now - KEPT.deadLetters], limit });
  for (const { id } of letters) await tx.remove(deadLetters, id);
  const failures = await tx.find(undelivered, 'at', { to: [now - KEPT.undelivered], limit });
  for (const { id } of failures) await tx.remove(undelivered, id);
  return [marks, letters, failures].some(({ length }) => length === limit);
}
