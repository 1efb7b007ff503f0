import type { Store } from '../community/store.js';

/** Resolves when everything that came in by this account has been handled, and every answer has gone out. */
export async function untilQuiet(store: Pick<Store, 'depth' | 'onRows'>, account: string): Promise<void> {
  for (;;) {
    let end: (() => void)[] = [];
    const changed = new Promise<void>(done => {
      end = (['inbox', 'outbox'] as const).map(queue => store.onRows(queue, done));
    });
    try {
      const depths = await Promise.all(
        (['inbox', 'outbox'] as const).map(queue => store.depth(queue, { account })),
      );
      if (depths.every(({ rows }) => rows === 0)) return;
      await changed;
    } finally {
      for (const listener of end) listener();
    }
  }
}
