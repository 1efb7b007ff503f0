import type { Telegraf } from 'telegraf';
import type { Update } from 'telegraf/types';
import type { Client } from './client.js';
import { Offset } from './offset.js';
import type { Pause } from './pause.js';
import { ALLOWED } from './read.js';

/** After so long a poll is made although some of the last batch is still under way: nobody waits for a slow one. */
const PATIENCE = 250;
/** Waits between polls while an update is refused, ms. */
const REFUSED = { first: 50, most: 2_000 };
/** Beyond what Telegram may hold a poll open, ms: then the connection is dead. */
const GRACE = 15_000;

export interface PollingTools {
  readonly bot: Telegraf;
  readonly client: Client;
  readonly pause: Pause;
  readonly seconds: number;
  /** A poll was answered. */
  readonly onAnswer: () => void;
  /** A poll failed; resolves when it is time for the next one. */
  readonly onError: (error: unknown) => Promise<void>;
}

/**
 * Asks for updates and feeds them to the bot. Telegraf's own loop confirms a batch before its handlers are done and
 * waits for all of them; this one confirms what is durable, and only that.
 */
export class Polling {
  readonly #tools: PollingTools;
  readonly #offset = new Offset();
  readonly #underWay = new Set<Promise<void>>();
  #stopped = false;

  constructor(tools: PollingTools) {
    this.#tools = tools;
  }

  /** Polls until stopped. */
  async run(): Promise<void> {
    let refusals = 0;
    while (!this.#stopped) {
      const updates = await this.#ask().catch(error => (this.#stopped ? null : this.#tools.onError(error)));
      if (!updates) continue;
      this.#tools.onAnswer();
      const refused = await this.#feed(updates);
      refusals = refused ? refusals + 1 : 0;
      if (refused) await this.#tools.pause.wait(Math.min(REFUSED.most, REFUSED.first * 2 ** refusals));
    }
  }

  /** No more polls. */
  stop(): void {
    this.#stopped = true;
  }

  /**
   * Resolves when nothing is under way any more, having told Telegram how far we are: so a restart does not bring it
   * all again.
   */
  async end(): Promise<void> {
    await Promise.all(this.#underWay);
    const offset = this.#offset.ask();
    if (offset === 0) return;
    const values = { offset, limit: 1, timeout: 0 };
    await this.#tools.client
      .lastCall('getUpdates', values)
      .catch(() => 'what was not confirmed comes again, and is known by its id');
  }

  /** True when something was refused. Comes back early when something is slow. */
  async #feed(updates: readonly Update[]): Promise<boolean> {
    const fresh = new Set(this.#offset.polled(updates.map(update => update.update_id)));
    let refused = false;
    const feeding = updates
      .filter(update => fresh.has(update.update_id))
      .map(async update => {
        const durable = await this.#tools.bot.handleUpdate(update).then(
          () => true,
          () => false,
        );
        refused ||= !durable;
        this.#offset.ended(update.update_id, durable);
      });
    for (const one of feeding) {
      this.#underWay.add(one);
      void one.finally(() => this.#underWay.delete(one));
    }
    const all = Promise.all(feeding);
    // Nothing to hand in, yet Telegram did not wait: all of it is under way already.
    if (feeding.length > 0) await this.#tools.pause.unless(all, PATIENCE);
    else if (updates.length > 0) await this.#tools.pause.wait(PATIENCE);
    return refused;
  }

  #ask(): Promise<Update[]> {
    const { client, seconds } = this.#tools;
    const values = { offset: this.#offset.ask(), timeout: seconds, limit: 100, allowed_updates: ALLOWED };
    return client.call('getUpdates', values, seconds * 1000 + GRACE);
  }
}
