import type { Clock } from '../../src/community/clock.js';
import type { Collection, Store } from '../../src/community/store.js';
import { openPostgresStore } from '../../src/storage/postgres.js';
import { givenDatabase } from '../postgres.js';
import { storeContract } from './contract.js';
import { KEY, keptLog } from './given-folder.js';
import { reopening } from './reopening.js';
import { rerun } from './rerun.js';

/** A database of its own, whose leases are timed by the test's clock. */
const make =
  (wrap: (store: Store) => Store) => async (given: { clock: Clock; collections: readonly Collection[] }) => {
    const url = await givenDatabase();
    const time = {
      get sql() {
        return `${given.clock.now()}::bigint`;
      },
    };
    const open = () => openPostgresStore({ ...given, url, key: KEY, log: keptLog(), time });
    return reopening(open, wrap);
  };

storeContract(
  'postgres',
  make(store => store),
);
storeContract('postgres, every body run twice', make(rerun));
