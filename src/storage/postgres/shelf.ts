import type { Doc } from '../../community/store.js';

/** A row as the database gives it, by column. */
export type Fields = Readonly<Record<string, unknown>>;

/** A document, and the mark that changes whenever it is written. */
export interface Standing<D extends Doc = Doc> {
  readonly doc: D;
  readonly rev: string;
}

export interface Statement {
  /** Prepared once in each connection. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What is kept in one table: documents of a collection, or the rows of a queue. */
export abstract class Shelf<D extends Doc = Doc> {
  /** The table's name, quoted, with its schema. */
  readonly table: string;
  /** Begins the names of prepared statements, and sorts shelves where several are locked. */
  readonly name: string;
  /** What is written besides community, id and rev. */
  readonly #columns: readonly string[];
  readonly #insert: string;

  protected constructor(name: string, columns: readonly string[]) {
    this.name = name;
    this.table = tableNamed(name);
    this.#columns = columns;
    const all = ['community', 'id', 'rev', ...columns];
    this.#insert = `INSERT INTO ${this.table} (${all.join(', ')}) VALUES (${all
      .map((column, at) => this.given(column, `$${at + 1}`))
      .join(', ')}) ON CONFLICT (community, id)`;
  }

  /** The values of its columns, in their order. */
  protected abstract values(community: string, doc: D): unknown[];
  protected abstract read(community: string, fields: Fields): D;
  /** What is read of a row. */
  protected abstract readonly readColumns: string;

  /** How a value is written into a column, where it is not written as it is. */
  protected given(_column: string, value: string): string {
    return value;
  }

  standing(community: string, fields: Fields): Standing<D> {
    return { doc: this.read(community, fields), rev: String(fields.rev) };
  }

  select(community: string, id: string, lock: boolean): Statement {
    const text = `SELECT ${this.readColumns} FROM ${this.table} WHERE community = $1 AND id = $2`;
    return lock
      ? { name: `${this.name} lock`, text: `${text} FOR UPDATE`, values: [community, id] }
      : { name: `${this.name} get`, text, values: [community, id] };
  }

  /** Everything, or with an `id` what is called so, in all communities. */
  all(id: string | undefined): Statement {
    const where = id === undefined ? '' : ' WHERE id = $1';
    const columns = this.readColumns.startsWith('community')
      ? this.readColumns
      : `community, ${this.readColumns}`;
    return {
      name: '',
      text: `SELECT ${columns} FROM ${this.table}${where} ORDER BY community, id`,
      values: id === undefined ? [] : [id],
    };
  }

  /** Which of these stand as they were read; nobody else may change them until the transaction ends. */
  hold(community: string, ids: readonly string[]): Statement {
    return {
      name: `${this.name} hold`,
      text: `SELECT id, rev FROM ${this.table} WHERE community = $1 AND id = ANY($2::text[]) ORDER BY id FOR SHARE`,
      values: [community, ids],
    };
  }

  /** Puts it there where nothing is: no row is written when something was. */
  insert(community: string, doc: D, rev: string): Statement {
    return {
      name: `${this.name} add`,
      text: `${this.#insert} DO NOTHING`,
      values: [community, doc.id, rev, ...this.values(community, doc)],
    };
  }

  /** Puts it there, whatever was there before. */
  put(community: string, doc: D, rev: string): Statement {
    const set = ['rev', ...this.#columns].map(column => `${column} = excluded.${column}`).join(', ');
    return {
      name: `${this.name} put`,
      text: `${this.#insert} DO UPDATE SET ${set}`,
      values: [community, doc.id, rev, ...this.values(community, doc)],
    };
  }

  /** Replaces what was read as `read`: no row is written when that has changed. */
  replace(community: string, doc: D, rev: string, read: string): Statement {
    const set = ['rev', ...this.#columns].map((column, at) => `${column} = $${at + 3}`).join(', ');
    const values = [community, doc.id, rev, ...this.values(community, doc), read];
    return {
      name: `${this.name} replace`,
      text: `UPDATE ${this.table} SET ${set} WHERE community = $1 AND id = $2 AND rev = $${values.length}`,
      values,
    };
  }

  /** Takes out what was read as `read`; null: whatever is there. */
  remove(community: string, id: string, read: string | null): Statement {
    const text = `DELETE FROM ${this.table} WHERE community = $1 AND id = $2`;
    return read === null
      ? { name: `${this.name} remove`, text, values: [community, id] }
      : { name: `${this.name} take`, text: `${text} AND rev = $3`, values: [community, id, read] };
  }
}

/** All that is ours lies in one schema, so that the database can be shared with others. */
export const SCHEMA = 'linli';

export function tableNamed(name: string): string {
  return `${SCHEMA}."${name}"`;
}
