import { isDeepStrictEqual } from 'node:util';
import { type Announcement, announcements } from '../../src/community/announcements/announcement.js';
import { EVERYBODY, isFor } from '../../src/community/announcements/audience.js';
import {
  type AnnouncementDelivery,
  deliveries,
  deliveryId,
} from '../../src/community/announcements/delivery.js';
import type { Content } from '../../src/community/content/content.js';
import { residents } from '../../src/community/residents/resident.js';
import type { Tx } from '../../src/community/store.js';
import { Broken } from './promises.js';

const MANY = 10_000;

/** A broadcast as it came into a chat. */
export interface News {
  readonly chat: string;
  readonly text: string;
}

/** What must hold of all announcements once everything has come to rest: nobody had one twice, nobody was left out. */
export async function auditAnnounced(tx: Tx, content: Content, news: readonly News[]): Promise<number> {
  const all = await tx.find(announcements, 'byWritten', { limit: MANY });
  let sent = 0;
  for (const announcement of all) {
    if (announcement.state === 'sending' || announcement.state === 'scheduled')
      throw new Broken(`${announcement.id} is ${announcement.state} for good`);
    if (announcement.began === undefined) continue;
    sent += 1;
    await arrivals(tx, announcement, news);
    if (announcement.state === 'sent') await everybody(tx, content, announcement);
  }
  return sent;
}

/** What came where is what the books say; where they say that nobody knows, it came once at most. */
async function arrivals(tx: Tx, announcement: Announcement, news: readonly News[]): Promise<void> {
  const { id, revision } = announcement;
  const text = announcement.texts['zh-Hans'] ?? '';
  const kept = await tx.find(deliveries, 'byState', { prefix: [id], limit: MANY });
  // Words that were corrected later, or taken back, are not those that were sent.
  if (revision > 0) return;
  for (const delivery of kept) {
    const came = news.filter(one => one.chat === delivery.chat && one.text.includes(text)).length;
    if (!allowed(delivery).includes(came))
      throw new Broken(`${delivery.id} is ${delivery.state}, and came ${came} times`);
  }
  const known = new Set(kept.map(({ chat }) => chat));
  const stray = news.find(one => one.text.includes(text) && !known.has(one.chat));
  if (stray) throw new Broken(`${id} came to ${stray.chat}, of which nothing is written`);
}

function allowed({ state }: AnnouncementDelivery): readonly number[] {
  if (state === 'sent') return [1];
  return state === 'unknown' ? [0, 1] : [0];
}

async function everybody(tx: Tx, content: Content, announcement: Announcement): Promise<void> {
  if (!isDeepStrictEqual(announcement.audience, EVERYBODY)) return;
  const began = announcement.began ?? 0;
  for (const resident of await tx.find(residents, 'bySince', { to: [began + 1], limit: MANY })) {
    // Whoever has since said what they want to hear of may have said otherwise then.
    if (resident.topics !== undefined || !isFor(content.community, resident, announcement)) continue;
    const got = await tx.get(deliveries, deliveryId(announcement.id, resident.id));
    if (!got) throw new Broken(`${announcement.id} has left ${resident.id} out`);
    if (got.state === 'planned' || got.state === 'queued')
      throw new Broken(`${got.id} is ${got.state} for good`);
  }
}
