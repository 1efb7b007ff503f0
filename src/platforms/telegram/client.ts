import type { Telegraf } from 'telegraf';
import type { Opts, Telegram } from 'telegraf/types';

/** Telegraf's client, with calls that end: by itself it waits for more than eight minutes, and cannot be stopped. */
export class Client {
  readonly #bot: Telegraf;
  readonly #open = new Set<AbortController>();
  #stopped = false;

  constructor(bot: Telegraf) {
    this.#bot = bot;
  }

  /** Calls a method; gives up after `ms`, or when the client is stopped. */
  async call<M extends keyof Telegram>(
    method: M,
    values: Opts<M>,
    ms = 20_000,
  ): Promise<ReturnType<Telegram[M]>> {
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(), ms);
    this.#open.add(end);
    if (this.#stopped) end.abort();
    try {
      return await this.#call(method, values, end.signal);
    } finally {
      clearTimeout(timer);
      this.#open.delete(end);
    }
  }

  /** The last word, also when stopped. */
  lastCall<M extends keyof Telegram>(method: M, values: Opts<M>): Promise<ReturnType<Telegram[M]>> {
    return this.#call(method, values, AbortSignal.timeout(2_000));
  }

  stop(): void {
    this.#stopped = true;
    for (const end of this.#open) end.abort();
  }

  #call<M extends keyof Telegram>(method: M, values: Opts<M>, signal: AbortSignal) {
    // Telegraf declares the signal of a stand-in older than Node's own; at run time it takes Node's.
    const options = { signal } as Parameters<Telegraf['telegram']['callApi']>[2];
    return this.#bot.telegram.callApi(method, values, options);
  }
}
