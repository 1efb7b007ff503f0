import type { Clock } from '../community/clock.js';

/** How many keys are remembered before those that have been quiet are forgotten. */
const MOST_KEYS = 10_000;

/**
 * Lets each key through `limit` times in `window` ms: a bucket that refills evenly, so that a burst is fine and a
 * flood is not. Kept in memory only: a restart forgives.
 */
export class Throttle {
  private readonly limit: number;
  private readonly window: number;
  private readonly clock: Clock;
  private readonly buckets = new Map<string, { left: number; at: number }>();

  constructor(clock: Clock, limit: number, window: number) {
    this.clock = clock;
    this.limit = limit;
    this.window = window;
  }

  /** Takes one; 0 when it was free, else the ms after which there is one again. */
  take(key: string): number {
    const now = this.clock.now();
    const left = this.left(key, now);
    if (left < 1) return Math.ceil(((1 - left) * this.window) / this.limit);
    this.buckets.set(key, { left: left - 1, at: now });
    if (this.buckets.size > MOST_KEYS) this.forget(now);
    return 0;
  }

  /** Gives a key all of its tries back. */
  clear(key: string): void {
    this.buckets.delete(key);
  }

  private left(key: string, now: number): number {
    const bucket = this.buckets.get(key);
    if (bucket === undefined) return this.limit;
    return Math.min(this.limit, bucket.left + ((now - bucket.at) * this.limit) / this.window);
  }

  /** Full buckets say nothing; if all are in use, the longest unused half goes. */
  private forget(now: number): void {
    for (const key of [...this.buckets.keys()])
      if (this.left(key, now) >= this.limit) this.buckets.delete(key);
    if (this.buckets.size <= MOST_KEYS) return;
    const oldest = [...this.buckets].sort(([, a], [, b]) => a.at - b.at).slice(0, MOST_KEYS / 2);
    for (const [key] of oldest) this.buckets.delete(key);
  }
}
