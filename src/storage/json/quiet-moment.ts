import type { Clock } from '../../community/clock.js';

/** So long without a write is a quiet moment, ms. */
const QUIET_MS = 2000;

/** Waits for a moment in which nothing is written, for what need not be done at once. */
export class QuietMoment {
  readonly #clock: Clock;
  readonly #act: () => void;
  #writes = 0;
  #latest = Number.POSITIVE_INFINITY;
  /** Ends the waiting; null: nobody waits. */
  #end: (() => void) | null = null;

  constructor(clock: Clock, act: () => void) {
    this.#clock = clock;
    this.#act = act;
  }

  /** Something was written just now. */
  wrote(): void {
    this.#writes += 1;
  }

  /** Acts once in the next quiet moment; within `latest` ms, quiet or not; not before `pause` ms have passed. */
  wait({ latest = Number.POSITIVE_INFINITY, pause = 0 } = {}): void {
    this.#latest = Math.min(this.#latest, this.#clock.now() + Math.max(latest, pause));
    if (this.#end === null) this.#wait(Math.max(pause, QUIET_MS));
  }

  stop(): void {
    this.#end?.();
    this.#end = null;
    this.#latest = Number.POSITIVE_INFINITY;
  }

  #wait(ms: number): void {
    const writes = this.#writes;
    this.#end = this.#clock.after(ms, () => {
      this.#end = null;
      if (writes !== this.#writes && this.#clock.now() < this.#latest) return this.#wait(QUIET_MS);
      this.#latest = Number.POSITIVE_INFINITY;
      this.#act();
    });
  }
}
