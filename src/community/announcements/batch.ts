import type { Address, Context, Post, Replaced } from '../context.js';
import { afterQuiet } from '../residents/quiet-hours.js';
import { residents } from '../residents/resident.js';
import type { Announcement } from './announcement.js';
import { isFor, pageOfResidents } from './audience.js';
import { type AnnouncementDelivery, deliveries, deliveryId, deliveryTo } from './delivery.js';
import { groupId, pageOfGroups } from './group.js';
import { corrected, groupPostOf, postOf, recalled } from './words.js';

/** So many messages are put into the outbox in one transaction. */
export const BATCH = 100;

/** One transaction's worth of an announcement's messages: what is to be put into the outbox next. */
export class Batch {
  readonly #context: Context;
  announcement: Announcement;
  /** How many more may be put into the outbox. */
  #left = BATCH;

  constructor(context: Context, announcement: Announcement) {
    this.#context = context;
    this.announcement = announcement;
  }

  /** It did not hold all that there is. */
  get more(): boolean {
    const { state, plan } = this.announcement;
    return this.#left === 0 || (state === 'sending' && !(plan.residentsDone && plan.groupsDone));
  }

  /** Nothing was left to do. */
  get empty(): boolean {
    return this.#left === BATCH;
  }

  async fill(): Promise<void> {
    await this.#fixes();
    const { state } = this.announcement;
    if (state === 'cancelled' || state === 'recalled') await this.#drop();
    if (state !== 'sending') return;
    await this.#again();
    await this.#residents();
    await this.#groups();
  }

  /** Who got an earlier revision hears of this one; who may have got it, too. */
  async #fixes(): Promise<void> {
    const { revision } = this.announcement;
    const sent = await this.#find('sent', revision);
    const left = this.#left - sent.length;
    const unknown = left > 0 ? (await this.#find('unknown', revision)).slice(0, left) : [];
    for (const delivery of [...sent, ...unknown]) {
      const post = await this.#postFor(delivery);
      if (!post) continue;
      const fix =
        this.announcement.state === 'recalled'
          ? recalled(this.announcement, post.post.locale, delivery.messageId)
          : corrected(this.#context, post.post, delivery.messageId);
      await this.#put({ ...delivery, fix: { state: 'queued' } }, { ...post, ...fix });
    }
  }

  /** Nobody more gets it. */
  async #drop(): Promise<void> {
    for (const delivery of await this.#find('planned')) {
      this.#left -= 1;
      const why = this.announcement.state;
      await this.#context.tx.put(deliveries, { ...delivery, state: 'skipped', why, at: this.#context.now });
    }
  }

