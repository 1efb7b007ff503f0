import type { Store } from '../../src/community/store.js';
import type { Opened } from './contract/given.js';

/** A store that goes on as the same object when it is opened again, wrapped each time. */
export async function reopening(open: () => Promise<Store>, wrap: (store: Store) => Store): Promise<Opened> {
  let current = await open();
  return {
    store: wrap(current),
    reopen: async () => {
      await current.close();
      current = await open();
      return wrap(current);
    },
    dispose: () => current.close(),
  };
}
