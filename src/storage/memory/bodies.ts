/** Work that is done one piece after another, in the order in which it was handed in. */
export class Bodies {
  #waiting: (() => Promise<void>)[] = [];
  #next = 0;
  #running: Promise<void> | null = null;

  /** No piece waits to be begun. */
  get drained(): boolean {
    return this.#next === this.#waiting.length;
  }

  add(body: () => Promise<void>): void {
    this.#waiting.push(body);
    this.#running ??= this.#run();
  }

  /** Resolves when everything handed in so far and since is done. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // Begins in the next microtask, so that `#running` is set before the first piece begins.
    await null;
    while (this.#next < this.#waiting.length) {
      const body = this.#waiting[this.#next]!;
      this.#next += 1;
      if (this.#next === this.#waiting.length) {
        this.#waiting = [];
        this.#next = 0;
      }
      await body();
    }
    this.#running = null;
  }
}
