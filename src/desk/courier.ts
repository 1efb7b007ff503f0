import type { Chance, Clock } from '../community/clock.js';
import type { Claim, Row, Store, Tx } from '../community/store.js';
import { addressOf, chatGone, moveChat } from './chat.js';
import { DayCap } from './day-cap.js';
import { type Delivery, PRIORITY } from './message.js';
import type { DeskMetrics } from './metrics.js';
import { Pace } from './pace.js';
import { type AccountStatus, type Log, type Platform, SendFailure, type SendOutcome } from './platform.js';
import { type Undelivered, undelivered } from './undelivered.js';

export interface CourierTools {
  readonly store: Store;
  readonly community: string;
  readonly zone: string;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly metrics: DeskMetrics;
}

/** Sends under way at once, each in a chat of its own. */
const AT_ONCE = 128;
/** How long a message is tried before it is recorded as failed, ms. */
const GIVE_UP_MS: Record<Delivery['kind'], number> = {
  urgent: 6 * 3_600_000,
  reply: 6 * 3_600_000,
  reminder: 6 * 3_600_000,
  news: 24 * 3_600_000,
  broadcast: 24 * 3_600_000,
};
const BACKOFF_MS = { first: 1000, most: 60_000 };
const STORE_PAUSE_MS = 1000;
/** How often a message follows a chat to a new id. */
const MOST_MOVES = 5;

/** One account's courier: takes what its outbox holds to the platform, at the platform's pace. */
export class Courier {
  readonly #platform: Platform;
  readonly #tools: CourierTools;
  readonly #pace: Pace;
  readonly #under = new Set<Promise<void>>();
  #stopped = true;
  #looking = false;
  #again = false;
  #resting = false;
  /** Went out, but that could not be written down: never sent again while we run. */
  readonly #wentOut = new Set<string>();
  readonly #cap: DayCap;
  #unsubscribe: () => void = () => undefined;
  #cancelWake: () => void = () => undefined;

  constructor(platform: Platform, tools: CourierTools) {
    this.#platform = platform;
    this.#tools = tools;
    this.#pace = new Pace(platform.pace, tools.chance);
    this.#cap = new DayCap(platform.account, platform.pace.perDay, tools.zone);
  }

