import type { Doc } from '../../community/store.js';
import type { Draft } from './draft.js';
import type { Layer, Standing } from './layer.js';
import type { Table } from './table.js';

/** Somebody who is told when a group has become durable, or that it was lost. */
export interface Waiter {
  durable(): void;
  lost(error: Error): void;
}

export interface Change {
  /** The document as it was before the group: what outsiders see until the group is durable. */
  readonly doc: Doc | undefined;
  /** As it stands after the group's last change; undefined: it is gone. */
  after: Doc | undefined;
}

/** Transactions that become durable together, with one write, or not at all. */
export class Group implements Layer {
  readonly tables = new Map<Table, Map<string, Change>>();
  /** The last number given in the meantime, by community and scope. */
  readonly numbers = new Map<string, Map<string, number>>();
  /** What was removed is to leave the disk: owed from when the group is durable. */
  forgets = false;
  readonly #waiters: Waiter[] = [];

  get empty(): boolean {
    return this.tables.size === 0 && this.numbers.size === 0 && !this.forgets;
  }

  /** How many transactions wait for it. */
  get size(): number {
    return this.#waiters.length;
  }

  at(table: Table, id: string): Standing | undefined {
    return this.tables.get(table)?.get(id);
  }

  of(table: Table): Iterable<readonly [string, Standing]> {
    return this.tables.get(table) ?? [];
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
  take({ changes: drafted, forgets }: Draft): void {
    this.forgets ||= forgets;
    for (const { table, id, doc } of drafted) {
      const before = table.set(id, doc);
      let changes = this.tables.get(table);
      if (changes === undefined) {
        changes = new Map();
        this.tables.set(table, changes);
      }
      const known = changes.get(id);
      if (known === undefined) changes.set(id, { doc: before, after: doc });
      else known.after = doc;
    }
  }

  /** Puts back what was there. Numbers stay given: they may have gaps, but never come twice. */
  undo(): void {
    for (const [table, changes] of this.tables) {
      for (const [id, { doc }] of changes) table.set(id, doc);
    }
  }

  done(): void {
    for (const waiter of this.#waiters) waiter.durable();
  }

  fail(error: Error): void {
    for (const waiter of this.#waiters) waiter.lost(error);
  }
}
