import type { Clock } from '../../src/community/clock.js';
import type { Collection, Store } from '../../src/community/store.js';
import { openJsonStore } from '../../src/storage/json.js';
import { storeContract } from './contract.js';
import { givenFolder, KEY, keptLog } from './given-folder.js';
import { reopening } from './reopening.js';
import { rerun } from './rerun.js';

/** A store in a folder of its own, which goes on as the same object when it is opened again. */
const make =
  (wrap: (store: Store) => Store) => async (given: { clock: Clock; collections: readonly Collection[] }) => {
    const folder = await givenFolder();
    const open = () => openJsonStore({ ...given, folder, key: KEY, log: keptLog() });
    return reopening(open, wrap);
  };

storeContract(
  'json',
  make(store => store),
);
storeContract('json, every body run twice', make(rerun));