  async start(): Promise<void> {
    const { store, community } = this.#tools;
    await store.read(community, tx => this.#cap.load(tx));
    this.#stopped = false;
    this.#unsubscribe = store.onRows('outbox', () => this.#look());
    this.#look();
  }

  /** Nothing is under way at this moment. */
  get idle(): boolean {
    return !this.#looking && this.#under.size === 0;
  }

  /** Takes up nothing more, and resolves when what is under way has ended one way or the other. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#unsubscribe();
    this.#cancelWake();
    await Promise.all(this.#under);
  }

  /** Rests while the account cannot send, so that no message uses up its tries on a closed door. */
  status(state: AccountStatus['state']): void {
    const resting = state === 'offline' || state === 'needs-login';
    if (this.#resting === resting) return;
    this.#resting = resting;
    if (!resting) this.#look();
  }

  #look(): void {
    if (this.#stopped || this.#resting) return;
    const { store, clock } = this.#tools;
    // What goes out now could not be written down as gone, and would go out again.
    if (!store.healthy) {
      this.#wakeAt(clock.now() + STORE_PAUSE_MS);
      return;
    }
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    this.#claimAll()
      .catch(error => {
        this.#tools.log.error('outbox-unreadable', { account: this.#platform.account, error: String(error) });
        this.#wakeAt(this.#tools.clock.now() + STORE_PAUSE_MS);
      })
      .finally(() => {
        this.#looking = false;
        if (this.#again) {
          this.#again = false;
          this.#look();
        }
      });
  }

  async #claimAll(): Promise<void> {
    const { store, clock, community } = this.#tools;
    const { account } = this.#platform;
    let chatsFree = Number.POSITIVE_INFINITY;
    let now = clock.now();
    while (!this.#stopped && !this.#resting && this.#under.size < AT_ONCE) {
      now = clock.now();
      const free = this.#pace.accountFree(now);
      if (free > now) return this.#wakeAt(free);
      const capUntil = this.#cap.free(now);
      const claim = await store.claim('outbox', {
        community,
        account,
        now,
        except: row => {
          // Past the daily cap only danger is answered: better a risk to the account than silence.
          const capped = capUntil > now && row.priority !== PRIORITY.urgent;
          const chatFree = Math.max(capped ? capUntil : 0, this.#pace.chatFree(row.lane, now));
          if (chatFree <= now) return false;
          chatsFree = Math.min(chatsFree, chatFree);
          return true;
        },
      });
      if (!claim) break;
      this.#take(claim, now);
    }
    if (this.#under.size >= AT_ONCE) return;
    // What was due when we looked is held back by its chat, and that time is known.
    const due = await store.nextDue('outbox', { community, account, after: now });
    this.#wakeAt(Math.min(due ?? Number.POSITIVE_INFINITY, chatsFree));
  }

  #wakeAt(due: number): void {
    this.#cancelWake();
    if (this.#stopped || due === Number.POSITIVE_INFINITY) return;
    const { clock } = this.#tools;
    this.#cancelWake = clock.after(Math.max(1, due - clock.now()), () => this.#look());
  }

  #take(claim: Claim, now: number): void {
    const delivery = claim.row.body as unknown as Delivery;
    this.#pace.note(claim.row.lane, delivery.chat.kind, now);
    this.#cap.note();
    const work = this.#send(claim.row, delivery)
      .catch(error => {
        // The row is still there, and waits for the store. What went out is noted, and is only written down then.
        this.#tools.log.error('send-not-recorded', { account: this.#platform.account, error: String(error) });
        this.#wakeAt(this.#tools.clock.now() + STORE_PAUSE_MS);
      })
      .finally(async () => {
        await this.#tools.store.release(claim);
        this.#under.delete(work);
        this.#look();
      });
    this.#under.add(work);
  }

  async #send(row: Row, delivery: Delivery): Promise<void> {
    const { store, community, clock, metrics } = this.#tools;
    const { account } = this.#platform;
    const now = clock.now();
    if (this.#wentOut.has(row.id)) return this.#done(row);
    if (delivery.expires !== undefined && now > delivery.expires) {
      metrics.send(account, 'expired');
      return this.#record(row, delivery, 'expired', 'too late to be of use');
    }
    if (row.state === 'sending') {
      // It was under way when we were last stopped: whether it arrived, nobody knows.
      metrics.send(account, 'unknown');
      return this.#record(row, delivery, 'unknown', 'stopped while it was being sent');
    }
    if (delivery.kind === 'broadcast') {
      await store.transact(community, async tx => {
        await tx.mark('outbox', row.id);
      });
    }
    try {
      await this.#platform.send(await this.#addressed(delivery));
    } catch (error) {
      const outcome: SendOutcome =
        error instanceof SendFailure ? error.outcome : { kind: 'unknown', reason: describe(error) };
      metrics.send(account, outcome.kind);
      return this.#failed(row, delivery, outcome);
    }
    metrics.send(account, 'sent');
    this.#wentOut.add(row.id);
    await this.#done(row);
  }

  /** Groups may have moved since the message was written. */
  async #addressed(delivery: Delivery): Promise<Delivery> {
    const { store, community } = this.#tools;
    const id = await store.read(community, tx => addressOf(tx, this.#platform.account, delivery.chat.id));
    return id === delivery.chat.id ? delivery : { ...delivery, chat: { ...delivery.chat, id } };
  }

  async #failed(row: Row, delivery: Delivery, outcome: SendOutcome): Promise<void> {
    const { store, community, clock, log } = this.#tools;
    const { account } = this.#platform;
    const now = clock.now();
    const reason = 'reason' in outcome ? outcome.reason : '';
    const overdue = now - row.since > GIVE_UP_MS[delivery.kind];
    if (outcome.kind === 'slow-down') {
      this.#pace.slowDown(row.lane, delivery.chat.kind, now, outcome.retryAfter);
      if (overdue) return this.#record(row, delivery, 'not-sent', 'told to slow down until it was too late');
      return this.#retry(row, now + outcome.retryAfter, row.tries);
    }
    if (outcome.kind === 'moved') {
      // A chat that is said to have moved to where we have just written is not found by asking again.
      if (row.tries >= MOST_MOVES) return this.#record(row, delivery, 'rejected', 'moved again and again');
      await store.transact(community, async tx => {
        await moveChat(tx, account, delivery.chat.id, outcome.to);
        await tx.retry('outbox', row.id, { notBefore: 0 });
      });
      return;
    }
    if (outcome.kind === 'gone') {
      return this.#record(row, delivery, 'gone', reason, tx =>
        chatGone(tx, account, delivery.chat.id, now, reason),
      );
    }
    if (outcome.kind === 'rejected') {
      log.warn('message-rejected', { account, reason });
      return this.#record(row, delivery, 'rejected', reason);
    }
    if (outcome.kind === 'unknown' && delivery.kind === 'broadcast') {
      return this.#record(row, delivery, 'unknown', reason);
    }
    if (overdue) return this.#record(row, delivery, outcome.kind, reason);
    const backoff = Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** row.tries);
    return this.#retry(row, now + backoff * (0.5 + this.#tools.chance.random() / 2), row.tries + 1);
  }

  async #retry(row: Row, notBefore: number, tries: number): Promise<void> {
    const { store, community } = this.#tools;
    await store.transact(community, async tx => {
      await tx.retry('outbox', row.id, { notBefore: Math.ceil(notBefore), tries });
    });
  }

  async #done(row: Row): Promise<void> {
    const { store, community } = this.#tools;
    await store.transact(community, async tx => {
      await tx.complete('outbox', row.id);
      await this.#cap.keep(tx);
    });
    this.#wentOut.delete(row.id);
  }

  async #record(
    row: Row,
    delivery: Delivery,
    outcome: Undelivered['outcome'],
    reason: string,
    besides: (tx: Tx) => Promise<void> = async () => undefined,
  ): Promise<void> {
    const { store, community, clock } = this.#tools;
    const { account } = this.#platform;
    await store.transact(community, async tx => {
      if (!(await tx.complete('outbox', row.id))) return;
      const { chat, kind } = delivery;
      await tx.put(undelivered, {
        id: row.id,
        account,
        chat: chat.id,
        kind,
        outcome,
        reason,
        at: clock.now(),
      });
      await besides(tx);
    });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
