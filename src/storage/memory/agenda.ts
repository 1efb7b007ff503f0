import type { Row } from '../../community/store.js';
import { SortedList } from './sorted-list.js';

/** Whose turn is first: the lower priority, then the older row. */
export function compareTurns(a: Row, b: Row): number {
  return a.priority - b.priority || a.order - b.order;
}

function compareDues(a: Row, b: Row): number {
  return a.notBefore - b.notBefore || a.order - b.order;
}

/** The first rows of one account's free lanes: those whose time has come, by turn, and those that wait, by time. */
export class Agenda {
  readonly #ready = new SortedList<Row>(compareTurns);
  readonly #waiting = new SortedList<Row>(compareDues);
  /** The latest time that was asked about: what was due then goes to the ready ones at once. */
  #asked = 0;

  add(row: Row): void {
    if (row.notBefore <= this.#asked) this.#ready.add(row);
    else this.#waiting.add(row);
  }

  remove(row: Row): void {
    if (!this.#waiting.remove(row)) this.#ready.remove(row);
  }

  /** The row whose turn it is at `now`, of those that fit. Costs as many steps as rows that do not fit. */
  next(now: number, fits: (row: Row) => boolean): Row | null {
    this.#asked = Math.max(this.#asked, now);
    for (let row = this.#waiting.first(); row !== undefined && row.notBefore <= now; ) {
      this.#waiting.remove(row);
      this.#ready.add(row);
      row = this.#waiting.first();
    }
    const first = this.#ready.first();
    if (first === undefined) return null;
    if (first.notBefore <= now && fits(first)) return first;
    for (const row of this.#ready.up(() => false)) {
      if (row === first) continue;
      // The clock may have been set back since the row was found to be due.
      if (row.notBefore <= now && fits(row)) return row;
    }
    return null;
  }

  /** The earliest time of them all, or of those later than `after`. */
  nextDue(after?: number): number | null {
    if (after === undefined) return (this.#ready.first() ?? this.#waiting.first())?.notBefore ?? null;
    const [waiting] = this.#waiting.up(row => row.notBefore <= after);
    const dues = waiting === undefined ? [] : [waiting.notBefore];
    // What is ready was due already, unless the clock has been set back since.
    if (after < this.#asked) for (const row of this.#ready.up(() => false)) dues.push(row.notBefore);
    const later = dues.filter(due => due > after);
    return later.length === 0 ? null : Math.min(...later);
  }
}
