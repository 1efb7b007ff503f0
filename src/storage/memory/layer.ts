import type { Doc } from '../../community/store.js';
import type { Table } from './table.js';

/** A document that stands in front of the one in the table; undefined: it is not there. */
export interface Standing {
  readonly doc: Doc | undefined;
}

/** Documents that stand in front of those in the tables: changed ones, or the ones before a change. */
export interface Layer {
  readonly empty: boolean;
  /** What stands in front of this document; undefined: nothing does. */
  at(table: Table, id: string): Standing | undefined;
  /** All that stands in front of a table, by id. */
  of(table: Table): Iterable<readonly [string, Standing]>;
}
