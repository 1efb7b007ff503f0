import type { Doc } from '../../community/store.js';
import type { Layer, Standing } from './layer.js';
import type { Table } from './table.js';

export interface Drafted {
  readonly table: Table;
  readonly id: string;
  /** Undefined: it is taken out. */
  doc: Doc | undefined;
}

/** Up to so many changes are looked through faster than a map is made. */
const FEW = 8;

/** What a transaction has changed so far. Nearly all of them change very little, thousands a second. */
export class Draft implements Layer {
  readonly changes: Drafted[] = [];
  /** What was removed is to leave the disk. */
  forgets = false;
  #places: Map<Table, Map<string, Drafted>> | null = null;

  get empty(): boolean {
    return this.changes.length === 0;
  }

  at(table: Table, id: string): Standing | undefined {
    if (this.#places !== null) return this.#places.get(table)?.get(id);
    for (const change of this.changes) if (change.id === id && change.table === table) return change;
    return undefined;
  }

  *of(table: Table): Generator<readonly [string, Standing]> {
    for (const change of this.changes) if (change.table === table) yield [change.id, change];
  }

  set(table: Table, id: string, doc: Doc | undefined): void {
    const known = this.at(table, id) as Drafted | undefined;
    if (known !== undefined) {
      known.doc = doc;
      return;
    }
    const change = { table, id, doc };
    this.changes.push(change);
    if (this.#places !== null) this.#place(this.#places, change);
    else if (this.changes.length > FEW) {
      const places = new Map<Table, Map<string, Drafted>>();
      for (const one of this.changes) this.#place(places, one);
      this.#places = places;
    }
  }

  forget(): void {
    this.changes.length = 0;
    this.forgets = false;
    this.#places = null;
  }

  #place(places: Map<Table, Map<string, Drafted>>, change: Drafted): void {
    const ids = places.get(change.table);
    if (ids === undefined) places.set(change.table, new Map([[change.id, change]]));
    else ids.set(change.id, change);
  }
}
