/**
 * Notices when one person sends more in a minute than anybody types. It counts in memory only: what is turned
 * away never reaches the store, so that a flood cannot fill it.
 */
export class Flood {
  readonly #perMinute: number;
  readonly #windows = new Map<string, { start: number; count: number; warned: boolean }>();
  #sweepAt = 0;

  /** @param perMinute messages a person may send in a minute; 0 lifts the limit. */
  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /**
   * What to do with one more message of this person: let it pass, warn (once a minute), or drop it. `urgent` is
   * asked only beyond the limit: what is urgent passes all the same.
   */
  count(person: string, now: number, urgent: () => boolean = () => false): 'pass' | 'warn' | 'drop' {
    if (this.#perMinute === 0) return 'pass';
    this.#sweep(now);
    const known = this.#windows.get(person);
    // A beginning that lies ahead means that the clock was set back.
    if (!known || now - known.start >= 60_000 || now < known.start) {
      this.#windows.set(person, { start: now, count: 1, warned: false });
      return 'pass';
    }
    known.count += 1;
    if (known.count <= this.#perMinute || urgent()) return 'pass';
    if (known.warned) return 'drop';
    known.warned = true;
    return 'warn';
  }

  #sweep(now: number): void {
    if (now < this.#sweepAt && now >= this.#sweepAt - 60_000) return;
    this.#sweepAt = now + 60_000;
    for (const [person, window] of this.#windows) {
      if (now - window.start >= 60_000) this.#windows.delete(person);
    }
  }
}
