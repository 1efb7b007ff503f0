import type { PlatformTools } from '../../desk/platform.js';

/** Waiting that can be cut short, and waits that grow while something keeps failing. */
export class Pause {
  readonly #tools: Pick<PlatformTools, 'clock' | 'chance'>;
  readonly #first: number;
  readonly #most: number;
  readonly #cuts = new Set<() => void>();
  #failures = 0;
  #over = false;

  constructor(tools: Pick<PlatformTools, 'clock' | 'chance'>, first: number, most: number) {
    this.#tools = tools;
    this.#first = first;
    this.#most = most;
  }

  /** Resolves after `ms`, or as soon as `end` is called. */
  wait(ms: number): Promise<void> {
    return this.unless(new Promise<never>(() => {}), ms);
  }

  /** Resolves when `task` does, but after `ms` at the latest, or as soon as `end` is called. */
  unless(task: Promise<unknown>, ms: number): Promise<void> {
    if (this.#over) return Promise.resolve();
    return new Promise(resolve => {
      const done = () => {
        callOff();
        this.#cuts.delete(done);
        resolve();
      };
      const callOff = this.#tools.clock.after(ms, done);
      this.#cuts.add(done);
      task.then(done, done);
    });
  }

  /** The next wait after a failure, ms: doubles, with up to a quarter off at random so that bots do not march in step. */
  grow(): number {
    const wait = Math.min(this.#most, this.#first * 2 ** Math.min(this.#failures++, 20));
    return wait * (1 - this.#tools.chance.random() / 4);
  }

  /** It worked: the next failure waits little again. */
  reset(): void {
    this.#failures = 0;
  }

  /** Cuts every wait short, now and from now on. */
  end(): void {
    this.#over = true;
    for (const cut of [...this.#cuts]) cut();
  }
}
