/** Jobs that are done one after another, in the order in which they were handed in. */
export class Bodies<Job> {
  readonly #work: (job: Job) => Promise<void>;
  #waiting: Job[] = [];
  #next = 0;
  #running: Promise<void> | null = null;

  /** `work` does one job; it may not throw. */
  constructor(work: (job: Job) => Promise<void>) {
    this.#work = work;
  }

  /** No job waits to be begun. */
  get drained(): boolean {
    return this.#next === this.#waiting.length;
  }

  add(job: Job): void {
    this.#waiting.push(job);
    this.#running ??= this.#run();
  }

  /** Resolves when everything handed in so far and since is done. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // Begins in the next microtask, so that `#running` is set before the first job begins.
    await null;
    while (this.#next < this.#waiting.length) {
      const job = this.#waiting[this.#next]!;
      this.#next += 1;
      if (this.#next === this.#waiting.length) {
        this.#waiting = [];
        this.#next = 0;
      }
      await this.#work(job);
    }
    this.#running = null;
  }
}
