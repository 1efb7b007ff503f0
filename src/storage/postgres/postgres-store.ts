import { randomUUID } from 'node:crypto';
import type { Clock } from '../../community/clock.js';
import type { Claim, ClaimFilter, Lease, QueueName, Store, Tx } from '../../community/store.js';
import type { Shown } from '../json/show.js';
import type { Log } from '../memory/core.js';
import { Listeners } from '../memory/listeners.js';
import { QUEUE_NAMES } from '../memory/rows.js';
import type { Database } from './database.js';
import { Forgetting } from './forgetting.js';
import { Lanes } from './lanes.js';
import { Leases } from './leases.js';
import { type Change, News, type Told } from './news.js';
import { Processes } from './processes.js';
import { readingOnly } from './reading-only.js';
import { RowShelf } from './row-shelf.js';
import type { Shelves } from './shelves.js';
import { showAll } from './show.js';
import type { Time } from './time.js';
import { type Changed, PgTransaction } from './transaction.js';
import { Conflict, TooManyConflicts, troubleOf } from './trouble.js';

export interface PostgresParts {
  readonly database: Database;
  readonly shelves: Shelves;
  readonly clock: Clock;
  readonly log: Log;
  readonly time: Time;
}

/** A body whose documents others change again and again is run so often in all. */
const TRIES = 12;
/** How long it waits between two tries at most, ms, and how long before the first. */
const PAUSE_MS = { first: 2, most: 250 };

/** The store over PostgreSQL, for any number of processes. Made by openPostgresStore. */
export class PostgresStore implements Store {
  readonly shared = true;
  readonly #parts: PostgresParts;
  readonly #id = randomUUID();
  readonly #lanes: Readonly<Record<QueueName, Lanes>>;
  readonly #leases: Leases;
  readonly #processes: Processes;
  readonly #news: News;
  readonly #forgetting: Forgetting;
  readonly #rows: Readonly<Record<QueueName, Listeners<void>>>;
  readonly #changes: Listeners<Change>;
  readonly #missed: Listeners<void>;
  readonly #underWay = new Set<Promise<unknown>>();
  #alone = true;
  #ended: Promise<void> | null = null;

