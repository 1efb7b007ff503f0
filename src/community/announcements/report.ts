import type { Context, Notice } from '../context.js';
import { staffChatsNow } from '../staff/staff-chat.js';
import type { Tx } from '../store.js';
import { type Announcement, announcements, isReported, noted } from './announcement.js';
import { countsOf } from './delivery.js';
import { SPOKESPEOPLE, tellAuthor } from './words.js';

/** Where an announcement stands, for texts: how many have it, and what became of its last correction or recall. */
export async function figuresOf(tx: Tx, announcement: Announcement): Promise<Record<string, number>> {
  const { planned, queued, sent, failed, unknown, skipped } = await countsOf(tx, announcement);
  const fix = await countsOf(tx, announcement, true);
  return {
    waiting: planned + queued,
    sent,
    failed,
    unknown,
    skipped,
    fixing: fix.queued,
    fixed: fix.sent,
    not_fixed: fix.failed + fix.unknown + fix.skipped,
  };
}

/** All of it has gone: says how it went, once for each revision, to whoever wrote it and to the staff. */
export async function report(context: Context, announcement: Announcement): Promise<void> {
  if (isReported(announcement)) return;
  const { tx, now, content } = context;
  const reported = { ...announcement, reported: announcement.revision };
  const ended =
    announcement.state === 'sending'
      ? noted(reported, { at: now, by: 'desk', what: 'end' }, 'sent')
      : reported;
  await tx.put(announcements, ended);
  const args: Notice['args'] = {
    number: announcement.id,
    ...(await figuresOf(tx, announcement)),
    kind: announcement.revision > 0 && ended.state === 'sent' ? 'corrected' : ended.state,
  };
  await tellAuthor(context, ended, 'announcement_report', args);
  // Without a chat of theirs, every spokesperson would be told, the author twice.
  if ((await staffChatsNow(tx, content)).length === 0) return;
  await context.effects.tellStaff({ text: 'staff_announcement_report', args }, { roles: SPOKESPEOPLE });
}
