import type { Clock } from '../../community/clock.js';
import { type Lease, LeaseLost, type Store } from '../../community/store.js';

/** Leases of a store that one process has to itself: they end with it, but their epochs go on rising. */
export class Leases {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #leases = new Map<string, Lease>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async take(name: string, holder: string, ms: number): Promise<Lease | null> {
    let taken: Lease | null = null;
    try {
      await this.#store.transact('', async tx => {
        const now = this.#clock.now();
        const held = this.#leases.get(name);
        if (held !== undefined && held.holder !== holder && held.until > now) return;
        const epoch = held?.holder === holder ? held.epoch : await tx.nextNumber(`lease/${name}`);
        taken = { name, holder, until: now + ms, epoch };
        // Noted here, not after the write: the next to ask may come before it.
        this.#leases.set(name, taken);
      });
    } catch (error) {
      if (taken !== null && this.#leases.get(name) === taken) this.#leases.delete(name);
      throw error;
    }
    return taken;
  }

  end({ name, epoch }: Lease): void {
    if (this.#leases.get(name)?.epoch === epoch) this.#leases.delete(name);
  }

  /** Throws LeaseLost unless this lease still stands. */
  check({ name, epoch }: Lease): void {
    const held = this.#leases.get(name);
    if (held === undefined || held.epoch !== epoch || held.until <= this.#clock.now())
      throw new LeaseLost(name);
  }
}
