import type { Tx } from '../store.js';
import { type Announcement, announcements } from './announcement.js';
import { decisionOn } from './approval.js';

const DAY = 86_400_000;

/** The latest announcements, the newest first. */
export const recentAnnouncements = (tx: Tx, limit = 10): Promise<Announcement[]> =>
  tx.find(announcements, 'byWritten', { order: 'down', limit });

/** Those that wait for a second person, the oldest first, and those on which somebody decided since yesterday. */
export async function announcementsToReview(
  tx: Tx,
  now: number,
): Promise<{ waiting: Announcement[]; decided: Announcement[] }> {
  const waiting = await tx.find(announcements, 'toReview', { limit: 20 });
  const latest = await recentAnnouncements(tx);
  const decided = latest.filter(one => {
    const decision = decisionOn(one);
    return decision && decision.at > now - DAY && !waiting.some(({ id }) => id === one.id);
  });
  return { waiting, decided };
}
