import type { Collection, Doc, IndexKey } from '../../community/store.js';
import { checkKey, compareEntries, compareKeys, type Entry } from '../documents/keys.js';
import { SortedList } from './sorted-list.js';

interface TableIndex {
  readonly key: (doc: Doc) => IndexKey | null;
  readonly blind: boolean;
  readonly entries: SortedList<Entry>;
}

/** The documents of one collection in one community, and the indexes by which they are found. */
export class Table {
  readonly community: string;
  readonly collection: Collection;
  readonly docs = new Map<string, Doc>();
  readonly #indexes = new Map<string, TableIndex>();

  constructor(community: string, collection: Collection) {
    this.community = community;
    this.collection = collection;
    for (const [name, index] of Object.entries(collection.indexes)) {
      this.#indexes.set(name, {
        key: doc => index.key(doc),
        blind: index.blind === true,
        entries: new SortedList(compareEntries),
      });
    }
  }

  /** An unknown name is answered with the known ones. */
  index(name: string): TableIndex {
    const index = this.#indexes.get(name);
    if (index !== undefined) return index;
    const known = [...this.#indexes.keys()].join(', ') || 'none';
    throw new Error(`${this.collection.name} has no index "${name}" (declared: ${known})`);
  }

  /** Throws when an index cannot hold `doc`: before it is too late to say no. */
  check(doc: Doc): void {
    for (const [name, index] of this.#indexes) {
      const key = index.key(doc);
      if (key !== null) checkKey(key, `${this.collection.name}.${name}`);
    }
  }

  /** Builds the indexes anew from the documents: many at once cost far less than one by one. */
  reindex(): void {
    for (const index of this.#indexes.values()) {
      const entries: Entry[] = [];
      for (const [id, doc] of this.docs) {
        const key = index.key(doc);
        if (key !== null) entries.push({ key, id });
      }
      index.entries.fill(entries.sort(compareEntries));
    }
  }

  /** Puts `doc` in the place of the one with this id, or takes that one out. Gives what was there. */
  set(id: string, doc: Doc | undefined): Doc | undefined {
    const before = this.docs.get(id);
    for (const index of this.#indexes.values()) {
      const old = before === undefined ? null : index.key(before);
      const key = doc === undefined ? null : index.key(doc);
      if (old !== null && key !== null && compareKeys(old, key) === 0) continue;
      if (old !== null) index.entries.remove({ key: old, id });
      if (key !== null) index.entries.add({ key, id });
    }
    if (doc === undefined) this.docs.delete(id);
    else this.docs.set(id, doc);
    return before;
  }
}
