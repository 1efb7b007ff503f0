import type { Collection, Doc, Range, Store, Tx } from '../../src/community/store.js';
import type { SeededChance } from '../clock.js';

class Conflict extends Error {}
class Undone extends Error {}
type Change = (tx: Tx) => Promise<void>;

const RUNS = 10;

/** What came of it, for the test to print: bodies run again, and those of them that waited for each other. */
export interface Collisions {
  again: number;
  deadlocks: string[];
}

/**
 * The memory store, whose bodies run at once as they do over PostgreSQL: each reads what is committed, `forUpdate` waits
 * for whoever holds a document that is there, everything else that was read is looked at again at the end, in key order,
 * and what is not there is guarded by nothing. Lots decide who goes on at each step. Documents and numbers only.
 */
export class ConcurrentStore {
  readonly collisions: Collisions = { again: 0, deadlocks: [] };
  readonly #store: Store;
  readonly #chance: SeededChance;
  readonly #versions = new Map<string, number>();
  readonly #locks = new Map<string, Body[]>();
  readonly #ready: (() => void)[] = [];

  constructor(store: Store, chance: SeededChance) {
    this.#store = store;
    this.#chance = chance;
  }

  /** The store with its transactions replaced. */
  asStore(): Store {
    return new Proxy(this.#store, {
      get: (store, name) => {
        if (name === 'transact') return this.transact.bind(this);
        const value: unknown = Reflect.get(store, name);
        return typeof value === 'function' ? value.bind(store) : value;
      },
    });
  }

  async transact<T>(community: string, body: (tx: Tx) => Promise<T>): Promise<T> {
    for (let run = 1; ; run++) {
      const tx = new Body(this, community);
      try {
        const value = await body(tx.asTx());
        await tx.commit();
        return value;
      } catch (error) {
        // A refusal by what has changed meanwhile is one of somebody who looks again.
        const stale = error instanceof Conflict;
        if (!stale && !tx.broken) throw error;
        if (run === RUNS) throw new Error(`run ${RUNS} times in vain`);
        this.collisions.again += 1;
      } finally {
        this.release(tx);
      }
    }
  }

  /** The next step of somebody, drawn by lot among all who could go on. */
  async step(): Promise<void> {
    const mine = new Promise<void>(resolve => this.#ready.push(resolve));
    setImmediate(() => this.#ready.splice(this.#chance.below(this.#ready.length), 1)[0]?.());
    await mine;
  }

  version(key: string): number {
    return this.#versions.get(key) ?? 0;
  }

  /** Waits until `key` is this body's, first come, first served. */
  async lock(body: Body, key: string): Promise<void> {
    const line = this.#locks.get(key) ?? [];
    if (!this.#locks.has(key)) this.#locks.set(key, line);
    if (!line.includes(body)) line.push(body);
    body.waits = key;
    const ring = this.#ring(body);
    if (ring) {
      this.collisions.deadlocks.push(ring);
      throw body.conflict(key);
    }
    while (line[0] !== body) await this.step();
    body.waits = null;
  }

  release(body: Body): void {
    for (const line of this.#locks.values()) {
      const at = line.indexOf(body);
      if (at >= 0) line.splice(at, 1);
    }
  }

  /** Who waits for whom, when that comes back to where it began. */
  #ring(first: Body): string | null {
    const path: string[] = [];
    for (let body: Body | undefined = first; body?.waits; ) {
      path.push(body.waits);
      const line: Body[] = this.#locks.get(body.waits) ?? [];
      body = line[line.indexOf(body) - 1];
      if (body === first) return path.join(' → ');
    }
    return null;
  }

  /** Reads what is committed, behind some changes of one's own. */
  async look<T>(community: string, changes: readonly Change[], read: (tx: Tx) => Promise<T>): Promise<T> {
    let value: T[] = [];
    const undone = new Undone();
    await this.#store
      .transact(community, async tx => {
        for (const change of changes) await change(tx);
        value = [await read(tx)];
        throw undone;
      })
      .catch(error => {
        if (error !== undone) throw error;
      });
    return value[0] as T;
  }

  async write(community: string, body: Body): Promise<void> {
    await this.#store.transact(community, async tx => {
      body.requireUnchanged();
      for (const change of body.changes) await change(tx);
      for (const key of body.written.keys()) this.#versions.set(key, this.version(key) + 1);
    });
  }

  number(community: string, scope: string): Promise<number> {
    return this.#store.transact(community, tx => tx.nextNumber(scope));
  }
}

