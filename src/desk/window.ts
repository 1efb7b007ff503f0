/** Something that counts in a window: when it happened, ms; while that is not known, the latest that it may be. */
export interface Happening {
  at: number;
}

/** At most `count` events in any window of `ms`. Remembers the newest `count` of them. */
export class Window {
  readonly #count: number;
  readonly #ms: number;
  /** Few, and nearly in order: their times are put right when more is known. */
  #events: Happening[] = [];

  constructor(count: number, ms: number) {
    this.#count = count;
    this.#ms = ms;
  }

  /** The earliest time (ms) at which one more fits. */
  free(): number {
    if (this.#events.length < this.#count) return 0;
    return this.#oldest().at + this.#ms;
  }

  note(event: Happening): void {
    this.#events.push(event);
    if (this.#events.length > this.#count) this.#drop(this.#oldest());
  }

  /** It did not happen after all. */
  drop(event: Happening): void {
    this.#drop(event);
  }

  /** The clock was set back by so much. */
  shift(ms: number): void {
    for (const event of this.#events) event.at -= ms;
  }

  #drop(event: Happening): void {
    this.#events = this.#events.filter(one => one !== event);
  }

  #oldest(): Happening {
    return this.#events.reduce((oldest, one) => (one.at < oldest.at ? one : oldest));
  }
}
