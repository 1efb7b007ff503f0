import type { Collection, Doc } from '../../community/store.js';
import type { Group } from './group.js';
import { QUEUE_NAMES, QUEUES } from './rows.js';
import { Table } from './table.js';

/** Everything a store holds in memory: tables, numbers, and the group of changes that waits to be written. */
export class State {
  /** The declared collections by name; null: whatever is asked for is taken as declared. */
  readonly #declared: ReadonlyMap<string, Collection> | null;
  readonly #tables = new Map<string, Map<string, Table>>();
  /** The last number given, by community and scope. */
  readonly numbers = new Map<string, Map<string, number>>();
  /** The place of the row that was put into a queue last. */
  order = 0;
  /** What the next write is to make durable. */
  group: Group | null = null;

  constructor(collections: readonly Collection[] | null = null) {
    for (const { name } of collections ?? []) {
      if (!/^[a-z][a-z0-9_-]*$/i.test(name)) throw new Error(`"${name}" is no name for a collection`);
    }
    this.#declared =
      collections === null
        ? null
        : new Map(
            [...collections, ...QUEUE_NAMES.map(queue => QUEUES[queue] as Collection)].map(one => [
              one.name,
              one,
            ]),
          );
  }

  /** The declared collection of this name. An unknown one is answered with the known ones. */
  collection(name: string): Collection {
    const found = this.#declared?.get(name);
    if (found !== undefined) return found;
    const known = [...(this.#declared?.keys() ?? [])].join(', ');
    throw new Error(`the collection "${name}" is not declared to this store (declared: ${known})`);
  }

  table<D extends Doc>(community: string, collection: Collection<D>): Table {
    const tables = this.#tables.get(community) ?? new Map<string, Table>();
    const known = tables.get(collection.name);
    if (known !== undefined) return known;
    if (this.#declared !== null) this.collection(collection.name);
    const table = new Table(community, collection);
    tables.set(collection.name, table);
    this.#tables.set(community, tables);
    return table;
  }

  *tables(): Generator<Table> {
    for (const tables of this.#tables.values()) yield* tables.values();
  }

  number(community: string, scope: string): number {
    return this.numbers.get(community)?.get(scope) ?? 0;
  }

  setNumber(community: string, scope: string, value: number): void {
    const scopes = this.numbers.get(community);
    if (scopes === undefined) this.numbers.set(community, new Map([[scope, value]]));
    else scopes.set(scope, value);
  }
}