class Body {
  readonly changes: Change[] = [];
  readonly written = new Map<string, Doc | undefined>();
  readonly read = new Map<string, { version: number; doc: Doc | undefined; locked: boolean }>();
  readonly #store: ConcurrentStore;
  readonly #community: string;
  waits: string | null = null;
  broken = false;

  constructor(store: ConcurrentStore, community: string) {
    this.#store = store;
    this.#community = community;
  }

  asTx(): Tx {
    const no = () => {
      throw new Error('there are no queues here');
    };
    return {
      community: this.#community,
      get: (collection, id, how) => this.#get(collection, id, how?.forUpdate === true),
      put: async (collection, doc) =>
        this.#change(keyOf(collection, doc.id), doc, tx => tx.put(collection, doc)),
      remove: async (collection, id) =>
        this.#change(keyOf(collection, id), undefined, tx => tx.remove(collection, id)),
      find: (collection, index, range) => this.#find(collection, index, range),
      nextNumber: scope => this.#store.number(this.#community, scope),
      forget: async () => undefined,
      enqueue: no,
      complete: no,
      retry: no,
      mark: no,
      row: no,
      rows: no,
    };
  }

  async #get<D extends Doc>(collection: Collection<D>, id: string, lock: boolean): Promise<D | undefined> {
    const key = keyOf(collection, id);
    if (this.written.has(key)) return this.written.get(key) as D | undefined;
    const known = this.read.get(key);
    if (known && (!lock || known.locked)) return known.doc as D | undefined;
    await this.#store.step();
    let doc = await this.#looked(collection, id, key, false);
    if (!lock || doc === undefined) return doc;
    this.read.delete(key);
    await this.#store.lock(this, key);
    doc = await this.#looked(collection, id, key, true);
    if (known && known.version !== this.read.get(key)?.version) throw this.conflict(key);
    return doc;
  }

  #looked<D extends Doc>(
    collection: Collection<D>,
    id: string,
    key: string,
    locked: boolean,
  ): Promise<D | undefined> {
    return this.#store.look(this.#community, [], async tx => {
      const doc = await tx.get(collection, id);
      this.#note(key, doc, locked);
      return doc;
    });
  }

  async #find<D extends Doc>(collection: Collection<D>, index: string, range: Range): Promise<D[]> {
    await this.#store.step();
    return this.#store.look(this.#community, this.changes, async tx => {
      const found = await tx.find(collection, index, range);
      for (const doc of found) {
        const key = keyOf(collection, doc.id);
        if (!this.written.has(key)) this.#note(key, doc, this.read.get(key)?.locked === true);
      }
      return found;
    });
  }

  #note(key: string, doc: Doc | undefined, locked: boolean): void {
    const version = this.#store.version(key);
    const known = this.read.get(key);
    if (known && known.version !== version) throw this.conflict(key);
    this.read.set(key, { version, doc, locked });
  }

  #change(key: string, doc: Doc | undefined, change: Change): void {
    this.written.set(key, doc);
    this.changes.push(change);
  }

  requireUnchanged(): void {
    for (const [key, { version, doc }] of this.read) {
      const counts = doc !== undefined || this.written.has(key);
      if (counts && this.#store.version(key) !== version) throw this.conflict(key);
    }
  }

  conflict(key: string): Conflict {
    this.broken = true;
    return new Conflict(key);
  }

  async commit(): Promise<void> {
    if (this.broken) throw new Conflict('caught by its body');
    if (this.changes.length === 0) return;
    const there = [...this.read].filter(([, { doc }]) => doc !== undefined).map(([key]) => key);
    for (const key of [...new Set([...there, ...this.written.keys()])].sort())
      await this.#store.lock(this, key);
    await this.#store.step();
    await this.#store.write(this.#community, this);
  }
}

const keyOf = (collection: Collection<never> | { name: string }, id: string): string =>
  `${collection.name}/${id}`;
