import type { Low } from 'lowdb';
import type { Clock } from '../../community/clock.js';
import type { Claim, ClaimFilter, Lease, QueueName, Store, Tx } from '../../community/store.js';
import { Group } from './group.js';
import { Job } from './job.js';
import type { Layer } from './layer.js';
import { Leases } from './leases.js';
import { Line } from './line.js';
import { Outside } from './outside.js';
import { Reading } from './reading.js';
import type { State } from './state.js';
import { Transaction } from './transaction.js';

export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface CoreOptions {
  /** Holds the state; its adapter makes `state.group` durable at each write, or throws and has written nothing. */
  readonly db: Low<State>;
  readonly clock: Clock;
  readonly log: Log;
  /** At most so many transactions become durable with one write. */
  readonly largestGroup?: number;
}

/** After a failed write, how long until it is tried again with nothing in it, ms. */
const PROBE_MS = 1000;

/**
 * A store in memory whose changes become durable in groups. Bodies run one after another, on everything that
 * was changed before them, durable or not; outsiders see what is durable.
 */
export class CoreStore implements Store {
  readonly #db: Low<State>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #largestGroup: number;
  readonly #jobs = new Line<Job>();
  #running: Promise<void> | null = null;
  readonly #outside: Outside;
  readonly #leases: Leases;
  #gathering = new Group();
  #flushing: { readonly group: Group; readonly ended: Promise<void> } | null = null;
  /** Rises when memory is rolled back: a body that began before has seen what never was. */
  #rollbacks = 0;
  #closed = false;
  #stopProbing: () => void = () => undefined;
  #trouble: Error | null = null;
  /** Why memory was last rolled back. */
  #failure = new Error('nothing has failed yet');

