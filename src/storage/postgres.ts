import type { Clock } from '../community/clock.js';
import type { Collection } from '../community/store.js';
import type { Log } from './memory/core.js';
import { Database } from './postgres/database.js';
import { PostgresStore } from './postgres/postgres-store.js';
import { migrate } from './postgres/schema.js';
import { Sealing } from './postgres/sealing.js';
import { Shelves } from './postgres/shelves.js';
import { databaseTime, type Time } from './postgres/time.js';

export type { PostgresStore } from './postgres/postgres-store.js';
export { DatabaseTrouble } from './postgres/trouble.js';

export interface PostgresStoreOptions {
  /** `postgres://name:password@host:port/database`; PostgreSQL 14 or newer, or what speaks its protocol. */
  readonly url: string;
  /** 32 bytes, with which personal collections are sealed (see key.ts). All processes have the same. */
  readonly key: Buffer;
  readonly clock: Clock;
  readonly log: Log;
  /** Every collection that is ever used. */
  readonly collections: readonly Collection[];
  /** Connections that transactions may use at once; default 10. Three more serve everything else. */
  readonly connections?: number;
  /** What leases are timed by; default: the database's own clock. */
  readonly time?: Time;
}

/**
 * Opens the store over PostgreSQL, for any number of processes at once. Brings the database to what this Linli needs.
 * Throws a sentence for the operator when it cannot be reached, is newer, or was written with another key.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  const { url, key, clock, log, collections, connections = 10, time = databaseTime } = options;
  if (key.length !== 32) throw new RangeError(`the store's key has ${key.length} bytes; it needs 32`);
  const sealing = new Sealing(key);
  const database = new Database({ url, connections, log });
  try {
    const shelves = new Shelves(collections, sealing);
    await migrate(database, shelves, sealing.check());
    const store = new PostgresStore({ database, shelves, clock, log, time });
    await store.start();
    return store;
  } catch (error) {
    await database.close();
    throw error;
  }
}
