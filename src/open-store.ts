import { collections } from './collections.js';
import type { Clock } from './community/clock.js';
import type { Store } from './community/store.js';
import type { Config } from './config.js';
import { type Log, openJsonStore, type Shown } from './storage/json.js';
import { openPostgresStore } from './storage/postgres.js';

/** A store whose content can be looked at by its operator. */
export interface OwnStore extends Store {
  /** What is held of a collection (`inbox` and `outbox` count as such), or of one document in it, opened. */
  show(collection: string, id?: string): Promise<Shown[]> | Shown[];
}

/**
 * Opens the store that the settings name: PostgreSQL with DATABASE_URL, or else the JSON store in LINLI_DATA, which one
 * process has to itself. Throws a sentence for the operator when it cannot be opened.
 */
export function openStore(how: {
  config: Pick<Config, 'data' | 'database'>;
  key: Buffer;
  clock: Clock;
  log: Log;
}): Promise<OwnStore> {
  const { config, key, clock, log } = how;
  const { url, connections } = config.database;
  if (url === undefined) return openJsonStore({ folder: config.data, key, clock, log, collections });
  return openPostgresStore({ url, connections, key, clock, log, collections });
}
