import type { z } from 'zod';

/** What a document may hold: plain JSON. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** A document is replaced as a whole and never mutated. Its id is unique in its collection and community. */
export interface Doc {
  readonly id: string;
}

/** A key in an index: compared element by element; numbers before strings; a prefix sorts before what it begins. */
export type IndexKey = readonly (string | number)[];

export interface Index<D> {
  /** The key under which `doc` is found, or null: it is not in this index. (A method, so that collections of all
   * sorts fit one list.) */
  key(doc: D): IndexKey | null;
  /**
   * The values are personal (a phone number): at rest they are kept as HMACs with the community's key, so that
   * they can be looked up by equality (`prefix`) only, never by range or in order.
   */
  readonly blind?: boolean;
}

/** A named collection of documents: how they look and how they are found. Declared beside the noun it stores. */
export interface Collection<D extends Doc = Doc> {
  readonly name: string;
  /** Version of the document's shape; a store refuses documents of a newer one. */
  readonly version: number;
  /** What `put` checks. A document that does not fit is a bug and ends its transaction. */
  readonly schema: z.ZodType<D>;
  /** Sealed at rest. */
  readonly personal: boolean;
  readonly indexes: Readonly<Record<string, Index<D>>>;
  /** Brings a document of an older version to this one, when it is read. */
  readonly upgrade?: (doc: Json, version: number) => D;
}

export interface Range {
  /** Keys that begin with these elements. */
  readonly prefix?: IndexKey;
  /** Keys at or after this one (compared after `prefix` has been matched; given in full, prefix included). */
  readonly from?: IndexKey;
  /** Keys before this one (exclusive; in full). */
  readonly to?: IndexKey;
  /** Default 'up'. Documents with equal keys come in the order of their ids; 'down' reverses the whole. */
  readonly order?: 'up' | 'down';
  /** At most so many documents. There is no default: whoever asks says how many he can bear. */
  readonly limit: number;
  /** The document after which to go on (the last of the page before). */
  readonly after?: { readonly key: IndexKey; readonly id: string };
}

export type QueueName = 'inbox' | 'outbox';

/** What is put into a queue. */
export interface NewRow {
  /** Unique in the queue and community. */
  readonly id: string;
  /** Rows of one lane leave one at a time. Its name begins with the account: `account/chat/person`. */
  readonly lane: string;
  /** The bot account that this row came in by or goes out by. */
  readonly account: string;
  /** Lower leaves first. Within one lane and priority: first in, first out. */
  readonly priority: number;
  /** Not before this time, ms. 0: at once. Holds those behind it in the same lane and priority. */
  readonly notBefore: number;
  readonly body: Json;
}

export interface Row extends NewRow {
  readonly community: string;
  readonly queue: QueueName;
  /** The place in the order in which rows were put in; rises with every row of the store. */
  readonly order: number;
  /** How often it was tried in vain. */
  readonly tries: number;
  /** 'sending' was written before an attempt whose outcome must not be guessed (see `mark`). */
  readonly state: 'waiting' | 'sending';
  /** When it was put in, ms, as the transaction's time says. */
  readonly since: number;
}

/**
 * What a transaction's body may do. The body awaits nothing but these, since it may be run again after a
 * conflict; it keeps no state outside itself.
 */
export interface Tx {
  readonly community: string;
  /** `forUpdate`: nobody else changes it until this transaction ends (hot documents; asked for in the order of docs/concurrency.md). */
  get<D extends Doc>(
    collection: Collection<D>,
    id: string,
    how?: { forUpdate?: boolean },
  ): Promise<D | undefined>;
  put<D extends Doc>(collection: Collection<D>, doc: D): Promise<void>;
  remove<D extends Doc>(collection: Collection<D>, id: string): Promise<void>;
  /** Documents by a declared index. Sees the transaction's own changes. */
  find<D extends Doc>(collection: Collection<D>, index: string, range: Range): Promise<D[]>;
  /** The next number of a scope, from 1: unique and rising, gaps allowed (an aborted transaction leaves one). */
  nextNumber(scope: string): Promise<number>;

  /** Puts a row into a queue. A row with an id that is still in the queue is refused with an error. */
  enqueue(queue: QueueName, row: NewRow): Promise<void>;
  /** Takes a row out for good. False when it is no longer there. */
  complete(queue: QueueName, id: string): Promise<boolean>;
  /** Leaves a row in its place, one try more (or `tries` as given), not before `notBefore`; state is 'waiting' again. */
  retry(queue: QueueName, id: string, how: { notBefore: number; tries?: number }): Promise<boolean>;
  /** Writes down that a row is about to be sent. */
  mark(queue: QueueName, id: string): Promise<boolean>;
  /** A row as it stands, or undefined. */
  row(queue: QueueName, id: string): Promise<Row | undefined>;
  /** The rows of one lane, those that came first before the others, whatever their priority: at most `limit`. */
  rows(queue: QueueName, lane: string, limit: number): Promise<Row[]>;

  /**
   * What was removed or replaced, by this transaction or before, has to leave the disk as well. Once the transaction
   * is durable that is owed, whatever happens, and the store sees to it by itself within a minute or so of its
   * running (see Store.forget). Nothing is owed when the transaction fails.
   */
  forget(): Promise<void>;
}

