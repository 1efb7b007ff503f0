import { z } from 'zod';
import { addDays, dayOf, instantOf } from '../community/day.js';
import type { Collection, Tx } from '../community/store.js';

const dayCountSchema = z.strictObject({ id: z.string(), day: z.string(), count: z.number().int() });
/** How much an account has said today, where its platform has a daily cap; it holds over a restart. */
export const dayCounts: Collection<z.infer<typeof dayCountSchema>> = {
  name: 'day_counts',
  version: 1,
  schema: dayCountSchema,
  personal: false,
  indexes: {},
};

/** What an account may say in one of the community's days. */
export class DayCap {
  readonly #account: string;
  readonly #perDay: number;
  readonly #zone: string;
  #today = { day: '', count: 0 };

  /** @param perDay messages a day; 0 lifts the cap, and nothing is counted or kept */
  constructor(account: string, perDay: number, zone: string) {
    this.#account = account;
    this.#perDay = perDay;
    this.#zone = zone;
  }

  async load(tx: Tx): Promise<void> {
    const known = await tx.get(dayCounts, this.#account);
    if (known) this.#today = { day: known.day, count: known.count };
  }

  /** The earliest time (ms) at which one more may be said. */
  free(now: number): number {
    if (this.#perDay === 0) return 0;
    const day = dayOf(now, this.#zone);
    if (this.#today.day !== day) this.#today = { day, count: 0 };
    return this.#today.count < this.#perDay ? 0 : instantOf(addDays(day, 1), '00:00', this.#zone);
  }

  /** One more is being said. */
  note(): void {
    if (this.#perDay > 0) this.#today = { ...this.#today, count: this.#today.count + 1 };
  }

  /** Nothing was said after all. */
  giveBack(): void {
    if (this.#perDay > 0) this.#today = { ...this.#today, count: Math.max(0, this.#today.count - 1) };
  }

  /** Writes the count down, with the message that raised it. */
  async keep(tx: Tx): Promise<void> {
    if (this.#perDay > 0) await tx.put(dayCounts, { id: this.#account, ...this.#today });
  }
}
