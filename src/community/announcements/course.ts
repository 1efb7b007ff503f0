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
import { announcementOf, speaking } from './compose.js';
import { CORRECTABLE } from './correct.js';
import { goOnAt } from './timer.js';

/** What can be done with an announcement once it is written. */
export const COURSES = ['pause', 'resume', 'correct', 'recall', 'revise', 'cancel'] as const;
export type Course = (typeof COURSES)[number];

/** Those that are possible now, the likeliest first. */
export function coursesNow(announcement: Announcement): Course[] {
  const { state, began } = announcement;
  const possible: Readonly<Record<Course, boolean>> = {
    pause: state === 'sending',
    resume: state === 'paused',
    correct: CORRECTABLE.includes(state),
    recall: mayBecome(announcement, 'recalled') && began !== undefined,
    revise: state === 'draft',
    cancel: mayBecome(announcement, 'cancelled'),
  };
  return COURSES.filter(course => possible[course]);
}

/** Stops it for now: what is not under way at this moment stays here. Fails with `not_found` or `over`. */
export const pause = (context: Context, id: string): Promise<Announcement> =>
  become(context, id, 'pause', 'paused');

/** Goes on with those who have not got it. Fails with `not_found` or `over`. */
export async function resume(context: Context, id: string): Promise<Announcement> {
  // One that waits for its time goes there by the same state: it was never stopped.
  if ((await announcementOf(context, id)).state !== 'paused') throw new Problem('over');
  return become(context, id, 'resume', 'sending');
}

/** Nobody more gets it. Fails with `not_found` or `over`. */
export const cancel = (context: Context, id: string): Promise<Announcement> =>
  become(context, id, 'cancel', 'cancelled');

async function become(
  context: Context,
  id: string,
  what: string,
  state: AnnouncementState,
): Promise<Announcement> {
  const by = speaking(context).id;
  const announcement = await announcementOf(context, id);
  if (!mayBecome(announcement, state)) throw new Problem('over');
  const { proposed: _, ...rest } = announcement;
  const changed = noted(rest, { at: context.now, by, what }, state);
  await context.tx.put(announcements, changed);
  await record(context, `announcement.${what}`, id);
  if (changed.began !== undefined) await goOnAt(context, id, context.now);
  return changed;
}