  constructor(parts: PostgresParts) {
    this.#parts = parts;
    const { database, shelves, time, log, clock } = parts;
    const lanes = (queue: QueueName) =>
      new Lanes({ queue, shelf: shelves.queue(queue), database, process: this.#id });
    this.#lanes = { inbox: lanes('inbox'), outbox: lanes('outbox') };
    const report = (cause: unknown) =>
      log.error({ cause }, 'somebody who listens to the store threw an error');
    this.#rows = { inbox: new Listeners(report), outbox: new Listeners(report) };
    this.#changes = new Listeners(report);
    this.#missed = new Listeners(report);
    this.#leases = new Leases(database, time, clock);
    this.#forgetting = new Forgetting(database, shelves, log);
    this.#processes = new Processes({
      database,
      time,
      log,
      id: this.#id,
      heard: ({ alone, freed, buried }) => {
        const company = this.#alone && !alone;
        this.#alone = alone;
        if (buried) for (const queue of QUEUE_NAMES) this.#lanes[queue].lose();
        void this.#tidy();
        // News can be lost on the way; and nobody tells of what a dead process leaves behind.
        if (!alone || freed || buried) this.#stir(QUEUE_NAMES);
        // What somebody else did before we knew of each other was told to nobody.
        if (company) this.#missed.tell();
      },
    });
    this.#news = new News({
      database,
      log,
      id: this.#id,
      hear: told => this.#hear(told),
      missed: () => this.#lookAgain(),
    });
    database.onRecovery(() => void this.#tidy().then(() => this.#lookAgain()));
  }

  async start(): Promise<void> {
    await this.#news.start();
    await this.#processes.start();
    this.#forgetting.start();
    // Those who think that they are alone are to tell from now on.
    this.#news.tell({ queues: QUEUE_NAMES, changes: [] });
  }

  get healthy(): boolean {
    return this.#parts.database.healthy;
  }

  get trouble(): string | null {
    return this.#parts.database.trouble;
  }

  transact<T>(community: string, body: (tx: Tx) => Promise<T>, how: { under?: Lease } = {}): Promise<T> {
    if (this.#ended !== null) return Promise.reject(new Error('the store is closed'));
    const work = this.#transact(community, body, how.under);
    this.#note(work);
    return work;
  }

  async read<T>(community: string, body: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#ended !== null) throw new Error('the store is closed');
    const tx = this.#transaction(community, false);
    const work = body(readingOnly(tx));
    this.#note(work);
    try {
      return await work;
    } finally {
      await tx.abandon();
    }
  }

  async claim(queue: QueueName, filter: ClaimFilter): Promise<Claim | null> {
    if (this.#ended !== null) return null;
    if (filter.under !== undefined) this.#leases.check(filter.under);
    return this.#lanes[queue].claim(filter);
  }

  async release(claim: Claim): Promise<void> {
    const { queue } = claim.row;
    if (this.#ended === null && (await this.#lanes[queue].release(claim))) this.#rows[queue].tell();
  }

  async nextDue(
    queue: QueueName,
    filter: { community?: string; account?: string; after?: number },
  ): Promise<number | null> {
    return this.#lanes[queue].nextDue(filter);
  }

  onRows(queue: QueueName, listener: () => void): () => void {
    return this.#rows[queue].add(listener);
  }

  async depth(
    queue: QueueName,
    { account }: { account?: string } = {},
  ): Promise<{ rows: number; oldest: number | null }> {
    const { database, shelves } = this.#parts;
    const { rows } = await database.run({
      name: `${queue} depth${account === undefined ? '' : ' a'}`,
      text: `SELECT count(*) AS rows, min(since) AS oldest FROM ${shelves.queue(queue).table}${
        account === undefined ? '' : ' WHERE account = $1'
      }`,
      values: account === undefined ? [] : [account],
    });
    return { rows: Number(rows[0]?.rows), oldest: (rows[0]?.oldest as number | null) ?? null };
  }

  lease(name: string, holder: string, ms: number): Promise<Lease | null> {
    return this.#leases.take(name, holder, ms);
  }

  endLease(lease: Lease): Promise<void> {
    return this.#leases.end(lease);
  }

  onChange(listener: (change: Change) => void): () => void {
    return this.#changes.add(listener);
  }

  onMissed(listener: () => void): () => void {
    return this.#missed.add(listener);
  }

  /** What is held of a collection, or of one document in it: for the operator. */
  show(collection: string, id?: string): Promise<Shown[]> {
    return showAll(this.#parts.database, this.#parts.shelves, collection, id);
  }

  forget(): Promise<void> {
    return this.#forgetting.forget();
  }

  close(): Promise<void> {
    this.#ended ??= this.#close();
    return this.#ended;
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#underWay);
    await this.#forgetting.stop();
    await this.#news.stop();
    await this.#processes.stop();
    await this.#parts.database.close();
  }

  async #transact<T>(community: string, body: (tx: Tx) => Promise<T>, under: Lease | undefined): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      const tx = this.#transaction(community, tries === 1);
      try {
        const result = await body(tx);
        this.#publish(community, await tx.commit(under, this.#parts.time.sql));
        return result;
      } catch (error) {
        await tx.abandon();
        const why = tx.broken ?? error;
        if (!(why instanceof Conflict) && troubleOf(why) !== 'conflict') throw error;
        if (tries === TRIES) throw new TooManyConflicts(tries, why);
        await pause(Math.min(PAUSE_MS.most, PAUSE_MS.first * 2 ** tries) * (0.5 + Math.random()));
      }
    }
  }

  /** `trusting`: rows whose lanes we have claimed are taken to be as they were then. */
  #transaction(community: string, trusting: boolean): PgTransaction {
    const { database, shelves, clock } = this.#parts;
    return new PgTransaction({
      database,
      shelves,
      community,
      now: clock.now(),
      claimed: (queue, id) => (trusting ? this.#lanes[queue].claimed(community, id) : undefined),
    });
  }

  #publish(community: string, changed: readonly Changed[]): void {
    const queues = new Set<QueueName>();
    const changes: Change[] = [];
    for (const { shelf, id } of changed) {
      if (shelf instanceof RowShelf) queues.add(shelf.queue);
      else changes.push({ community, collection: shelf.name, id });
    }
    if (!this.#alone) this.#news.tell({ queues: [...queues], changes });
    this.#hear({ queues: [...queues], changes });
  }

  #hear({ queues, changes }: Told): void {
    for (const change of changes) this.#changes.tell(change);
    this.#stir(queues);
  }

  #stir(queues: readonly QueueName[]): void {
    for (const queue of queues) {
      this.#lanes[queue].stir();
      this.#rows[queue].tell();
    }
  }

  /** Whoever waited for a lane that we could not give back looked in vain meanwhile, and is to look again. */
  async #tidy(): Promise<void> {
    for (const queue of QUEUE_NAMES) if (await this.#lanes[queue].tidy()) this.#stir([queue]);
  }

  #lookAgain(): void {
    this.#missed.tell();
    this.#stir(QUEUE_NAMES);
  }

  #note(work: Promise<unknown>): void {
    this.#underWay.add(work);
    const gone = () => this.#underWay.delete(work);
    work.then(gone, gone);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
