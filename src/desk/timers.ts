import { z } from 'zod';
import type { Clock } from '../community/clock.js';
import type { Collection, Json, Store, Tx } from '../community/store.js';
import type { Inbound } from './inbox.js';
import { type Seat, seats } from './seat.js';
import { sweep } from './sweep.js';

const timerSchema = z.strictObject({
  id: z.string(),
  due: z.number(),
  name: z.string(),
  data: z.json(),
});
export type Timer = z.infer<typeof timerSchema>;

export const timers: Collection<Timer> = {
  name: 'timers',
  version: 1,
  schema: timerSchema,
  personal: true,
  indexes: {
    due: { key: timer => [timer.due] },
    /** Those that are about somebody. */
    byResident: {
      key: ({ data, due }) => {
        const about =
          typeof data === 'object' && data !== null && !Array.isArray(data) ? data.resident : null;
        return typeof about === 'string' ? [about, due] : null;
      },
    },
  },
};

/** How many fall due in one transaction; more follow at once. */
const BATCH = 100;
/** A clock that was set, or a store changed by another process: look again at the latest after this time, ms. */
const LONGEST_SLEEP = 60_000;

/**
 * Brings what falls due in by the same door as messages: timers as rows of their own lane, a conversation's end in
 * the lane of its person. What is kept for a while only leaves here too.
 */
export class Timekeeper {
  readonly #store: Store;
  readonly #community: string;
  readonly #clock: Clock;
  readonly #failed: (error: unknown) => void;
  #wakeAt = Number.POSITIVE_INFINITY;
  #cancel: () => void = () => undefined;
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = true;

  constructor(tools: { store: Store; community: string; clock: Clock; failed: (error: unknown) => void }) {
    this.#store = tools.store;
    this.#community = tools.community;
    this.#clock = tools.clock;
    this.#failed = tools.failed;
  }

  start(): void {
    this.#stopped = false;
    this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#running;
  }

  /** Nothing is under way at this moment. */
  get idle(): boolean {
    return this.#running === null;
  }

  /** Something falls due at `due` (ms), perhaps earlier than what we wait for. */
  nudge(due: number): void {
    if (this.#stopped || due >= this.#wakeAt) return;
    this.#sleepUntil(due);
  }

  #sleepUntil(due: number): void {
    this.#cancel();
    const now = this.#clock.now();
    this.#wakeAt = Math.min(due, now + LONGEST_SLEEP);
    this.#cancel = this.#clock.after(Math.max(0, this.#wakeAt - now), () => {
      this.#wakeAt = Number.POSITIVE_INFINITY;
      this.#run();
    });
  }

  #run(): void {
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = this.#look().finally(() => {
      this.#running = null;
      if (this.#again) {
        this.#again = false;
        this.#run();
      }
    });
  }

  async #look(): Promise<void> {
    try {
      let next = await this.#fallDue();
      while (next <= this.#clock.now() && !this.#stopped) next = await this.#fallDue();
      if (!this.#stopped && next < this.#wakeAt) this.#sleepUntil(next);
      if (!this.#stopped && this.#wakeAt === Number.POSITIVE_INFINITY) this.#sleepUntil(next);
    } catch (error) {
      this.#failed(error);
      if (!this.#stopped) this.#sleepUntil(this.#clock.now() + 1000);
    }
  }

  /** Moves a batch of what is due into the inbox. Gives the time at which to look again. */
  async #fallDue(): Promise<number> {
    return this.#store.transact(this.#community, async tx => {
      const now = this.#clock.now();
      const due = await tx.find(timers, 'due', { to: [now + 1], limit: BATCH });
      for (const timer of due) {
        await tx.remove(timers, timer.id);
        await inward(tx, `timer/${timer.id}/${timer.due}`, `timers/${timer.id}`, {
          kind: 'timer',
          id: timer.id,
          name: timer.name,
          data: timer.data as Json,
          due: timer.due,
        });
      }
      const expired = await this.#expire(tx, now);
      const more = await sweep(tx, now, BATCH);
      if (due.length === BATCH || expired === BATCH || more) return now;

      const firsts = await Promise.all([
        tx.find(timers, 'due', { limit: 1 }).then(found => found[0]?.due),
        tx
          .find(seats, 'expires', { from: [now + 1], limit: 1 })
          .then(found => found[0]?.expiresAt ?? undefined),
      ]);
      return Math.min(now + LONGEST_SLEEP, ...firsts.filter(first => first !== undefined));
    });
  }

  /**
   * Brings in conversations whose time is up, a batch at the most, and gives how many. Those that were brought in
   * already and wait for their turn are passed over, so that they hide nobody.
   */
  async #expire(tx: Tx, now: number): Promise<number> {
    let expired = 0;
    let last: Seat | undefined;
    while (expired < BATCH) {
      const after = last && { key: [last.expiresAt ?? now], id: last.id };
      const over = await tx.find(seats, 'expires', {
        to: [now + 1],
        limit: BATCH - expired,
        ...(after ? { after } : {}),
      });
      for (const seat of over) {
        const at = seat.expiresAt ?? now;
        const id = `expire/${seat.id}/${at}`;
        if (await inward(tx, id, seat.id, { kind: 'expire', at }, seat.account)) expired += 1;
      }
      last = over.at(-1);
      if (!last) break;
    }
    return expired;
  }
}

/** Puts a row into the inbox unless it is there already. */
async function inward(tx: Tx, id: string, lane: string, body: Inbound, account = 'timers'): Promise<boolean> {
  if (await tx.row('inbox', id)) return false;
  await tx.enqueue('inbox', { id, lane, account, priority: 0, notBefore: 0, body: body as Json });
  return true;
}
