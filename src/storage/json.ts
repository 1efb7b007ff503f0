import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { Low } from 'lowdb';
import type { Clock } from '../community/clock.js';
import type { Collection } from '../community/store.js';
import { JournalAdapter } from './json/adapter.js';
import type { Files } from './json/files.js';
import { Folder } from './json/folder.js';
import { type Holder, thisProcess } from './json/holder.js';
import { JsonStore, type SnapshotPace } from './json/json-store.js';
import { takeLock } from './json/lock.js';
import { nodeFiles } from './json/node-files.js';
import type { Log } from './memory/core.js';
import { State } from './memory/state.js';

export type { Files, OpenFile } from './json/files.js';
export type { Holder } from './json/holder.js';
export type { JsonStore, SnapshotPace } from './json/json-store.js';
export { nodeFiles } from './json/node-files.js';
export { type Shown, showStore, storeHolder, unknownCollection } from './json/show.js';
export { StoreError } from './json/store-error.js';
export type { Log } from './memory/core.js';

export interface JsonStoreOptions {
  /** Where the data lives; made when it is missing. One process at a time. */
  readonly folder: string;
  /** 32 bytes, with which personal collections are sealed (see key.ts). */
  readonly key: Buffer;
  readonly clock: Clock;
  readonly log: Log;
  /** Every collection that is ever used. What is stored of others makes the start fail. */
  readonly collections: readonly Collection[];
  /** The disk; default: this machine's. */
  readonly files?: Files;
  /** Who takes the lock; default: this process. */
  readonly holder?: Holder;
  /** 32 bytes, never the same twice: a salt for each file. Default: the system's randomness. */
  readonly salt?: () => Buffer;
  /** When to write a snapshot by itself. */
  readonly snapshots?: SnapshotPace;
}

/**
 * Opens the JSON store: state in memory, held by lowdb; changes durable in a journal; a snapshot now and then.
 * Throws a StoreError that names file, place and mend when the data is damaged, sealed with another key, newer
 * than this program, or in use by another process.
 */
export async function openJsonStore(options: JsonStoreOptions): Promise<JsonStore> {
  const { key, clock, log, collections, files = nodeFiles, holder = thisProcess } = options;
  if (key.length !== 32) throw new RangeError(`the store's key has ${key.length} bytes; it needs 32`);
  const folder = new Folder(resolve(options.folder));
  await files.makeFolder(folder.path);
  await files.protectFolder(folder.path);
  const unlock = await takeLock(files, folder, { holder, clock, log });
  try {
    const keys = { master: key, salt: options.salt ?? (() => randomBytes(32)) };
    const adapter = new JournalAdapter({ files, folder, keys, log, collections });
    const db = new Low<State>(adapter, new State());
    await db.read();
    return new JsonStore({
      db,
      clock,
      log,
      adapter,
      unlock,
      ...(options.snapshots && { pace: options.snapshots }),
    });
  } catch (error) {
    await unlock();
    throw error;
  }
}
