import type { Tx } from '../community/store.js';

/** A transaction that notices whether anything was written through it. */
export function watchWrites(tx: Tx): { tx: Tx; written: () => boolean } {
  let written = false;
  const note = () => {
    written = true;
  };
  return {
    written: () => written,
    tx: {
      community: tx.community,
      get: (collection, id, how) => tx.get(collection, id, how),
      find: (collection, index, range) => tx.find(collection, index, range),
      row: (queue, id) => tx.row(queue, id),
      rows: (queue, lane, limit) => tx.rows(queue, lane, limit),
      // A number that goes unused leaves a gap, which is allowed.
      nextNumber: scope => tx.nextNumber(scope),
      put: (collection, doc) => {
        note();
        return tx.put(collection, doc);
      },
      remove: (collection, id) => {
        note();
        return tx.remove(collection, id);
      },
      enqueue: (queue, row) => {
        note();
        return tx.enqueue(queue, row);
      },
      complete: (queue, id) => {
        note();
        return tx.complete(queue, id);
      },
      retry: (queue, id, how) => {
        note();
        return tx.retry(queue, id, how);
      },
      mark: (queue, id) => {
        note();
        return tx.mark(queue, id);
      },
      forget: () => {
        note();
        return tx.forget();
      },
    },
  };
}
