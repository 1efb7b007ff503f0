import type { Config } from '../config.js';
import { dataFolder } from '../folders.js';
import { makeLog, storeLog } from '../log.js';
import { type OwnStore, openStore } from '../open-store.js';
import { storeKey } from '../storage/key.js';
import { systemClock } from '../system.js';

/** Runs `body` over the store when no desk does: opened under its lock, so that no desk can start meanwhile, and closed. */
export async function overOwnStore<T>(config: Config, body: (store: OwnStore) => Promise<T>): Promise<T> {
  await dataFolder(config.data);
  const { key } = await storeKey({ given: config.key, file: config.keyFile, folder: config.data });
  const log = storeLog(makeLog('error', process.stderr));
  const store = await openStore({ config, key, clock: systemClock, log });
  try {
    return await body(store);
  } finally {
    await store.close();
  }
}