/**
 * A stored document is of a newer version than this process knows: a newer process wrote it, and can go on with it.
 * Whoever meets this leaves the work to such a one.
 */
export class NewerVersion extends Error {
  constructor(whose: string, version: number, known: number) {
    super(`${whose} is of version ${version}, but this Linli knows version ${known}: a newer Linli wrote it`);
    this.name = 'NewerVersion';
  }
}

/** What was to be done as the holder of a lease was not done: the lease is somebody else's now, or nobody's. */
export class LeaseLost extends Error {
  constructor(name: string) {
    super(`the lease ${name} is not ours any more`);
    this.name = 'LeaseLost';
  }
}

/** A lane that is ours until we release it, and its row whose turn it is. */
export interface Claim {
  readonly row: Row;
  readonly token: string;
}

export interface ClaimFilter {
  /** Only rows of this community: each has a desk of its own, and only that one can handle them. */
  readonly community?: string;
  /** Only lanes of this account. */
  readonly account?: string;
  /**
   * The lease under which all lanes that fit this filter are ours: nobody without it claims any of them. Then a claim
   * has to be agreed with nobody. Throws LeaseLost when it is over.
   */
  readonly under?: Lease;
  /** Now, ms: rows with a later `notBefore` wait. */
  readonly now: number;
  /**
   * Lanes that are not to be claimed now (a chat that is held back by its platform). A lane is passed over whole
   * when this holds for the row whose turn it is. A claim costs as many calls as lanes are passed over.
   */
  readonly except?: (row: Row) => boolean;
}

export interface Lease {
  readonly name: string;
  readonly holder: string;
  /** Valid until, ms, by the store's clock. */
  readonly until: number;
  /** Rises each time the lease changes hands. */
  readonly epoch: number;
}

export interface Store {
  /**
   * Runs `body` and resolves with what it returned once its changes are durable. When it throws, nothing was
   * changed. Bodies that touch the same documents, got or found, run as if one after another. That a document is not
   * there, or that no more fit a range, holds only until the body ends: whoever counts on it puts or locks (`forUpdate`)
   * a document that the others do too.
   * With `under`, nothing is changed unless that lease still stands: else it throws LeaseLost.
   */
  transact<T>(community: string, body: (tx: Tx) => Promise<T>, how?: { under?: Lease }): Promise<T>;
  /** Runs `body` over what is durable, without changing anything; `put` and the like throw. */
  read<T>(community: string, body: (tx: Tx) => Promise<T>): Promise<T>;

  /**
   * Claims a free lane, whole, and gives the row whose turn it is: of all lanes, the one with the lowest
   * priority and, among these, the oldest row. In a lane, a priority whose first row must wait is passed over.
   * Null when there is nothing to do now. A claim ends with `release`, or with the process.
   */
  claim(queue: QueueName, filter: ClaimFilter): Promise<Claim | null>;
  release(claim: Claim): Promise<void>;
  /**
   * When the next row that nobody holds falls due, ms; null when none waits. May lie in the past; with `after`
   * (ms), only rows that fall due later than that count: what is due and held back by `except` hides nobody.
   */
  nextDue(
    queue: QueueName,
    filter: { community?: string; account?: string; after?: number },
  ): Promise<number | null>;
  /** Calls back after rows have become durable or a lane was released. Returns a function that ends it. */
  onRows(queue: QueueName, listener: () => void): () => void;
  /** Number of rows in a queue, and the time of the oldest (ms), for the gauges. */
  depth(queue: QueueName, filter?: { account?: string }): Promise<{ rows: number; oldest: number | null }>;

  /** Takes or renews a lease for `ms`, by the store's clock; null when somebody else holds it. */
  lease(name: string, holder: string, ms: number): Promise<Lease | null>;
  /** Gives a lease back before its time, so that the next one need not wait. Nothing happens when it is over. */
  endLease(lease: Lease): Promise<void>;
  /**
   * Calls back with the collection and community of each durable change, other processes' too. Returns a function that
   * ends it.
   */
  onChange(listener: (change: { community: string; collection: string; id: string }) => void): () => void;
  /**
   * Calls back when changes may have been missed (the line that brings other processes' was down): whoever keeps
   * something up to date by `onChange` looks again. Returns a function that ends it.
   */
  onMissed(listener: () => void): () => void;
  /** Other processes may be at work on the same store, at this moment or later. */
  readonly shared: boolean;

  /**
   * Destroys now what the disk still holds of documents as they were before they were removed or replaced. Resolves
   * when none of the store's own files holds what was removed before this call (backups are the operator's).
   * Transactions go on meanwhile, and calls that wait together are one. Rejects with a sentence for the operator; then
   * it stays owed, and is tried again by itself. To be sure of it even if the process dies before it can call this,
   * the transaction that removes says `tx.forget()`.
   */
  forget(): Promise<void>;

  /** False after a write failed for good; readiness reports it with `trouble`. */
  readonly healthy: boolean;
  /** A sentence for the operator when not healthy: what happened, where, what to do. */
  readonly trouble: string | null;
  /** Waits for what is under way and closes. */
  close(): Promise<void>;
}
