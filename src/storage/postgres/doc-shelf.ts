import type { Collection, Doc, IndexKey, Range } from '../../community/store.js';
import { checkKey } from '../documents/keys.js';
import { checkRange } from '../documents/range.js';
import { upgraded } from '../documents/upgrade.js';
import { readBody, writeBody } from './body.js';
import { behind, next, place, sortable } from './order.js';
import type { Sealing } from './sealing.js';
import { type Fields, Shelf, type Statement } from './shelf.js';

const FIRST: Buffer = Buffer.alloc(0);
const LAST: Buffer = Buffer.of(0xff);

/** The documents of one collection, and where they stand in its indexes. */
export class DocShelf<D extends Doc = Doc> extends Shelf<D> {
  readonly collection: Collection<D>;
  readonly indexes: readonly string[];
  /** The latest state of the indexes that this process knows how to write. */
  keyed = 1;
  protected override readonly readColumns = 'id, rev, version, doc, body';
  readonly #sealing: Sealing;

  constructor(collection: Collection<D>, sealing: Sealing) {
    const indexes = Object.keys(collection.indexes);
    super(collection.name, ['version', 'keyed', 'doc', 'body', ...indexes.map(indexColumn)]);
    this.collection = collection;
    this.indexes = indexes;
    this.#sealing = sealing;
  }

  /** Throws when an index cannot hold `doc`: before it is too late to say no. */
  check(doc: D): void {
    for (const name of this.indexes) {
      const key = this.collection.indexes[name]?.key(doc) ?? null;
      if (key !== null) checkKey(key, `${this.name}.${name}`);
    }
  }

  /** Where `doc` stands in an index; null: nowhere. An unknown name is answered with the known ones. */
  placeOf(community: string, name: string, doc: D): Buffer | null {
    const key = this.#index(name).key(doc);
    return key === null ? null : place(this.#bytes(community, name, key), doc.id);
  }

  /** Documents whose places lie in a range, in order. */
  find(community: string, name: string, range: Range): Statement & { from: Buffer; to: Buffer } {
    const { from, to } = this.#bounds(community, name, range);
    const column = indexColumn(name);
    const order = range.order === 'down' ? 'DESC' : 'ASC';
    return {
      name: `${this.name} find ${name} ${order}`,
      text: `SELECT ${this.readColumns} FROM ${this.table}
 WHERE community = $1 AND ${column} >= $2 AND ${column} < $3 ORDER BY ${column} ${order} LIMIT $4`,
      values: [community, from, to, range.limit],
      from,
      to,
    };
  }

  /** Documents that were written without a place in an index that there is now. */
  unkeyed(limit: number): Statement {
    return {
      name: '',
      text: `SELECT community, ${this.readColumns} FROM ${this.table} WHERE keyed < $1 LIMIT $2`,
      values: [this.keyed, limit],
    };
  }

  protected override values(community: string, doc: D): unknown[] {
    const { personal, version } = this.collection;
    const where = `${this.name}/${doc.id}`;
    const seal = personal ? (plain: Buffer) => this.#sealing.close(community, where, plain) : null;
    const body = writeBody(doc, seal);
    const places = this.indexes.map(name => this.placeOf(community, name, doc));
    return [version, this.keyed, body.doc, body.bytes, ...places];
  }

  protected override read(community: string, fields: Fields): D {
    const where = { sealing: this.#sealing, community, place: `${this.name}/${fields.id}` };
    const written = readBody({ doc: fields.doc, bytes: fields.body as Buffer | null }, where);
    return upgraded(this.collection, written as unknown as Doc, fields.version as number, '');
  }

  #index(name: string) {
    const index = this.collection.indexes[name];
    if (index !== undefined) return index;
    const known = this.indexes.join(', ') || 'none';
    throw new Error(`${this.name} has no index "${name}" (declared: ${known})`);
  }

  #bytes(community: string, name: string, key: IndexKey): Buffer {
    const bytes = sortable(key);
    return this.#index(name).blind === true
      ? this.#sealing.hide(community, `${this.name}.${name}`, bytes)
      : bytes;
  }

  #bounds(community: string, name: string, range: Range): { from: Buffer; to: Buffer } {
    const blind = this.#index(name).blind === true;
    checkRange(range, `${this.name}.${name}`, blind);
    const bytes = (key: IndexKey) => this.#bytes(community, name, key);
    const lows: Buffer[] = [FIRST];
    const highs: Buffer[] = [LAST];
    if (range.prefix !== undefined) {
      lows.push(bytes(range.prefix));
      highs.push(behind(bytes(range.prefix)));
    }
    if (range.from !== undefined) lows.push(bytes(range.from));
    if (range.to !== undefined) highs.push(bytes(range.to));
    if (range.after !== undefined) {
      const last = place(bytes(range.after.key), range.after.id);
      if (range.order === 'down') highs.push(last);
      else lows.push(next(last));
    }
    return { from: lows.reduce(larger), to: highs.reduce(smaller) };
  }
}

/** The column in which a document's place in an index is kept. */
export const indexColumn = (name: string): string => `"i_${name}"`;

const larger = (a: Buffer, b: Buffer) => (Buffer.compare(a, b) >= 0 ? a : b);
const smaller = (a: Buffer, b: Buffer) => (Buffer.compare(a, b) <= 0 ? a : b);
