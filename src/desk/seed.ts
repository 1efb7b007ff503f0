import type { Store } from '../community/store.js';
import { timers } from './timers.js';

/** Has the desk's first turn copy into the store what the content gives to begin with; see event-seed.ts. */
export const seedAtStart = (store: Store, community: string, now: number): Promise<void> =>
  store.transact(community, tx => tx.put(timers, { id: 'seed', due: now, name: 'events.seed', data: null }));
