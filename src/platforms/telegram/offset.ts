/**
 * How far updates have been confirmed. The offset never passes one that is not durable: what lies beyond it comes
 * again with the next poll and is known here by its id.
 */
export class Offset {
  readonly #seen = new Map<number, 'under-way' | 'done' | 'refused'>();
  #next = 0;
  #asked = 0;

  /** The `offset` to ask with: confirms what lies below. 0 leaves it to Telegram. */
  ask(): number {
    this.#asked = this.#next;
    return this.#asked;
  }

  /** What the poll that was asked for brought, in Telegram's order: gives the ids that are to be handed in now. */
  polled(ids: readonly number[]): number[] {
    const [first = Number.POSITIVE_INFINITY] = ids;
    // Telegram keeps an update for a day. What was refused and does not come again must not hold up the rest.
    for (const [id, state] of this.#seen) if (state === 'refused' && id < first) this.#seen.set(id, 'done');
    this.#advance();
    // An empty poll put our offset on record; after a quiet week Telegram may go on with any number, even a lower one.
    if (ids.length === 0 && this.#seen.size === 0 && this.#asked === this.#next) this.#next = 0;
    // While a slow one held the offset back, a poll may bring what has been dealt with since it was asked.
    const fresh = ids.filter(id => id >= this.#next && (this.#seen.get(id) ?? 'refused') === 'refused');
    for (const id of fresh) this.#seen.set(id, 'under-way');
    return fresh;
  }

  ended(id: number, durable: boolean): void {
    this.#seen.set(id, durable ? 'done' : 'refused');
    this.#advance();
  }

  #advance(): void {
    for (const [id, state] of this.#seen) {
      if (state !== 'done') return;
      this.#seen.delete(id);
      this.#next = id + 1;
    }
  }
}
