import type { Doc } from '../../community/store.js';
import type { Table } from './table.js';

/** Documents that stand in front of those in the tables: changed ones, or the ones before a change. */
export class Changes {
  readonly tables = new Map<Table, Map<string, Doc | undefined>>();

  get empty(): boolean {
    return this.tables.size === 0;
  }

  of(table: Table): ReadonlyMap<string, Doc | undefined> | undefined {
    return this.tables.get(table);
  }

  /** `undefined` stands for a document that is not there. */
  set(table: Table, id: string, doc: Doc | undefined): void {
    this.in(table).set(id, doc);
  }

  /** The changes in a table, to be added to. */
  in(table: Table): Map<string, Doc | undefined> {
    const docs = this.tables.get(table);
    if (docs !== undefined) return docs;
    const none = new Map<string, Doc | undefined>();
    this.tables.set(table, none);
    return none;
  }
}
