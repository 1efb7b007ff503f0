import type { Incoming } from '../../src/desk/message.js';
import type { AccountStatus, Door } from '../../src/desk/platform.js';

/** Fails with a sentence instead of the test's bare time-out when `promise` never comes. */
export async function within<T>(promise: Promise<T>, what: () => string, ms = 8_000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${ms} ms for ${what()}`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A list that one can await: `next` resolves with the first entry, old or new, that fits. */
export class Events<T> {
  readonly all: T[] = [];
  readonly #waiting = new Set<() => void>();

  push(entry: T): void {
    this.all.push(entry);
    for (const look of [...this.#waiting]) look();
  }

  /** The first entry at or after `from` that fits. */
  next(fits: (entry: T) => boolean, what: string, from = 0, ms = 8_000): Promise<T> {
    return within(
      new Promise<T>(resolve => {
        const look = () => {
          const found = this.all.slice(from).find(fits);
          if (found === undefined) return;
          this.#waiting.delete(look);
          resolve(found);
        };
        this.#waiting.add(look);
        look();
      }),
      () => `${what}; so far: ${JSON.stringify(this.all.slice(from))}`,
      ms,
    );
  }

  /** Resolves once there are `count` entries. */
  async count(count: number, what: string): Promise<readonly T[]> {
    if (count > 0) await this.next(() => this.all.length >= count, `${count} × ${what}`);
    return this.all;
  }
}

/** A door that writes down what is handed in, and can be held shut or made to fail. */
export class Heard implements Door {
  /** Everything that `receive` was called with, refused or not. */
  readonly messages = new Events<Incoming>();
  /** Those whose `receive` resolved. */
  readonly durable = new Events<Incoming>();
  readonly statuses = new Events<AccountStatus>();
  /** What receiving a message takes: awaited before it counts as durable; throws to refuse. */
  rule: (message: Incoming) => Promise<void> | void = () => {};

  async receive(message: Incoming): Promise<void> {
    this.messages.push(message);
    await this.rule(message);
    this.durable.push(message);
  }

  status(state: AccountStatus): void {
    this.statuses.push(state);
  }

  online(): Promise<AccountStatus> {
    return this.statuses.next(status => status.state === 'online', 'the account to be online');
  }

  /** Holds every `receive` until `open` is called. */
  hold(): { open: () => void } {
    let open = () => {};
    const gate = new Promise<void>(resolve => {
      open = resolve;
    });
    this.rule = () => gate;
    return {
      open: () => {
        this.rule = () => {};
        open();
      },
    };
  }
}
