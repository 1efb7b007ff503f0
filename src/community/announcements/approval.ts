import type { Context } from '../context.js';
import { Problem } from '../problem.js';
import { record } from '../staff/act.js';
import { members } from '../staff/staff.js';
import { type Announcement, announcements, noted } from './announcement.js';
import { announcementOf, speaking } from './compose.js';
import { applyCorrection } from './correct.js';
import { goOnAt } from './timer.js';
import { nameOfMember, tellAuthor } from './words.js';

/** What a second person has read: it changes with everything that is done to the announcement. */
export const versionOf = ({ history }: Announcement): number => history.length;

/**
 * A second person lets it go out. Fails with `not_found`, `own` (nobody approves their own), `taken` (somebody has
 * decided already: `by`), `over` (it no longer waits for anybody) or `altered` (it is no longer what they read: `seen`).
 */
export async function approve(context: Context, id: string, seen?: number): Promise<Announcement> {
  const { tx, now } = context;
  const { announcement, by } = await waiting(context, id);
  requireSame(announcement, seen);
  if (announcement.proposed) {
    const corrected = await applyCorrection(context, announcement, announcement.proposed.texts, 'approve');
    await record(context, 'announcement.approve', id, { correction: 1 });
    await tellAuthor(context, corrected, 'announcement_approved');
    return corrected;
  }
  const approved = noted(announcement, { at: now, by, what: 'approve' }, 'scheduled');
  await tx.put(announcements, approved);
  await record(context, 'announcement.approve', id, { people: announcement.people });
  // It will reach people in their sleep: whoever said so is on record.
  if (announcement.urgent) await record(context, 'announcement.override_quiet_hours', id);
  await goOnAt(context, id, Math.max(now, approved.at));
  await tellAuthor(context, approved, 'announcement_approved');
  return approved;
}

/** A second person says no, and why. Fails like `approve`. */
export async function refuse(
  context: Context,
  id: string,
  words: string,
  seen?: number,
): Promise<Announcement> {
  const { tx, now } = context;
  const { announcement, by } = await waiting(context, id);
  requireSame(announcement, seen);
  const { proposed, ...rest } = announcement;
  const entry = { at: now, by, what: 'refuse', words };
  const refused = proposed ? noted(rest, entry) : noted(rest, entry, 'draft');
  await tx.put(announcements, refused);
  await record(context, 'announcement.refuse', id);
  await tellAuthor(context, refused, 'announcement_refused', { words });
  return refused;
}

/** What waits for the speaker's word, and the speaker's id. Fails like `approve`. */
export async function waiting(
  context: Context,
  id: string,
): Promise<{ announcement: Announcement; by: string }> {
  const member = speaking(context);
  const announcement = await announcementOf(context, id);
  if (announcement.state !== 'awaiting' && !announcement.proposed) {
    const decided = decisionOn(announcement);
    if (!decided) throw new Problem('over');
    throw new Problem('taken', { by: await nameOfMember(context.tx, decided.by) });
  }
  const writer = await context.tx.get(members, announcement.proposed?.by ?? announcement.author);
  // Whoever left and came back has another number, and is the same person.
  if (writer && (writer.id === member.id || writer.resident === member.resident)) throw new Problem('own');
  return { announcement, by: member.id };
}

/** Nobody lets out what they have not read: it may have been written anew between the reading and the word. */
function requireSame(announcement: Announcement, seen: number | undefined): void {
  if (seen !== undefined && seen !== versionOf(announcement)) throw new Problem('altered');
}

/** The last word that a second person said on it. */
export const decisionOn = ({ history }: Announcement): Announcement['history'][number] | undefined =>
  history.findLast(({ what }) => what === 'approve' || what === 'refuse');
