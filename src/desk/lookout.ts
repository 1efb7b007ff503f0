import type { Clock } from '../community/clock.js';

export interface LookoutTools {
  readonly clock: Clock;
  /** False while the store is in trouble: nothing is taken up then, since what came of it could not be written down. */
  readonly healthy: () => boolean;
  /** Takes up everything that can be taken up now. */
  readonly takeUp: () => Promise<void>;
  readonly failed: (error: unknown) => void;
}

/** How long to wait when the store is in trouble, ms; what waits in it is not to blame. */
export const STORE_PAUSE_MS = 1000;

/**
 * Looks for work in a queue: when it is told that there may be some, and when a time has come. One look at a time; whoever
 * asks for one meanwhile gets another one right after it, so that nothing is overlooked.
 */
export class Lookout {
  readonly #tools: LookoutTools;
  #stopped = true;
  #looking = false;
  #again = false;
  #cancelWake: () => void = () => undefined;

  constructor(tools: LookoutTools) {
    this.#tools = tools;
  }

  start(): void {
    this.#stopped = false;
    this.look();
  }

  /** No look begins any more; one that is under way should ask `stopped`. */
  stop(): void {
    this.#stopped = true;
    this.#cancelWake();
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** A look is under way. */
  get looking(): boolean {
    return this.#looking;
  }

  look(): void {
    if (this.#stopped) return;
    const { clock, healthy, takeUp, failed } = this.#tools;
    if (!healthy()) {
      this.wakeAt(clock.now() + STORE_PAUSE_MS);
      return;
    }
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    takeUp()
      .catch(error => {
        failed(error);
        this.wakeAt(clock.now() + STORE_PAUSE_MS);
      })
      .finally(() => {
        this.#looking = false;
        if (!this.#again) return;
        this.#again = false;
        this.look();
      });
  }

  /** Looks again at `due` (ms), in place of the time that was set before. Infinity: at none. */
  wakeAt(due: number): void {
    this.#cancelWake();
    if (this.#stopped || due === Number.POSITIVE_INFINITY) return;
    const { clock } = this.#tools;
    this.#cancelWake = clock.after(Math.max(1, Math.ceil(due - clock.now())), () => this.look());
  }
}
