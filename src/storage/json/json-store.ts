import type { Low } from 'lowdb';
import type { Clock } from '../../community/clock.js';
import { CoreStore, type Log } from '../memory/core.js';
import type { State } from '../memory/state.js';
import type { JournalAdapter } from './adapter.js';
import { documentsOf, type Shown } from './show.js';

/**
 * A snapshot is written when the journals since the last one have outgrown `bytes` and the last snapshot: in a quiet
 * moment once they are larger than it, and under load not before they are `times` as large, so that it adds little
 * to what a commit costs.
 */
export interface SnapshotPace {
  readonly bytes: number;
  readonly times: number;
}

const USUAL: SnapshotPace = { bytes: 64 * 1024 * 1024, times: 6 };
/** So long without a write is a quiet moment, ms. */
const QUIET_MS = 2000;

/** The core over a journal on the disk. Made by openJsonStore. */
export class JsonStore extends CoreStore {
  readonly #db: Low<State>;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #adapter: JournalAdapter;
  readonly #unlock: () => Promise<void>;
  readonly #pace: SnapshotPace;
  /** Snapshots are written one after another. */
  #snapshots: Promise<void> = Promise.resolve();
  #waiting = 0;
  /** After one that failed: not again before the journals have grown to this. */
  #notBefore = 0;
  #ended: Promise<void> | null = null;
  #writes = 0;
  /** Ends the waiting for a quiet moment; null: nobody waits for one. */
  #stopWaiting: (() => void) | null = null;

  constructor(parts: {
    db: Low<State>;
    clock: Clock;
    log: Log;
    adapter: JournalAdapter;
    unlock: () => Promise<void>;
    pace?: SnapshotPace;
  }) {
    super(parts);
    this.#db = parts.db;
    this.#clock = parts.clock;
    this.#log = parts.log;
    this.#adapter = parts.adapter;
    this.#unlock = parts.unlock;
    this.#pace = parts.pace ?? USUAL;
    this.wrote();
  }

  /** Writes a snapshot now; the one before is kept. The store goes on working meanwhile. */
  snapshot(): Promise<void> {
    return this.#snapshot(false);
  }

  /**
   * Writes a snapshot and destroys everything older: what was removed before this call is in no file of the store
   * when it resolves (backups are the operator's).
   */
  destroyOld(): Promise<void> {
    return this.#snapshot(true);
  }

  /** What is held of a collection (`inbox` and `outbox` count as such), or of one document in it: for the operator. */
  show(collection: string, id?: string): Shown[] {
    return documentsOf(this.#db.data, collection, id);
  }

  override close(): Promise<void> {
    this.#ended ??= this.#close();
    return this.#ended;
  }

  protected override wrote(): void {
    this.#writes += 1;
    if (this.#outgrown(this.#pace.times)) this.#snapshotByItself();
    else if (this.#outgrown(1)) this.#awaitQuiet();
  }

  /** Whether the journals are so many times as large as the last snapshot, and a new one may be begun. */
  #outgrown(times: number): boolean {
    const { journalSize, snapshotSize } = this.#adapter;
    const enough = Math.max(this.#pace.bytes, times * snapshotSize, this.#notBefore);
    return this.#waiting === 0 && !this.closed && journalSize > enough;
  }

  #awaitQuiet(): void {
    if (this.#stopWaiting !== null) return;
    const writes = this.#writes;
    this.#stopWaiting = this.#clock.after(QUIET_MS, () => {
      this.#stopWaiting = null;
      if (!this.#outgrown(1)) return;
      if (writes === this.#writes) this.#snapshotByItself();
      else this.#awaitQuiet();
    });
  }

  #snapshotByItself(): void {
    this.#snapshot(false).catch(error => {
      this.#notBefore = this.#adapter.journalSize + this.#pace.bytes;
      if (!this.closed) this.#log.error({ error }, 'a snapshot could not be written; the journal goes on');
    });
  }

  async #close(): Promise<void> {
    this.#stopWaiting?.();
    await super.close();
    // A snapshot under way notices that the store is closed, and gives up.
    await this.#snapshots;
    await this.#adapter.close();
    await this.#unlock();
  }

  #snapshot(all: boolean): Promise<void> {
    this.#waiting += 1;
    const written = this.#snapshots.then(() => this.#write(all));
    this.#snapshots = written
      .catch(() => undefined)
      .then(() => {
        this.#waiting -= 1;
      });
    return written;
  }

  async #write(all: boolean): Promise<void> {
    if (this.closed) throw new Error('the store is closed');
    const { rollbacks } = this;
    await this.#adapter.snapshot(this.#db.data, {
      all,
      settled: async () => {
        await this.settled();
        if (this.rollbacks !== rollbacks) throw new Error('a write failed while the snapshot was made');
      },
      stopped: () => this.closed,
    });
    this.#notBefore = 0;
  }
}
