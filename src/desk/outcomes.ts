import type { Chance, Clock } from '../community/clock.js';
import type { Row, Store, Tx } from '../community/store.js';
import type { Booked, Bookkeeper } from './bookkeeper.js';
import { chatGone, moveChat } from './chat.js';
import type { DayCap } from './day-cap.js';
import type { Delivery } from './message.js';
import type { Pace } from './pace.js';
import type { Log, SendOutcome, Sent } from './platform.js';
import { type Undelivered, undelivered } from './undelivered.js';

export interface OutcomeTools {
  readonly store: Store;
  readonly community: string;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly bookkeeper?: Bookkeeper;
}

/** How long a message is tried before it is recorded as failed, ms. */
const GIVE_UP_MS: Record<Delivery['kind'], number> = {
  urgent: 6 * 3_600_000,
  reply: 6 * 3_600_000,
  reminder: 6 * 3_600_000,
  news: 24 * 3_600_000,
  broadcast: 24 * 3_600_000,
};
const BACKOFF_MS = { first: 1000, most: 60_000 };
/** The least time for which the bookkeeper holds something: asked again at once, it would say the same. */
const LEAST_HOLD_MS = 1000;
/** How often a message follows a chat to a new id. */
const MOST_MOVES = 5;

/** What becomes of a row of one account's outbox: before it leaves, and once it is known how its sending went. */
export class Outcomes {
  readonly #account: string;
  readonly #tools: OutcomeTools;
  readonly #pace: Pace;
  readonly #cap: DayCap;
  /** Went out, but that could not be written down: never sent again while we run. */
  readonly #wentOut = new Map<string, Sent>();
  /** When what the bookkeeper may have held failed for the first time, ms. */
  readonly #failedFirst = new Map<string, number>();

  constructor(account: string, tools: OutcomeTools, pace: Pace, cap: DayCap) {
    this.#account = account;
    this.#tools = tools;
    this.#pace = pace;
    this.#cap = cap;
  }

  /** What was sent and is still to be written down; undefined when it was not. */
  wentOut(row: Row): Sent | undefined {
    return this.#wentOut.get(row.id);
  }

  /** Asks the bookkeeper, and marks what must not be sent twice. False: it does not leave now. */
  async mayLeave(row: Row, { kind, about }: Delivery): Promise<boolean> {
    const { store, community, clock, bookkeeper } = this.#tools;
    const booked = bookkeeper !== undefined && about !== undefined;
    if (kind !== 'broadcast' && !booked) return true;
    const leaves = await store.transact(community, async tx => {
      const now = clock.now();
      const verdict = booked ? await bookkeeper.before(tx, about, now) : { send: true as const };
      if ('hold' in verdict) {
        const notBefore = Math.ceil(Math.max(verdict.hold, now + LEAST_HOLD_MS));
        await tx.retry('outbox', row.id, { notBefore, tries: row.tries });
        return false;
      }
      if ('skip' in verdict) {
        await this.#takeOut(tx, row, about, { kind: 'skipped', reason: verdict.skip });
        return false;
      }
      if (kind === 'broadcast') await tx.mark('outbox', row.id);
      return true;
    });
    // What is held is not trying meanwhile.
    if (!leaves) this.#failedFirst.delete(row.id);
    return leaves;
  }

  /** It went out: the row is done. */
  async sent(row: Row, { about }: Delivery, sent: Sent): Promise<void> {
    const { store, community } = this.#tools;
    this.#wentOut.set(row.id, sent);
    await store.transact(community, async tx => {
      await this.#takeOut(tx, row, about, { kind: 'sent', ...sent });
      await this.#cap.keep(tx);
    });
    this.#wentOut.delete(row.id);
    this.#failedFirst.delete(row.id);
  }

  /** It did not go out, or nobody knows: it is tried again, or recorded. */
  async failed(row: Row, delivery: Delivery, outcome: SendOutcome): Promise<void> {
    const { store, community, clock, log } = this.#tools;
    const now = clock.now();
    const reason = 'reason' in outcome ? outcome.reason : '';
    const overdue = now - this.#since(row, delivery, now) > GIVE_UP_MS[delivery.kind];
    if (outcome.kind === 'slow-down') {
      this.#pace.slowDown(row.lane, delivery.chat.kind, now, outcome.retryAfter);
      if (overdue) return this.record(row, delivery, 'not-sent', 'told to slow down until it was too late');
      return this.#retry(row, now + outcome.retryAfter, row.tries);
    }
    if (outcome.kind === 'moved') {
      // A chat that is said to have moved to where we have just written is not found by asking again.
      if (row.tries >= MOST_MOVES) return this.record(row, delivery, 'rejected', 'moved again and again');
      await store.transact(community, async tx => {
        await moveChat(tx, this.#account, delivery.chat.id, outcome.to);
        await tx.retry('outbox', row.id, { notBefore: 0 });
      });
      return;
    }
    if (outcome.kind === 'gone') {
      return this.record(row, delivery, 'gone', reason, tx =>
        chatGone(tx, this.#account, delivery.chat.id, now, reason),
      );
    }
    if (outcome.kind === 'rejected') {
      log.warn('message-rejected', { account: this.#account, reason });
      return this.record(row, delivery, 'rejected', reason);
    }
    if (outcome.kind === 'unknown' && delivery.kind === 'broadcast') {
      return this.record(row, delivery, 'unknown', reason);
    }
    if (overdue) return this.record(row, delivery, outcome.kind, reason);
    return this.later(row);
  }

  /** Tries again after a while that grows. */
  async later(row: Row): Promise<void> {
    const { clock, chance } = this.#tools;
    const backoff = Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** row.tries);
    await this.#retry(row, clock.now() + backoff * (0.5 + chance.random() / 2), row.tries + 1);
  }

  /** Takes a row out that did not arrive, or of which nobody knows, and keeps a record of it. */
  async record(
    row: Row,
    delivery: Delivery,
    outcome: Undelivered['outcome'],
    reason: string,
    besides: (tx: Tx) => Promise<void> = async () => undefined,
  ): Promise<void> {
    const { store, community, clock } = this.#tools;
    const { chat, kind, about } = delivery;
    await store.transact(community, async tx => {
      if (!(await this.#takeOut(tx, row, about, { kind: outcome, reason }))) return;
      await tx.put(undelivered, {
        id: row.id,
        account: this.#account,
        chat: chat.id,
        kind,
        outcome,
        reason,
        at: clock.now(),
      });
      await besides(tx);
    });
    this.#failedFirst.delete(row.id);
  }

  /** The row goes, and the books say why. False when it had gone before. */
  async #takeOut(tx: Tx, row: Row, about: Delivery['about'], booked: Booked): Promise<boolean> {
    const { bookkeeper, clock } = this.#tools;
    if (!(await tx.complete('outbox', row.id))) return false;
    if (about !== undefined) await bookkeeper?.after(tx, about, booked, clock.now());
    return true;
  }

  async #retry(row: Row, notBefore: number, tries: number): Promise<void> {
    const { store, community } = this.#tools;
    await store.transact(community, async tx => {
      await tx.retry('outbox', row.id, { notBefore: Math.ceil(notBefore), tries });
    });
  }

  /** Since when it has been trying to get out, ms: what the bookkeeper held for days has only begun to. */
  #since(row: Row, { about }: Delivery, now: number): number {
    if (about === undefined || !this.#tools.bookkeeper) return row.since;
    const first = this.#failedFirst.get(row.id) ?? now;
    this.#failedFirst.set(row.id, first);
    return first;
  }
}
