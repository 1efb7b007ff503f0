import type { Localised } from '../content/content.js';
import type { Context } from '../context.js';
import { Problem } from '../problem.js';
import { record } from '../staff/act.js';
import {
  type Announcement,
  type AnnouncementState,
  announcements,
  mayBecome,
  noted,
} from './announcement.js';
import { announcementOf, needsApproval, requireText, speaking } from './compose.js';
import { countsOf } from './delivery.js';
import { goOnAt } from './timer.js';
import { tellOfReview } from './words.js';

/** It is out, or on its way. */
export const CORRECTABLE: readonly AnnouncementState[] = ['sending', 'paused', 'sent'];

/**
 * Other words for one that is out, or on its way: exactly those who got it hear of it, the others get the new words.
 * Where a second person had to look at it, one has to look at this too. Fails with `not_found`, `over` or
 * `text_too_long`.
 */
export async function correct(context: Context, id: string, texts: Localised): Promise<Announcement> {
  const { tx, now } = context;
  const by = speaking(context).id;
  const announcement = await announcementOf(context, id);
  if (!CORRECTABLE.includes(announcement.state)) throw new Problem('over');
  requireText(texts);
  if (!needsApproval(context, announcement)) {
    const corrected = await applyCorrection(context, announcement, texts, 'correct');
    await record(context, 'announcement.correct', id);
    return corrected;
  }
  const proposed = noted(
    { ...announcement, proposed: { texts, by } },
    { at: now, by, what: 'propose_correction' },
  );
  await tx.put(announcements, proposed);
  await record(context, 'announcement.correct', id);
  await tellOfReview(context, proposed, texts);
  return proposed;
}

/** From now on it says this. */
export async function applyCorrection(
  context: Context,
  { proposed: _, ...announcement }: Announcement,
  texts: Localised,
  what: 'approve' | 'correct',
): Promise<Announcement> {
  const by = speaking(context).id;
  const corrected = noted(
    { ...announcement, texts, revision: announcement.revision + 1 },
    { at: context.now, by, what, was: announcement.texts },
  );
  await context.tx.put(announcements, corrected);
  await goOnAt(context, corrected.id, context.now);
  return corrected;
}

/**
 * Takes it back from exactly those who got it, where the platform can; the others never get it. Fails with `not_found`
 * or `over` (recalled already, or nobody has got it).
 */
export async function recall(context: Context, id: string, words: string): Promise<Announcement> {
  const by = speaking(context).id;
  const { proposed: _, ...announcement } = await announcementOf(context, id);
  if (!mayBecome(announcement, 'recalled') || announcement.began === undefined) throw new Problem('over');
  const recalled = noted(
    { ...announcement, revision: announcement.revision + 1 },
    { at: context.now, by, what: 'recall', ...(words === '' ? {} : { words }) },
    'recalled',
  );
  await context.tx.put(announcements, recalled);
  await record(context, 'announcement.recall', id, {
    sent: (await countsOf(context.tx, announcement)).sent,
  });
  await goOnAt(context, id, context.now);
  return recalled;
}
