import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Chance, Clock } from '../src/community/clock.js';

/** Now, for tests: a Monday, 2026-11-23 at 09:00 in Asia/Shanghai. */
export const NOW = Date.parse('2026-11-23T09:00:00+08:00');

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A clock that stands still: what is put off never happens. */
export function frozenClock(at: number = NOW): Clock {
  return { now: () => at, after: () => () => undefined };
}

interface Waiting {
  readonly due: number;
  /** Breaks ties: what was put off first, happens first. */
  readonly order: number;
  readonly task: () => void;
}

/**
 * Time that moves only when it is told to. Tasks run at their due time, in the order of (due, put off), with
 * the clock showing that time; after each one, everything that it set off is let come to rest before the next.
 */
export class VirtualClock implements Clock {
  private time: number;
  private readonly settle: () => Promise<void>;
  /** Sorted by due time and order, the next one last. */
  private waiting: Waiting[] = [];
  private orders = 0;

  /**
   * `settle` resolves when nothing more happens without time moving on. By default one turn of the event loop,
   * which is enough for promises; a simulated disk or network brings its own.
   */
  constructor(at: number = NOW, settle: () => Promise<void> = async () => void (await nextTurn())) {
    this.time = at;
    this.settle = settle;
  }

  now(): number {
    return this.time;
  }

  after(ms: number, task: () => void): () => void {
    const entry = { due: this.time + Math.max(0, ms), order: this.orders++, task };
    this.waiting.splice(this.place(entry), 0, entry);
    return () => {
      const at = this.place(entry);
      if (this.waiting[at] === entry) this.waiting.splice(at, 1);
    };
  }

  /** How many tasks wait. */
  get pending(): number {
    return this.waiting.length;
  }

  /** When the next task is due, ms; null when none waits. */
  get next(): number | null {
    return this.waiting.at(-1)?.due ?? null;
  }

  /** Goes to the next task's time and runs it, if it is due at `until` or before. False when there is none. */
  async step(until: number = Number.POSITIVE_INFINITY): Promise<boolean> {
    const entry = this.waiting.at(-1);
    if (entry === undefined || entry.due > until) return false;
    this.waiting.pop();
    this.time = Math.max(this.time, entry.due);
    entry.task();
    await this.settle();
    return true;
  }

  /** Runs everything that falls due up to and including `at` (ms), and ends with the clock at `at`. */
  async runUntil(at: number): Promise<void> {
    await this.settle();
    while (await this.step(at));
    this.time = Math.max(this.time, at);
  }

  /** Moves on by `ms`. */
  async advance(ms: number): Promise<void> {
    await this.runUntil(this.time + ms);
  }

  /** Runs until nothing waits, or until `tasks` have run: then it throws, since something goes round in a circle. */
  async runToEnd(tasks = 100_000): Promise<void> {
    await this.settle();
    for (let ran = 0; await this.step(); ran++) {
      if (ran >= tasks) throw new Error(`${this.pending} tasks still wait after ${tasks} have run`);
    }
  }

  /** Where `entry` stands or belongs. */
  private place(entry: Waiting): number {
    let low = 0;
    let high = this.waiting.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.waiting[middle]!;
      const later = other.due > entry.due || (other.due === entry.due && other.order > entry.order);
      if (later) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Chance from a seed (mulberry32): the same seed, the same run. Ids carry a counter, so none comes twice. */
export class SeededChance implements Chance {
  readonly seed: number;
  private state: number;
  private ids = 0;

  constructor(seed: number) {
    this.seed = seed >>> 0;
    this.state = this.seed;
  }

  random(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  id(): string {
    const count = (this.ids++).toString(36).padStart(6, '0');
    return `${this.letters(6)}${count}`;
  }

  /** A whole number from 0 up to, but not including, `below`. */
  below(below: number): number {
    return Math.floor(this.random() * below);
  }

  /** One of these. Throws on an empty list. */
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new Error('there is nothing to pick from');
    return from[this.below(from.length)]!;
  }

  /** True in `share` of the cases. */
  chance(share: number): boolean {
    return this.random() < share;
  }

  /** Another source that runs its own way from here on, so that adding a draw here does not change it there. */
  fork(): SeededChance {
    return new SeededChance(Math.floor(this.random() * 2 ** 32));
  }

  private letters(count: number): string {
    return Array.from({ length: count }, () => this.below(36).toString(36)).join('');
  }
}
