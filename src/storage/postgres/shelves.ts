import type { Collection, Doc, QueueName } from '../../community/store.js';
import { DocShelf } from './doc-shelf.js';
import { RowShelf } from './row-shelf.js';
import type { Sealing } from './sealing.js';

/** Where everything is kept: a shelf for each declared collection, and for each queue. */
export class Shelves {
  readonly docs: readonly DocShelf[];
  readonly rows: Readonly<Record<QueueName, RowShelf>>;
  readonly #byName: ReadonlyMap<string, DocShelf>;

  constructor(collections: readonly Collection[], sealing: Sealing) {
    for (const { name } of collections) {
      // A name is a table's: PostgreSQL cuts longer ones off.
      if (!/^[a-z][a-z0-9_-]{0,40}$/i.test(name)) throw new Error(`"${name}" is no name for a collection`);
    }
    for (const { name, indexes } of collections) {
      const long = Object.keys(indexes).find(index => Buffer.byteLength(`${name}_${index}`) > 63);
      if (long !== undefined)
        throw new Error(`${name}.${long}: together no longer than 62 characters, please`);
    }
    this.docs = collections.map(collection => new DocShelf(collection, sealing));
    this.#byName = new Map(this.docs.map(shelf => [shelf.name, shelf]));
    this.rows = { inbox: new RowShelf('inbox', sealing), outbox: new RowShelf('outbox', sealing) };
  }

  of<D extends Doc>(collection: Collection<D>): DocShelf<D> {
    return this.named(collection.name) as DocShelf<Doc> as unknown as DocShelf<D>;
  }

  queue(queue: QueueName): RowShelf {
    return this.rows[queue];
  }

  /** An unknown name is answered with the known ones. */
  named(name: string): DocShelf {
    const found = this.#byName.get(name);
    if (found !== undefined) return found;
    const known = [...this.#byName.keys()].join(', ');
    throw new Error(`the collection "${name}" is not declared to this store (declared: ${known})`);
  }
}
