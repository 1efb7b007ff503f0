import type { Tx } from '../../community/store.js';
import type { Waiter } from './group.js';

/** A body that was handed in, and what it came to: told to whoever handed it in once that is durable. */
export class Job implements Waiter {
  readonly community: string;
  readonly body: (tx: Tx) => Promise<unknown>;
  readonly #resolve: (value: unknown) => void;
  readonly #reject: (error: unknown) => void;
  #outcome: unknown;
  #failed = false;

  constructor(
    community: string,
    body: (tx: Tx) => Promise<unknown>,
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ) {
    this.community = community;
    this.body = body;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  succeed(value: unknown): void {
    this.#outcome = value;
  }

  fail(error: unknown): void {
    this.#outcome = error;
    this.#failed = true;
  }

  durable(): void {
    if (this.#failed) this.#reject(this.#outcome);
    else this.#resolve(this.#outcome);
  }

  lost(error: Error): void {
    this.#reject(error);
  }
}
