import type { Collection, Doc, Lease, NewRow, QueueName, Range, Row, Tx } from '../../community/store.js';
import { checkFit } from '../documents/fit.js';
import { checkName } from '../documents/names.js';
import { plain } from '../documents/plain.js';
import type { Database, Session } from './database.js';
import { Flush } from './flush.js';
import { merged } from './merged.js';
import { type Known, Reads } from './reads.js';
import { NO_ORDER } from './row-shelf.js';
import type { Shelf, Standing } from './shelf.js';
import type { Shelves } from './shelves.js';
import { Conflict, troubleOf } from './trouble.js';

export interface Surroundings {
  readonly database: Database;
  readonly shelves: Shelves;
  readonly community: string;
  /** The transaction's time, ms. */
  readonly now: number;
  /** A row as whoever claimed its lane knows it; undefined: it has to be looked up. */
  readonly claimed: (queue: QueueName, id: string) => Standing<Row> | undefined;
}

/**
 * One run of a body. What it reads it reads at once, mostly outside of any transaction of the database; what it changes
 * is kept back until its end, and then written in one go, if everything that it read still stands as it was.
 */
export class PgTransaction implements Tx {
  readonly community: string;
  readonly #around: Surroundings;
  readonly #reads = new Reads();
  readonly #changes = new Map<Shelf, Map<string, Doc | undefined>>();
  #forgets = false;
  #session: Session | null = null;
  #ended = false;
  /** It cannot be committed, whatever its body makes of the error. */
  #broken: unknown = null;

  constructor(around: Surroundings) {
    this.#around = around;
    this.community = around.community;
  }

  /** Why it cannot be committed, whatever its body made of the error; null: nothing speaks against it. */
  get broken(): unknown {
    return this.#broken;
  }

