import { type Announcement, announcements } from './announcement.js';
import type { Tx } from './store.js';

/** The latest announcements, the newest first. */
export const recentAnnouncements = (tx: Tx, limit = 10): Promise<Announcement[]> =>
  tx.find(announcements, 'byWritten', { order: 'down', limit });
