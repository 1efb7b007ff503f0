import type { Store } from '../../src/community/store.js';
import { Broken } from './promises.js';

/** The store, with an eye on what is put into the inbox: a message that was taken in once is never taken in again. */
export function watched(store: Store, taken: Set<string>, broken: (error: unknown) => void): Store {
  const seeing: Pick<Store, 'transact'> = {
    async transact(community, body) {
      let rows: string[] = [];
      const result = await store.transact(community, tx => {
        // A body may be run again; what counts is its last run.
        rows = [];
        return body(
          new Proxy(tx, {
            get(target, name) {
              if (name !== 'enqueue') {
                const own: unknown = Reflect.get(target, name);
                return typeof own === 'function' ? own.bind(target) : own;
              }
              return (...[queue, row]: Parameters<typeof tx.enqueue>) => {
                if (queue === 'inbox') rows.push(row.id);
                return target.enqueue(queue, row);
              };
            },
          }),
        );
      });
      for (const id of rows.filter(one => one.startsWith('sim/'))) {
        if (taken.has(id)) broken(new Broken(`${id} was taken in twice`));
        taken.add(id);
      }
      return result;
    },
  };
  return new Proxy(store, {
    get(target, name) {
      if (name === 'transact') return seeing.transact;
      const own: unknown = Reflect.get(target, name);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}
