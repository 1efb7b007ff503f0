import type { Context } from '../context.js';
import type { Json } from '../store.js';
import type { Timed } from '../timed.js';
import { announcements, noted } from './announcement.js';
import { Batch } from './batch.js';
import { anyIn } from './delivery.js';
import { report } from './report.js';
import { goOnAt, LOOK } from './timer.js';

/**
 * What the timer calls: begins the announcement, puts the next batch into the outbox, or sees that all of it has gone.
 * Who has it is written in the same transaction as their message, so that a crash leaves nobody out and doubles nobody.
 */
export const goOn: Timed = async (context: Context, data: Json): Promise<void> => {
  const { announcement: id, wait } = data as { announcement: string; wait: number };
  const { tx, now } = context;
  const found = await tx.get(announcements, id, { forUpdate: true });
  if (!found) return;
  if (found.state === 'scheduled' && found.at > now) return goOnAt(context, id, found.at);
  const begun =
    found.state === 'scheduled'
      ? noted({ ...found, began: now }, { at: now, by: 'desk', what: 'begin' }, 'sending')
      : found;
  const batch = new Batch(context, begun);
  await batch.fill();
  if (batch.announcement !== found) await tx.put(announcements, batch.announcement);
  if (batch.more) return goOnAt(context, id, now);
  if ((await anyIn(tx, found, 'queued')) || (await anyIn(tx, found, 'queued', true))) {
    // As long as nothing changes, we look less and less often.
    const next = batch.empty ? Math.min(LOOK.most, wait * 2) : LOOK.first;
    return goOnAt(context, id, now + next, next);
  }
  if (found.state !== 'paused') await report(context, batch.announcement);
};
