import type { Low } from 'lowdb';
import type { Clock } from '../../community/clock.js';
import { CoreStore, type Log } from '../memory/core.js';
import type { State } from '../memory/state.js';
import type { JournalAdapter } from './adapter.js';
import { notForgotten } from './owed.js';
import { QuietMoment } from './quiet-moment.js';
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
/** What has to leave the disk waits no longer than this for a quiet moment, ms; and so long before the next try. */
const FORGET_MS = 60_000;

/** The core over a journal on the disk. Made by openJsonStore. */
export class JsonStore extends CoreStore {
  readonly #db: Low<State>;
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
  readonly #quiet: QuietMoment;
  /** A forgetting that has not begun yet: it serves whoever calls until then. */
  #forgetting: Promise<void> | null = null;
  /** One was called for, and could not even be written down. */
  #unwritten = false;

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
    this.#log = parts.log;
    this.#adapter = parts.adapter;
    this.#unlock = parts.unlock;
    this.#pace = parts.pace ?? USUAL;
    this.#quiet = new QuietMoment(parts.clock, () => {
      if (this.#owes || this.#outgrown(1)) this.#snapshotByItself();
    });
    this.wrote();
  }

  /** Writes a snapshot now; the one before is kept. The store goes on working meanwhile. */
  snapshot(): Promise<void> {
    return this.#snapshot();
  }

  override forget(): Promise<void> {
    this.#forgetting ??= this.#forget();
    return this.#forgetting;
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
    this.#quiet.wrote();
    if (this.#outgrown(this.#pace.times)) this.#snapshotByItself();
    else this.#waitForQuiet();
  }

  /** Something that was removed is still in a file, and has to leave it. */
  get #owes(): boolean {
    return (this.#adapter.owes || this.#unwritten) && this.#waiting === 0 && !this.closed;
  }

  #waitForQuiet(): void {
    if (this.#owes) this.#quiet.wait({ latest: FORGET_MS });
    else if (this.#outgrown(1)) this.#quiet.wait();
  }

  /** Whether the journals are so many times as large as the last snapshot, and a new one may be begun. */
  #outgrown(times: number): boolean {
    const { journalSize, snapshotSize } = this.#adapter;
    const enough = Math.max(this.#pace.bytes, times * snapshotSize, this.#notBefore);
    return this.#waiting === 0 && !this.closed && journalSize > enough;
  }

  #snapshotByItself(): void {
    const written = this.#unwritten ? this.forget() : this.#snapshot();
    written.catch(error => {
      this.#notBefore = this.#adapter.journalSize + this.#pace.bytes;
      if (!this.closed) this.#log.error({ error }, 'a snapshot could not be written; the journal goes on');
    });
  }

  async #forget(): Promise<void> {
    // Whoever calls once it has begun may have removed something that it passes by.
    const begins = () => {
      this.#forgetting = null;
    };
    try {
      this.#unwritten = true;
      // Noted in the journal first, so that it is seen to whatever happens.
      await this.transact('', tx => tx.forget());
      this.#unwritten = false;
      await this.#snapshot(begins);
    } catch (cause) {
      begins();
      throw this.closed ? cause : notForgotten(this.#adapter.path, cause);
    }
  }

  async #close(): Promise<void> {
    this.#quiet.stop();
    await super.close();
    // A snapshot under way notices that the store is closed, and gives up.
    await this.#snapshots;
    await this.#adapter.close();
    await this.#unlock();
  }

  #snapshot(begins: () => void = () => undefined): Promise<void> {
    this.#waiting += 1;
    const written = this.#snapshots.then(begins).then(() => this.#write());
    this.#snapshots = written.then(
      () => this.#done(0),
      () => this.#done(FORGET_MS),
    );
    return written;
  }

  #done(pause: number): void {
    this.#waiting -= 1;
    if (this.#owes) this.#quiet.wait({ latest: FORGET_MS, pause });
  }

  async #write(): Promise<void> {
    if (this.closed) throw new Error('the store is closed');
    const { rollbacks } = this;
    await this.#adapter.snapshot(this.#db.data, {
      settled: async () => {
        await this.settled();
        if (this.rollbacks !== rollbacks) throw new Error('a write failed while the snapshot was made');
      },
      stopped: () => this.closed,
    });
    this.#notBefore = 0;
  }
}
