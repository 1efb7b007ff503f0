import type { Context } from '../context.js';
import type { Belonging } from '../residents/belonging.js';
import { residents } from '../residents/resident.js';
import type { Json, Tx } from '../store.js';
import { type Announcement, announcements, textFor } from './announcement.js';
import { type AnnouncementDelivery, deliveries, deliveryId, deliveryTo } from './delivery.js';
import { goOnAt } from './timer.js';

/** What is changed leaves the index, so that the first page is always the next one. */
const PAGE = 100;
/** More announcements than are ever under way at once. */
const MOST = 50;

/** What was announced to somebody: theirs to be handed out; without them, only the figures stay. */
export const announcementBelonging: Belonging = {
  noun: 'announcement',
  mine: async () => [],
  exported: async (tx, resident) => {
    const all = await allOf(tx, resident);
    const lines: Json[] = [];
    for (const delivery of all) {
      const announcement = await tx.get(announcements, delivery.announcement);
      lines.push(line(delivery, announcement));
    }
    return lines;
  },
  async forget({ tx, now, chance }, resident) {
    for (;;) {
      const page = await pageOf(tx, resident);
      for (const delivery of page) {
        await tx.remove(deliveries, delivery.id);
        await tx.put(deliveries, nobodys(delivery, deliveryId(delivery.announcement, chance.id()), now));
      }
      if (page.length < PAGE) return;
    }
  },
  async join(context, from, to) {
    const { tx } = context;
    for (;;) {
      const page = await pageOf(tx, from);
      for (const delivery of page) await handOver(context, delivery, to);
      if (page.length < PAGE) break;
    }
    await leaveNobodyOut(context, from, to);
  },
};

const line = ({ state, at }: AnnouncementDelivery, announcement: Announcement | undefined): Json => ({
  announcement: announcement?.id ?? '',
  text: announcement ? textFor(announcement, 'zh-Hans') : '',
  state,
  at: new Date(at).toISOString(),
});

/** A delivery that can no longer be traced to anybody. What had not gone out does not any more. */
function nobodys(delivery: AnnouncementDelivery, id: string, now: number): AnnouncementDelivery {
  const { resident: _, messageId: __, ...rest } = delivery;
  const { state, fix } = delivery;
  const gone = { state: 'skipped', why: 'gone' } as const;
  return {
    ...rest,
    ...(state === 'planned' || state === 'queued' ? gone : {}),
    ...(fix?.state === 'queued' ? { fix: gone } : {}),
    id,
    chat: '',
    // Corrections have nowhere to go.
    revision: Number.MAX_SAFE_INTEGER,
    at: now,
  };
}

const isOnItsWay = ({ state }: AnnouncementDelivery): boolean => state === 'planned' || state === 'queued';

/** One of theirs becomes `to`'s. Where both have one of the same announcement, only one still goes out. */
async function handOver({ tx, now }: Context, delivery: AnnouncementDelivery, to: string): Promise<void> {
  const own = await deliveryTo(tx, to, delivery.announcement);
  const second = { state: 'skipped', why: 'joined', at: now } as const;
  if (own && isOnItsWay(delivery)) {
    // Another round: the row that waits in the outbox is none of ours any more.
    const round = delivery.round + 1;
    await tx.put(deliveries, { ...delivery, ...second, round, resident: to });
    return;
  }
  if (own && isOnItsWay(own)) await tx.put(deliveries, { ...own, ...second, round: own.round + 1 });
  await tx.put(deliveries, { ...delivery, resident: to });
}

/** Their place in the row of residents may now be one that the plan has passed. */
async function leaveNobodyOut(context: Context, from: string, to: string): Promise<void> {
  const { tx, now } = context;
  const one = await tx.get(residents, from);
  const other = await tx.get(residents, to);
  if (!one || !other) return;
  const since = Math.min(one.since, other.since);
  for (const state of ['sending', 'paused']) {
    const found = await tx.find(announcements, 'byState', { prefix: [state], limit: MOST });
    for (const { id, plan } of found) {
      const passed = plan.residentsDone || (plan.resident !== undefined && plan.resident.since >= since);
      if (!passed || (await deliveryTo(tx, to, id))) continue;
      const reach = other.reach ?? one.reach;
      if (!reach) continue;
      const { account, chat } = reach;
      await tx.put(deliveries, {
        id: deliveryId(id, to),
        announcement: id,
        resident: to,
        account,
        chat,
        state: 'planned',
        revision: 0,
        round: 0,
        at: now,
      });
      if (state === 'sending') await goOnAt(context, id, now);
    }
  }
}

const pageOf = (tx: Tx, resident: string): Promise<AnnouncementDelivery[]> =>
  tx.find(deliveries, 'byResident', { prefix: [resident], limit: PAGE });

async function allOf(tx: Tx, resident: string): Promise<AnnouncementDelivery[]> {
  const all: AnnouncementDelivery[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await tx.find(deliveries, 'byResident', {
      prefix: [resident],
      limit: PAGE,
      ...(last && { after: { key: [resident, last.announcement], id: last.id } }),
    });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}