  constructor({ db, clock, log, largestGroup = 512 }: CoreOptions) {
    this.#db = db;
    this.#clock = clock;
    this.#log = log;
    this.#largestGroup = largestGroup;
    this.#outside = new Outside(db.data, cause =>
      log.error({ cause }, 'somebody who listens to the store threw an error'),
    );
    this.#leases = new Leases(this, clock);
  }

  get healthy(): boolean {
    return this.#trouble === null;
  }

  get trouble(): string | null {
    return this.#trouble?.message ?? null;
  }

  transact<T>(
    community: string,
    body: (tx: Tx) => Promise<T>,
    { under }: { under?: Lease } = {},
  ): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('the store is closed'));
    if (under !== undefined) return this.transact(community, this.#while(under, body));
    return new Promise<T>((resolve, reject) => {
      this.#jobs.add(new Job(community, body, resolve as (value: unknown) => void, reject));
      this.#running ??= this.#run();
    });
  }

  async read<T>(community: string, body: (tx: Tx) => Promise<T>): Promise<T> {
    const reading = new Reading(this.#db.data, community, () => this.#undurable());
    try {
      return await body(reading);
    } finally {
      reading.end();
    }
  }

  async claim(queue: QueueName, filter: ClaimFilter): Promise<Claim | null> {
    if (filter.under !== undefined) this.#leases.check(filter.under);
    return this.#closed ? null : this.#outside.lanes[queue].claim(filter);
  }

  async release(claim: Claim): Promise<void> {
    const { queue } = claim.row;
    if (this.#outside.lanes[queue].release(claim)) this.#outside.rows[queue].tell();
  }

  async nextDue(
    queue: QueueName,
    filter: { community?: string; account?: string; after?: number },
  ): Promise<number | null> {
    return this.#outside.lanes[queue].nextDue(filter);
  }

  onRows(queue: QueueName, listener: () => void): () => void {
    return this.#outside.rows[queue].add(listener);
  }

  async depth(
    queue: QueueName,
    filter: { account?: string } = {},
  ): Promise<{ rows: number; oldest: number | null }> {
    return this.#outside.lanes[queue].depth(filter.account);
  }

  lease(name: string, holder: string, ms: number): Promise<Lease | null> {
    return this.#leases.take(name, holder, ms);
  }

  async endLease(lease: Lease): Promise<void> {
    this.#leases.end(lease);
  }

  onChange(listener: (change: { community: string; collection: string; id: string }) => void): () => void {
    return this.#outside.changes.add(listener);
  }

  /** Nothing is missed: all changes are our own. */
  onMissed(): () => void {
    return () => undefined;
  }

  readonly shared = false;

  /** Nothing is left of what was removed where nothing is kept. */
  async forget(): Promise<void> {}

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopProbing();
    await this.#running;
    while (this.#flushing !== null) await this.#flushing.ended;
  }

  /** How often memory was rolled back. */
  protected get rollbacks(): number {
    return this.#rollbacks;
  }

  protected get closed(): boolean {
    return this.#closed;
  }

  /** Resolves when everything that was changed before this call is durable, or was rolled back. */
  protected async settled(): Promise<void> {
    const group = this.#gathering.empty ? this.#flushing?.group : this.#gathering;
    if (group === undefined) return;
    const over = new Promise<void>(resolve => group.wait({ durable: resolve, lost: () => resolve() }));
    this.#flushIfDue();
    await over;
  }

  /** Called after each group that became durable. */
  protected wrote(): void {}

  get #full(): boolean {
    return this.#gathering.size >= this.#largestGroup;
  }

  /** Bodies run one after another and their changes stand at once: so a lease that ends meanwhile ends after them. */
  #while<T>(lease: Lease, body: (tx: Tx) => Promise<T>): (tx: Tx) => Promise<T> {
    return async tx => {
      this.#leases.check(lease);
      const result = await body(tx);
      this.#leases.check(lease);
      return result;
    };
  }

  /** One after another, in the order in which they were handed in. */
  async #run(): Promise<void> {
    // Begins in the next microtask, so that `#running` is set before the first body is.
    await null;
    for (let job = this.#jobs.next(); job !== undefined; job = this.#jobs.next()) {
      if (this.#full && this.#flushing !== null) await this.#flushing.ended;
      const rollbacks = this.#rollbacks;
      const { community } = job;
      const now = this.#clock.now();
      const tx = new Transaction({ state: this.#db.data, community, now, numbered: this.#numbered });
      try {
        job.succeed(await job.body(tx));
      } catch (error) {
        job.fail(error);
        tx.draft.forget();
      }
      tx.end();
      if (rollbacks !== this.#rollbacks) job.lost(this.#failure);
      else this.#wait(job, tx);
      this.#flushIfDue();
    }
    this.#running = null;
  }

  /** Even a body that changed nothing, or threw, has seen what is not durable yet: its answer waits for that. */
  #wait(job: Job, tx: Transaction): void {
    this.#gathering.take(tx.draft);
    const group = this.#gathering.empty ? this.#flushing?.group : this.#gathering;
    if (group === undefined) job.durable();
    else group.wait(job);
  }

  #numbered = (community: string, scope: string, value: number) => {
    this.#gathering.setNumber(community, scope, value);
  };

  #flushIfDue(): void {
    if (this.#flushing !== null || this.#gathering.empty) return;
    if (this.#jobs.empty || this.#full) void this.#flush();
  }

  async #flush(): Promise<void> {
    const group = this.#gathering;
    this.#gathering = new Group();
    const ended = this.#write(group);
    this.#flushing = { group, ended };
    await ended;
  }

  async #write(group: Group): Promise<void> {
    const state = this.#db.data;
    try {
      state.group = group;
      await this.#db.write();
    } catch (cause) {
      this.#rollBack(group, cause);
      return;
    }
    this.#flushing = null;
    if (this.#trouble !== null) this.#log.info({}, 'the store can write again');
    this.#trouble = null;
    this.#outside.publish(group);
    this.#flushIfDue();
    this.wrote();
  }

  /** Back to what is durable. Bodies that ran since have built on what was lost, so they fail with it. */
  #rollBack(group: Group, cause: unknown): void {
    const lost = this.#gathering;
    this.#gathering = new Group();
    this.#flushing = null;
    this.#rollbacks += 1;
    lost.undo();
    group.undo();
    this.#failure = cause instanceof Error ? cause : new Error(String(cause));
    this.#trouble = this.#failure;
    this.#log.error({ cause }, 'the store could not write; memory was rolled back to what is durable');
    group.fail(this.#failure);
    lost.fail(this.#failure);
    this.#stopProbing();
    if (!this.#closed) this.#stopProbing = this.#clock.after(PROBE_MS, () => this.#probe());
  }

  /** Nobody may send work to a store in trouble: so it finds out by itself whether it can write again. */
  #probe(): void {
    if (this.#trouble !== null && this.#flushing === null && !this.#closed) void this.#flush();
  }

  /** How documents stood before what is not durable yet, oldest first. */
  #undurable(): readonly Layer[] {
    return this.#flushing === null ? [this.#gathering] : [this.#flushing.group, this.#gathering];
  }
}
