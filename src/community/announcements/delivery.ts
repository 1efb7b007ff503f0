import { z } from 'zod';
import type { Collection, Tx } from '../store.js';
import type { Announcement } from './announcement.js';

/** planned: still to be put into the outbox · queued: it is there · the others: what became of it. */
export const DELIVERY_STATES = ['planned', 'queued', 'sent', 'failed', 'unknown', 'skipped'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What one recipient, a person or a group, got of an announcement. */
const deliverySchema = z.strictObject({
  /** `GG-0012/RECIPIENT`: nobody has two of one announcement. */
  id: z.string(),
  announcement: z.string(),
  /** A person; else a group. */
  resident: z.string().optional(),
  /** The chat that it was put into; of a person, where they were last seen. */
  account: z.string(),
  chat: z.string(),
  state: z.enum(DELIVERY_STATES),
  /** Why it failed or was left out: a code. */
  why: z.string().optional(),
  /** What the platform calls the message. */
  messageId: z.string().optional(),
  /** The revision of the announcement that was put into the outbox last. */
  revision: z.number().int(),
  /** Rises each time it is put into the outbox: of an earlier row nothing counts. */
  round: z.number().int(),
  /** A correction or recall on its way to somebody who got it, and what became of it. */
  fix: z.strictObject({ state: z.enum(DELIVERY_STATES), why: z.string().optional() }).optional(),
  /** When it last changed, ms. */
  at: z.number(),
});
export type AnnouncementDelivery = z.infer<typeof deliverySchema>;

export const deliveries: Collection<AnnouncementDelivery> = {
  name: 'announcement_deliveries',
  version: 1,
  schema: deliverySchema,
  personal: true,
  indexes: {
    byState: { key: delivery => [delivery.announcement, delivery.state, delivery.revision] },
    byFix: { key: delivery => (delivery.fix ? [delivery.announcement, delivery.fix.state] : null) },
    byResident: {
      key: delivery => (delivery.resident === undefined ? null : [delivery.resident, delivery.announcement]),
    },
  },
};

export const deliveryId = (announcement: string, recipient: string): string => `${announcement}/${recipient}`;

/** What a resident has of an announcement. */
export async function deliveryTo(
  tx: Tx,
  resident: string,
  announcement: string,
): Promise<AnnouncementDelivery | undefined> {
  const [found] = await tx.find(deliveries, 'byResident', { prefix: [resident, announcement], limit: 1 });
  return found;
}

/** How many recipients an announcement has in each state. */
export type Counts = Readonly<Record<DeliveryState, number>>;

const PAGE = 500;

/** The counts of the announcement itself, or (`fix`) of its last correction or recall. */
export async function countsOf(tx: Tx, announcement: Announcement, fix = false): Promise<Counts> {
  const counts: Record<DeliveryState, number> = {
    planned: 0,
    queued: 0,
    sent: 0,
    failed: 0,
    unknown: 0,
    skipped: 0,
  };
  for (const state of DELIVERY_STATES) {
    let after: { key: readonly (string | number)[]; id: string } | undefined;
    for (;;) {
      const page: AnnouncementDelivery[] = await tx.find(deliveries, fix ? 'byFix' : 'byState', {
        prefix: [announcement.id, state],
        limit: PAGE,
        ...(after ? { after } : {}),
      });
      counts[state] += page.length;
      const last = page.at(-1);
      if (!last || page.length < PAGE) break;
      const key = [announcement.id, state, ...(fix ? [] : [last.revision])];
      after = { key, id: last.id };
    }
  }
  return counts;
}

/** Whether any recipient is in this state. */
export async function anyIn(
  tx: Tx,
  announcement: Announcement,
  state: DeliveryState,
  fix = false,
): Promise<boolean> {
  const prefix = [announcement.id, state];
  return (await tx.find(deliveries, fix ? 'byFix' : 'byState', { prefix, limit: 1 })).length > 0;
}
