import type { Doc, IndexKey, Range } from '../../community/store.js';
import { compareEntries, compareKeys, type Entry, startsWith } from '../documents/keys.js';
import { checkRange } from '../documents/range.js';
import type { Layer } from './layer.js';
import type { Table } from './table.js';

interface Found extends Entry {
  readonly doc: Doc;
}

/** A document as seen through `layers`; the first layer that knows it is right. */
export function look(table: Table, layers: readonly Layer[], id: string): Doc | undefined {
  for (const layer of layers) {
    const standing = layer.empty ? undefined : layer.at(table, id);
    if (standing !== undefined) return standing.doc;
  }
  return table.docs.get(id);
}

/** Documents by an index, as seen through `layers`. */
export function find(table: Table, layers: readonly Layer[], name: string, range: Range): Doc[] {
  const index = table.index(name);
  checkRange(range, `${table.collection.name}.${name}`, index.blind);
  const down = range.order === 'down';
  const low = lowEnd(range, down);
  const high = highEnd(range, down, index.blind);
  const covered = coveredBy(table, layers);
  const standing = covered === null ? [] : inRange(covered, index.key, low, high, down);
  const places = down ? index.entries.down(high) : index.entries.up(entry => !low(entry));

  const docs: Doc[] = [];
  let next = 0;
  const passed = (entry: Entry) => {
    const order = standing[next] === undefined ? 1 : compareEntries(standing[next]!, entry);
    return standing[next] !== undefined && (down ? order > 0 : order < 0);
  };
  for (const entry of places) {
    if (docs.length >= range.limit || !(down ? low(entry) : high(entry))) break;
    while (passed(entry) && docs.length < range.limit) docs.push(standing[next++]!.doc);
    if (docs.length >= range.limit || covered?.has(entry.id) === true) continue;
    docs.push(table.docs.get(entry.id)!);
  }
  while (next < standing.length && docs.length < range.limit) docs.push(standing[next++]!.doc);
  return docs;
}

/** Those documents that the layers hold in front of the table, by id; null when there are none. */
function coveredBy(table: Table, layers: readonly Layer[]): Map<string, Doc | undefined> | null {
  const covered = new Map<string, Doc | undefined>();
  for (const layer of layers) {
    if (layer.empty) continue;
    for (const [id, { doc }] of layer.of(table)) if (!covered.has(id)) covered.set(id, doc);
  }
  return covered.size === 0 ? null : covered;
}

function inRange(
  docs: ReadonlyMap<string, Doc | undefined>,
  keyOf: (doc: Doc) => IndexKey | null,
  low: (entry: Entry) => boolean,
  high: (entry: Entry) => boolean,
  down: boolean,
): Found[] {
  const found: Found[] = [];
  for (const [id, doc] of docs) {
    const key = doc === undefined ? null : keyOf(doc);
    if (doc === undefined || key === null) continue;
    const entry = { key, id, doc };
    if (low(entry) && high(entry)) found.push(entry);
  }
  return found.sort((a, b) => (down ? compareEntries(b, a) : compareEntries(a, b)));
}

/** Holds for every entry from where the range begins. */
function lowEnd({ prefix, from, after }: Range, down: boolean): (entry: Entry) => boolean {
  return entry =>
    (prefix === undefined || compareKeys(entry.key, prefix) >= 0) &&
    (from === undefined || compareKeys(entry.key, from) >= 0) &&
    (after === undefined || down || compareEntries(entry, after) > 0);
}

/** Holds for every entry up to where the range ends. */
function highEnd({ prefix, to, after }: Range, down: boolean, exact: boolean): (entry: Entry) => boolean {
  const begins = (key: IndexKey, whole: IndexKey) =>
    compareKeys(key, whole) <= 0 || (!exact && startsWith(key, whole));
  return entry =>
    (prefix === undefined || begins(entry.key, prefix)) &&
    (to === undefined || compareKeys(entry.key, to) < 0) &&
    (after === undefined || !down || compareEntries(entry, after) < 0);
}
