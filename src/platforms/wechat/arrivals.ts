import type { Clock } from './options.js';

/**
 * Hands events in, in the order in which they came off the wire, for each lane (a person in a chat) one at a time.
 * An event brings only its id; what it says is loaded over the same wire, and the answers to that may overtake each
 * other. So all loads begin at once, but each event takes its place in its lane only when those before it have.
 * An event whose load takes longer than `patience` (ms) loses its place rather than hold up everybody.
 */
export class Arrivals {
  private readonly clock: Clock;
  private readonly patience: number;
  private turns: Promise<void> = Promise.resolve();
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly late = new Set<Promise<void>>();

  constructor(clock: Clock, patience: number) {
    this.clock = clock;
    this.patience = patience;
  }

  /** `load` must not reject, nor may `hand`: a failure is theirs to report. null: nothing to hand in. */
  take<T extends { readonly lane: string }>(
    load: () => Promise<T | null>,
    hand: (loaded: T) => Promise<void>,
  ): void {
    const place = (loaded: T | null) => {
      if (loaded !== null) this.append(loaded.lane, () => hand(loaded));
    };
    const loading = load().then(loaded => ({ loaded }));
    this.turns = this.turns.then(async () => {
      let callOff = () => {};
      const enough = new Promise<null>(resolve => {
        callOff = this.clock.after(this.patience, () => resolve(null));
      });
      const first = await Promise.race([loading, enough]);
      callOff();
      if (first !== null) return place(first.loaded);
      const late = loading.then(({ loaded }) => place(loaded));
      this.late.add(late);
      void late.finally(() => this.late.delete(late));
    });
  }

  /** Resolves when everything taken so far has been handed in. */
  async idle(): Promise<void> {
    await this.turns;
    await Promise.all(this.late);
    while (this.lanes.size > 0) await Promise.all(this.lanes.values());
  }

  private append(lane: string, task: () => Promise<void>): void {
    const tail = (this.lanes.get(lane) ?? Promise.resolve()).then(task).finally(() => {
      if (this.lanes.get(lane) === tail) this.lanes.delete(lane);
    });
    this.lanes.set(lane, tail);
  }
}