  async get<D extends Doc>(
    collection: Collection<D>,
    id: string,
    { forUpdate = false }: { forUpdate?: boolean } = {},
  ): Promise<D | undefined> {
    this.#alive();
    const shelf = this.#around.shelves.of(collection);
    const drafted = this.#changes.get(shelf);
    if (drafted?.has(id) === true) return drafted.get(id) as D | undefined;
    return (await this.#look(shelf, id, forUpdate)) as D | undefined;
  }

  async find<D extends Doc>(collection: Collection<D>, index: string, range: Range): Promise<D[]> {
    this.#alive();
    const shelf = this.#around.shelves.of(collection);
    const drafted = this.#changes.get(shelf) ?? NOTHING;
    const statement = shelf.find(this.community, index, {
      ...range,
      limit: range.limit + drafted.size,
    });
    const { rows } = await this.#ask(statement);
    const found: D[] = [];
    for (const fields of rows) {
      if (drafted.has(fields.id as string)) continue;
      found.push(this.#noted(shelf, shelf.standing(this.community, fields)));
    }
    const own = [...drafted.values()].filter(doc => doc !== undefined) as D[];
    return merged({ shelf, index, community: this.community }, { ...range, ...statement }, found, own);
  }

  async put<D extends Doc>(collection: Collection<D>, doc: D): Promise<void> {
    this.#alive();
    const shelf = this.#around.shelves.of(collection);
    checkName(doc.id, `the id of a document for ${collection.name}`);
    const drafted = this.#changes.get(shelf);
    const before = drafted?.has(doc.id) ? drafted.get(doc.id) : this.#reads.at(shelf, doc.id)?.doc;
    checkFit(collection, doc, before);
    const settled = plain(doc, collection.name);
    shelf.check(settled);
    this.#set(shelf, doc.id, settled);
  }

  async remove<D extends Doc>(collection: Collection<D>, id: string): Promise<void> {
    this.#alive();
    this.#set(this.#around.shelves.of(collection), id, undefined);
  }

  async nextNumber(scope: string): Promise<number> {
    this.#alive();
    const { rows } = await this.#watched(
      this.#around.database.aside({
        name: 'number',
        text: `INSERT INTO linli."@numbers" AS n (community, scope, value) VALUES ($1, $2, 1)
 ON CONFLICT (community, scope) DO UPDATE SET value = n.value + 1 RETURNING value`,
        values: [this.community, scope],
      }),
    );
    return Number(rows[0]?.value);
  }

  async enqueue(queue: QueueName, row: NewRow): Promise<void> {
    this.#alive();
    const { id, lane, account, priority, notBefore, body } = row;
    for (const [name, value] of Object.entries({ id, lane, account })) {
      checkName(value, `the ${name} of a row for the ${queue}`);
    }
    if (!Number.isFinite(priority) || !Number.isFinite(notBefore)) {
      throw new TypeError(`a row for the ${queue} needs a finite priority and notBefore`);
    }
    const shelf = this.#around.shelves.queue(queue);
    const drafted = this.#changes.get(shelf);
    const there = drafted?.has(id) ? drafted.get(id) : this.#reads.at(shelf, id)?.doc;
    if (there !== undefined) throw new Error(`the ${queue} already holds a row with the id ${id}`);
    const { community } = this;
    const since = this.#around.now;
    const put = { id, lane, account, priority, notBefore, body, community, queue, order: NO_ORDER };
    this.#set(shelf, id, plain({ ...put, tries: 0, state: 'waiting' as const, since }, queue));
  }

  async complete(queue: QueueName, id: string): Promise<boolean> {
    if ((await this.row(queue, id)) === undefined) return false;
    this.#set(this.#around.shelves.queue(queue), id, undefined);
    return true;
  }

  async retry(queue: QueueName, id: string, how: { notBefore: number; tries?: number }): Promise<boolean> {
    if (!Number.isFinite(how.notBefore)) throw new TypeError('retry needs a finite notBefore');
    return this.#change(queue, id, row => ({
      ...row,
      notBefore: how.notBefore,
      tries: how.tries ?? row.tries + 1,
      state: 'waiting',
    }));
  }

  async mark(queue: QueueName, id: string): Promise<boolean> {
    return this.#change(queue, id, row => ({ ...row, state: 'sending' }));
  }

  async row(queue: QueueName, id: string): Promise<Row | undefined> {
    this.#alive();
    const shelf = this.#around.shelves.queue(queue);
    const drafted = this.#changes.get(shelf);
    if (drafted?.has(id) === true) return drafted.get(id) as Row | undefined;
    const claimed = this.#reads.at(shelf, id) === undefined && this.#around.claimed(queue, id);
    if (claimed) return this.#noted(shelf, claimed);
    return (await this.#look(shelf, id, false)) as Row | undefined;
  }

  async rows(queue: QueueName, lane: string, limit: number): Promise<Row[]> {
    this.#alive();
    const shelf = this.#around.shelves.queue(queue);
    const drafted = this.#changes.get(shelf) ?? NOTHING;
    const { rows } = await this.#ask(shelf.inLane(this.community, lane, limit + drafted.size));
    const found = rows.map(fields => this.#noted(shelf, shelf.standing(this.community, fields)));
    // Those that are new have no place in the order yet: it comes after all the others.
    const fresh = [...drafted.values()].filter(doc => (doc as Row | undefined)?.order === NO_ORDER) as Row[];
    const standing = found.flatMap(row => (drafted.has(row.id) ? (drafted.get(row.id) ?? []) : row)) as Row[];
    return [...standing, ...fresh.filter(row => row.lane === lane)].slice(0, limit);
  }

  async forget(): Promise<void> {
    this.#alive();
    this.#forgets = true;
  }

  /** Writes what was changed, and gives it. Throws a Conflict when something that was read has changed meanwhile. */
  async commit(under: Lease | undefined, leaseTime: string): Promise<readonly Changed[]> {
    this.#alive();
    this.#ended = true;
    if (this.#broken !== null) throw this.#broken;
    const changed: Changed[] = [];
    for (const [shelf, docs] of this.#changes) for (const [id, doc] of docs) changed.push({ shelf, id, doc });
    if (changed.length === 0 && !this.#forgets) return changed;
    const flush = new Flush(this.community, this.#reads);
    const locked = this.#session !== null;
    this.#session ??= await this.#around.database.session();
    await flush.write(this.#session, changed, { begin: !locked, forgets: this.#forgets, under, leaseTime });
    this.#session.giveBack(false);
    this.#session = null;
    return changed;
  }

  /** Lets go of everything; nothing was changed. */
  async abandon(): Promise<void> {
    this.#ended = true;
    const session = this.#session;
    this.#session = null;
    if (session === null) return;
    const gone = await session.say('ROLLBACK').then(
      () => false,
      () => true,
    );
    session.giveBack(gone);
  }

  #alive(): void {
    if (this.#ended) throw new Error('this transaction is over; await everything it does inside its body');
  }

  async #change(queue: QueueName, id: string, change: (row: Row) => Row): Promise<boolean> {
    const row = await this.row(queue, id);
    if (row === undefined) return false;
    this.#set(this.#around.shelves.queue(queue), id, plain(change(row), queue));
    return true;
  }

  #set(shelf: Shelf, id: string, doc: Doc | undefined): void {
    const known = this.#changes.get(shelf);
    if (known === undefined) this.#changes.set(shelf, new Map([[id, doc]]));
    else known.set(id, doc);
  }

  async #look<D extends Doc>(shelf: Shelf<D>, id: string, lock: boolean): Promise<D | undefined> {
    const known = this.#reads.at(shelf, id);
    if (known !== undefined && (!lock || known.locked)) return known.doc as D | undefined;
    if (lock) await this.#begin();
    const { rows } = await this.#ask(shelf.select(this.community, id, lock));
    this.#alive();
    const [fields] = rows;
    if (fields === undefined) return this.#note(shelf, id, { doc: undefined, rev: null, locked: false });
    const { doc, rev } = shelf.standing(this.community, fields);
    return this.#note(shelf, id, { doc: plain(doc, shelf.name), rev, locked: lock }) as D;
  }

  #noted<D extends Doc>(shelf: Shelf<D>, { doc, rev }: Standing<D>): D {
    const known = this.#reads.at(shelf, doc.id);
    if (known?.rev === rev) return known.doc as D;
    return this.#note(shelf, doc.id, { doc: plain(doc, shelf.name), rev, locked: false }) as D;
  }

  #note<D extends Doc>(shelf: Shelf<D>, id: string, standing: Known): D | undefined {
    const known = this.#reads.at(shelf, id);
    if (known !== undefined && known.rev !== standing.rev) {
      this.#broken = new Conflict(`${shelf.name}/${id}`);
      throw this.#broken;
    }
    this.#reads.note(shelf, id, standing);
    return standing.doc as D | undefined;
  }

  /** Begins a transaction of the database: from now on others wait for what we lock. */
  async #begin(): Promise<void> {
    if (this.#session !== null) return;
    const session = await this.#watched(this.#around.database.session());
    // Somebody in the same body may have been faster.
    if (this.#session !== null) return session.giveBack(false);
    this.#session = session;
    session.say('BEGIN').catch(error => {
      this.#broken ??= error;
    });
  }

  #ask(statement: Parameters<Session['run']>[0]) {
    return this.#watched(
      this.#session === null ? this.#around.database.run(statement) : this.#session.run(statement),
    );
  }

  /** A conflict that the body catches is one all the same. */
  async #watched<T>(asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      if (this.#session !== null || troubleOf(error) === 'conflict') this.#broken ??= error;
      throw error;
    }
  }
}

export interface Changed {
  readonly shelf: Shelf;
  readonly id: string;
  readonly doc: Doc | undefined;
}

const NOTHING: ReadonlyMap<string, Doc | undefined> = new Map();
