import { Changes } from './changes.js';
import type { State } from './state.js';

/** Somebody who is told when a group has become durable, or that it was lost. */
export interface Waiter {
  durable(): void;
  lost(error: Error): void;
}

/** Transactions that become durable together, with one write, or not at all. */
export class Group {
  /** What is to be written: each document as it stands after the last change. */
  readonly after = new Changes();
  /** Each document as it was before the group's first change. */
  readonly before = new Changes();
  /** The last number given in the meantime, by community and scope. */
  readonly numbers = new Map<string, Map<string, number>>();
  readonly #waiters: Waiter[] = [];

  get empty(): boolean {
    return this.after.empty && this.numbers.size === 0;
  }

  /** How many transactions wait for it. */
  get size(): number {
    return this.#waiters.length;
  }

  wait(waiter: Waiter): void {
    this.#waiters.push(waiter);
  }

  setNumber(community: string, scope: string, value: number): void {
    const scopes = this.numbers.get(community);
    if (scopes === undefined) this.numbers.set(community, new Map([[scope, value]]));
    else scopes.set(scope, value);
  }

  /** Brings a transaction's changes into the tables, remembering what was there. */
  take(changes: Changes): void {
    for (const [table, docs] of changes.tables) {
      const before = this.before.in(table);
      const after = this.after.in(table);
      for (const [id, doc] of docs) {
        const was = table.set(id, doc);
        if (!after.has(id)) before.set(id, was);
        after.set(id, doc);
      }
    }
  }

  /** Puts back what was there. Numbers stay given: they may have gaps, but never come twice. */
  undo(state: State): void {
    for (const [table, docs] of this.before.tables) {
      for (const [id, doc] of docs) state.table(table.community, table.collection).set(id, doc);
    }
  }

  done(): void {
    for (const waiter of this.#waiters) waiter.durable();
  }

  fail(error: Error): void {
    for (const waiter of this.#waiters) waiter.lost(error);
  }
}
