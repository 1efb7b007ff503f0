import type { Tx } from '../../community/store.js';

/** The reading half of a transaction: what would change something is refused. */
export function readingOnly(tx: Tx): Tx {
  return {
    community: tx.community,
    get: (collection, id) => tx.get(collection, id),
    find: (collection, index, range) => tx.find(collection, index, range),
    row: (queue, id) => tx.row(queue, id),
    rows: (queue, lane, limit) => tx.rows(queue, lane, limit),
    put: refuse('put'),
    remove: refuse('remove'),
    nextNumber: refuse('nextNumber'),
    enqueue: refuse('enqueue'),
    complete: refuse('complete'),
    retry: refuse('retry'),
    mark: refuse('mark'),
    forget: refuse('forget'),
  };
}

function refuse(what: string): () => Promise<never> {
  return async () => {
    throw new Error(`read() changes nothing: use transact() for ${what}`);
  };
}
