import type { Store, Tx } from '../../src/community/store.js';

class Aborted extends Error {}

/**
 * The store, made inconvenient in every way that the contract allows: each body is run once in vain, its
 * changes thrown away, and then again; between the operations of a body it pauses, so that everything else gets
 * its turn. Code that works here does not rely on bodies being run once, or on a store in memory.
 */
export function rerun(store: Store, options: { pause?: () => Promise<void> } = {}): Store {
  const pause = options.pause ?? (() => new Promise<void>(resolve => setImmediate(resolve)));
  return {
    async transact(community, body, how) {
      const aborted = new Aborted('run in vain, on purpose');
      await store
        .transact(
          community,
          async tx => {
            // Whatever the first run comes to, a refusal included, it has to come to it again.
            await body(pausing(tx, pause)).catch(() => undefined);
            throw aborted;
          },
          how,
        )
        .catch(error => {
          if (error !== aborted) throw error;
        });
      return store.transact(community, tx => body(pausing(tx, pause)), how);
    },
    read: (community, body) => store.read(community, tx => body(pausing(tx, pause))),
    claim: (queue, filter) => store.claim(queue, filter),
    release: claim => store.release(claim),
    nextDue: (queue, filter) => store.nextDue(queue, filter),
    onRows: (queue, listener) => store.onRows(queue, listener),
    depth: (queue, filter) => store.depth(queue, filter),
    lease: (name, holder, ms) => store.lease(name, holder, ms),
    endLease: lease => store.endLease(lease),
    onChange: listener => store.onChange(listener),
    onMissed: listener => store.onMissed(listener),
    shared: store.shared,
    forget: () => store.forget(),
    get healthy() {
      return store.healthy;
    },
    get trouble() {
      return store.trouble;
    },
    close: () => store.close(),
  };
}

/** The same transaction, with a pause before and after each operation. */
function pausing(tx: Tx, pause: () => Promise<void>): Tx {
  const paused = async <T>(operation: () => Promise<T>): Promise<T> => {
    await pause();
    const result = await operation();
    await pause();
    return result;
  };
  return {
    community: tx.community,
    get: (collection, id, how) => paused(() => tx.get(collection, id, how)),
    put: (collection, doc) => paused(() => tx.put(collection, doc)),
    remove: (collection, id) => paused(() => tx.remove(collection, id)),
    find: (collection, index, range) => paused(() => tx.find(collection, index, range)),
    nextNumber: scope => paused(() => tx.nextNumber(scope)),
    enqueue: (queue, row) => paused(() => tx.enqueue(queue, row)),
    complete: (queue, id) => paused(() => tx.complete(queue, id)),
    retry: (queue, id, how) => paused(() => tx.retry(queue, id, how)),
    mark: (queue, id) => paused(() => tx.mark(queue, id)),
    row: (queue, id) => paused(() => tx.row(queue, id)),
    rows: (queue, lane, limit) => paused(() => tx.rows(queue, lane, limit)),
    forget: () => paused(() => tx.forget()),
  };
}
