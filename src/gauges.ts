import type { Clock } from './community/clock.js';
import type { Store } from './community/store.js';
import type { Desk } from './desk/desk.js';
import type { DeskMetrics } from './desk/metrics.js';

const GAUGES_MS = 5_000;

/** Sets the gauges every few seconds. Returns a function that ends it. */
export function keepGauges(how: {
  store: Store;
  desks: readonly Desk[];
  clock: Clock;
  metrics: DeskMetrics;
}): () => void {
  const { store, desks, clock, metrics } = how;
  let cancel: () => void = () => undefined;
  let over = false;
  const look = async () => {
    const age = (oldest: number | null) => (oldest === null ? 0 : Math.max(0, clock.now() - oldest));
    const inbox = await store.depth('inbox');
    metrics.inbox(inbox.rows, age(inbox.oldest));
    for (const account of desks.flatMap(desk => [...desk.accounts.keys()])) {
      const outbox = await store.depth('outbox', { account });
      metrics.outbox(account, outbox.rows, age(outbox.oldest));
    }
    metrics.storeHealthy(store.healthy);
  };
  const again = () => {
    if (over) return;
    cancel = clock.after(GAUGES_MS, () => void look().finally(again));
  };
  void look().finally(again);
  return () => {
    over = true;
    cancel();
  };
}