  /** Those who were planned, and came back: it had been stopped, or corrected. */
  async #again(): Promise<void> {
    for (const delivery of await this.#find('planned')) {
      const post = await this.#postFor(delivery);
      if (post) await this.#put({ ...delivery, state: 'queued' }, post);
    }
  }

  async #residents(): Promise<void> {
    const { plan, began = 0, id } = this.announcement;
    if (plan.residentsDone || this.#left === 0) return;
    const { tx, content, now } = this.#context;
    const limit = this.#left;
    const page = await pageOfResidents(tx, { after: plan.resident, until: began, limit });
    for (const resident of page) {
      if (!isFor(content.community, resident, this.announcement)) continue;
      // Joined in between with somebody who has it.
      if (await deliveryTo(tx, resident.id, id)) continue;
      const own = deliveryId(id, resident.id);
      const { account, chat } = resident.reach;
      const delivery = fresh({ id: own, announcement: id, resident: resident.id, account, chat, at: now });
      const post = await this.#postFor(delivery);
      if (post) await this.#put(delivery, post);
    }
    const last = page.at(-1);
    this.#plan({
      ...(last ? { resident: { since: last.since, id: last.id } } : {}),
      residentsDone: page.length < limit,
    });
  }

  async #groups(): Promise<void> {
    const { plan, id } = this.announcement;
    if (plan.groupsDone || !plan.residentsDone || this.#left === 0) return;
    const { tx, content, now } = this.#context;
    const { found, last } = await pageOfGroups(tx, content, { after: plan.group, limit: this.#left });
    for (const { account, chat } of found) {
      const own = deliveryId(id, groupId(account, chat));
      if (await tx.get(deliveries, own)) continue;
      const delivery = fresh({ id: own, announcement: id, account, chat, at: now });
      const post = await this.#postFor(delivery);
      if (post) await this.#put(delivery, post);
    }
    this.#plan(last ? { group: { since: last.since, id: last.id } } : { groupsDone: true });
  }

  #plan(changes: Partial<Announcement['plan']>): void {
    this.announcement = { ...this.announcement, plan: { ...this.announcement.plan, ...changes } };
  }

  /** As many as fit, of those in this state; of the revisions before this one, where one is given. */
  async #find(state: AnnouncementDelivery['state'], before?: number): Promise<AnnouncementDelivery[]> {
    if (this.#left === 0) return [];
    const prefix = [this.announcement.id, state];
    return this.#context.tx.find(deliveries, 'byState', {
      prefix,
      ...(before === undefined ? {} : { to: [...prefix, before] }),
      limit: this.#left,
    });
  }

  /** Where it goes and what it says; undefined for somebody who is here no more, and that is noted. */
  async #postFor(delivery: AnnouncementDelivery): Promise<Addressed | undefined> {
    const { tx, content } = this.#context;
    const { account, chat } = delivery;
    if (delivery.resident === undefined) {
      const post = groupPostOf(this.#context, this.announcement);
      return { to: { account, chat, kind: 'group' }, post, notBefore: this.#notBefore({}) };
    }
    const resident = await tx.get(residents, delivery.resident);
    if (!resident?.reach) return this.#leaveOut(delivery, 'gone');
    if (delivery.state === 'planned' && !isFor(content.community, resident, this.announcement)) {
      return this.#leaveOut(delivery, 'not_meant');
    }
    // A message can be changed only in the chat in which it is.
    const there = isOut(delivery) ? { account, chat } : resident.reach;
    const same = resident.reach.account === there.account && resident.reach.chat === there.chat;
    const to: Address = {
      account: there.account,
      chat: there.chat,
      kind: 'direct',
      ...(same ? { person: resident.reach.person, resident: resident.id } : {}),
    };
    const post = postOf(this.#context, this.announcement, resident.locale);
    return { to, post, notBefore: this.#notBefore(resident) };
  }

  async #leaveOut(delivery: AnnouncementDelivery, why: string): Promise<undefined> {
    this.#left -= 1;
    const { revision } = this.announcement;
    const skipped = { state: 'skipped', why } as const;
    const left =
      delivery.state === 'sent' ? { ...delivery, revision, fix: skipped } : { ...delivery, ...skipped };
    await this.#context.tx.put(deliveries, { ...left, at: this.#context.now });
    return undefined;
  }

  /** A recall takes away, and can do that at night. */
  #notBefore(resident: Parameters<typeof afterQuiet>[1]): number {
    const { content, now } = this.#context;
    const { urgent, state } = this.announcement;
    return urgent || state === 'recalled' ? now : afterQuiet(content.community, resident, now);
  }

  async #put(
    delivery: AnnouncementDelivery,
    { to, post, notBefore, replaces }: Addressed & { replaces?: Replaced },
  ): Promise<void> {
    const { tx, effects, now } = this.#context;
    this.#left -= 1;
    const round = delivery.round + 1;
    const { why: _, ...rest } = delivery;
    const { account, chat } = to;
    await tx.put(deliveries, {
      ...rest,
      account,
      chat,
      round,
      revision: this.announcement.revision,
      at: now,
    });
    await effects.post(to, post, {
      about: { delivery: delivery.id, round },
      notBefore,
      ...(replaces ? { replaces } : {}),
    });
  }
}

/** It is in somebody's chat, or may be. */
const isOut = ({ state }: AnnouncementDelivery): boolean => state === 'sent' || state === 'unknown';

interface Addressed {
  readonly to: Address;
  readonly post: Post;
  readonly notBefore: number;
}

const fresh = (
  delivery: Pick<AnnouncementDelivery, 'id' | 'announcement' | 'resident' | 'account' | 'chat' | 'at'>,
): AnnouncementDelivery => ({ ...delivery, state: 'queued', revision: 0, round: 0 });
