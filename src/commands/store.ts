import { existsSync } from 'node:fs';
import { collections } from '../collections.js';
import { readConfig } from '../config.js';
import { makeLog, storeLog } from '../log.js';
import { showStore, unknownCollection } from '../storage/json.js';
import { storeKey } from '../storage/key.js';
import { ask, NoDesk } from './client.js';
import { overOwnStore } from './own-store.js';
import { run } from './run.js';

const USAGE = `npm run store -- show COLLECTION [ID]
Collections: ${[...collections.map(({ name }) => name), 'inbox', 'outbox'].join(', ')}`;

// `npm run store -- show …`: what is stored, sealed things opened, as JSON. Asks the running desk; only when none runs
// does it open the store itself.
await run(async () => {
  const [verb, collection, id, ...more] = process.argv.slice(2);
  if (verb !== 'show' || collection === undefined || more.length > 0) throw new Error(USAGE);
  console.log(JSON.stringify(await shown(collection, id), null, 2));
  return 0;
});

async function shown(collection: string, id: string | undefined) {
  const config = readConfig();
  try {
    return await ask(config.data, 'store.show', { collection, ...(id === undefined ? {} : { id }) });
  } catch (error) {
    if (!(error instanceof NoDesk)) throw error;
  }
  if (config.database.url !== undefined) {
    return overOwnStore(config, async store => {
      const unknown = unknownCollection(collections, collection);
      if (unknown !== null) throw new Error(unknown);
      return store.show(collection, id);
    });
  }
  if (!existsSync(config.data)) throw new Error(`${config.data} is not there: nothing has been stored yet.`);
  if (config.key === undefined && !existsSync(config.keyFile)) {
    throw new Error(
      `There is no key: set LINLI_KEY, or put the key file back where it was, ${config.keyFile}.`,
    );
  }
  const { key } = await storeKey({ given: config.key, file: config.keyFile, folder: config.data });
  const log = storeLog(makeLog('error', process.stderr));
  return showStore({
    folder: config.data,
    key,
    log,
    collections,
    collection,
    ...(id === undefined ? {} : { id }),
  });
}
