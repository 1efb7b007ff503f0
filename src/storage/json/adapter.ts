import type { Adapter } from 'lowdb';
import type { Collection } from '../../community/store.js';
import type { Log } from '../memory/core.js';
import { Group } from '../memory/group.js';
import { State } from '../memory/state.js';
import { destroyBefore, destroySnapshot } from './destroy.js';
import type { Files } from './files.js';
import type { Folder } from './folder.js';
import type { Keys } from './head.js';
import { Journal } from './journal.js';
import { Owed } from './owed.js';
import { recover } from './recover.js';
import { writeSnapshot } from './snapshot.js';

export interface AdapterOptions {
  readonly files: Files;
  readonly folder: Folder;
  readonly keys: Keys;
  readonly log: Log;
  readonly collections: readonly Collection[];
}

export interface SnapshotHow {
  readonly settled: () => Promise<void>;
  readonly stopped: () => boolean;
}

/**
 * How lowdb reads and writes the state: read from the last snapshot and the journals since; written by adding
 * to the journal what has changed (`state.group`), so that a write costs what the change costs.
 */
export class JournalAdapter implements Adapter<State> {
  readonly #options: AdapterOptions;
  #journal: Journal | null = null;
  /** Waits to take over from the current journal, between two groups. */
  #next: Journal | null = null;
  #writing = false;
  #place = 0;
  /** The place of the last group before the journal in use. */
  #placeBefore = 0;
  #closedJournals = 0;
  #snapshotSize = 0;
  #snapshot: number | null = null;
  readonly #owed = new Owed();

  constructor(options: AdapterOptions) {
    this.#options = options;
  }

  get path(): string {
    return this.#options.folder.path;
  }

  /** Bytes that a start would have to read from journals. */
  get journalSize(): number {
    return this.#closedJournals + (this.#journal?.size ?? 0);
  }

  /** Bytes of the last snapshot. */
  get snapshotSize(): number {
    return this.#snapshotSize;
  }

  /** What was removed is still in older files, and has to leave them. The next snapshot sees to it. */
  get owes(): boolean {
    return this.#owed.any;
  }

  /** Reads what is there, drops what a crash left unfinished, and begins a journal of this process's own. */
  async read(): Promise<State> {
    const { files, folder, keys, log, collections } = this.#options;
    const state = new State(collections);
    const found = await recover(state, { files, folder, master: keys.master, log });
    for (const { generation, offset, bytes } of found.torn) {
      const file = folder.journal(generation);
      log.warn({ file, offset, bytes }, 'a crash left an unfinished end in the journal; it was dropped');
      await cut(files, file, offset);
    }
    // What a killed process wrote may have been read from the system's memory: it is built upon from now on, so it
    // has to be on the disk.
    for (const generation of found.journals) {
      if (!found.torn.some(torn => torn.generation === generation))
        await syncFile(files, folder.journal(generation));
    }
    for (const generation of found.unfinished) await destroySnapshot(this.#options, generation);
    this.#owed.add(found.owed);
    if (found.alone) await this.#finishDestroying(found.snapshot ?? 1);
    this.#place = found.place;
    this.#snapshot = found.snapshot;
    this.#snapshotSize = found.snapshotSize;
    this.#closedJournals = found.journalSize;
    const whole = found.torn.filter(({ offset }) => offset === 0).map(({ generation }) => generation);
    this.#journal = await this.#begin(Math.min((found.journals.at(-1) ?? 0) + 1, ...whole));
    this.#placeBefore = this.#place;
    return state;
  }

  async write(state: State): Promise<void> {
    const group = state.group ?? new Group();
    this.#writing = true;
    try {
      if (this.#next !== null) await this.#swap(this.#next);
      await this.#current.append(group, this.#place + 1);
      this.#place += 1;
      if (group.forgets) this.#owed.add([this.#place]);
      if (this.#next !== null) await this.#swap(this.#next);
    } finally {
      this.#writing = false;
    }
  }

  /**
   * Writes a new snapshot of `state`, and removes what is older than the one before; where a forgetting is owed, that
   * one too. One at a time.
   */
  async snapshot(state: State, how: SnapshotHow): Promise<void> {
    const { files, folder, keys, log } = this.#options;
    let alone = false;
    const generation = this.#current.generation + 1;
    if (!this.#writing && this.#current.broken)
      throw new Error('no snapshot can be made before the journal can be written again');
    this.#next ??= await this.#begin(generation);
    if (!this.#writing) await this.#swap(this.#next);
    const size = await writeSnapshot(state, {
      files,
      folder,
      keys,
      generation,
      place: () => this.#placeBefore,
      alone: () => {
        alone = this.#owed.upTo(this.#placeBefore);
        return alone;
      },
      settled: how.settled,
      stopped: how.stopped,
    }).catch(async error => {
      await destroySnapshot(this.#options, generation).catch(() => undefined);
      throw error;
    });
    const keep = alone ? generation : (this.#snapshot ?? 1);
    this.#snapshot = generation;
    this.#snapshotSize = size;
    this.#closedJournals = 0;
    await destroyBefore(this.#options, keep, generation);
    if (alone) this.#owed.settle(this.#placeBefore);
    log.info({ folder: folder.path, generation, bytes: size, alone }, 'a snapshot was written');
  }

  async close(): Promise<void> {
    await this.#next?.close();
    await this.#journal?.close();
  }

  get #current(): Journal {
    if (this.#journal === null) throw new Error('the store was not read yet');
    return this.#journal;
  }

  async #begin(generation: number): Promise<Journal> {
    const { files, folder, keys, log } = this.#options;
    const path = folder.journal(generation);
    const journal = await Journal.create(files, log, { path, generation, keys });
    await files.syncFolder(folder.path);
    return journal;
  }

  async #swap(next: Journal): Promise<void> {
    const old = this.#current;
    await old.whole();
    this.#next = null;
    this.#journal = next;
    this.#placeBefore = this.#place;
    this.#closedJournals += old.size;
    await old.close();
  }

  /** A crash came between a snapshot that was to be all there is and the end of what is older. */
  async #finishDestroying(keep: number): Promise<void> {
    const { files, folder, log } = this.#options;
    try {
      // A killed process may not have come to this, and then what is older is all that a power cut would leave.
      await files.syncFolder(folder.snapshot(keep));
      await files.syncFolder(folder.path);
      await destroyBefore(this.#options, keep);
    } catch (error) {
      this.#owed.add([0]);
      log.error({ error }, 'what was removed can still be in older files; it is tried again later');
    }
  }
}

async function syncFile(files: Files, path: string): Promise<void> {
  const file = await files.open(path);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function cut(files: Files, path: string, length: number): Promise<void> {
  if (length === 0) return files.remove(path);
  const file = await files.open(path);
  try {
    await file.truncate(length);
    await file.sync();
  } finally {
    await file.close();
  }
}
