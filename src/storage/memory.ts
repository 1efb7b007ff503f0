import { Low, Memory } from 'lowdb';
import type { Clock } from '../community/clock.js';
import type { Store } from '../community/store.js';
import { CoreStore, type Log } from './memory/core.js';
import { State } from './memory/state.js';

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * A store that forgets everything with the process: the JSON store's own core, over a journal that keeps
 * nothing. Takes any collection as declared.
 */
export function memoryStore(options: { clock: Clock; log?: Log }): Store {
  const db = new Low(new Memory<State>(), new State());
  return new CoreStore({ db, clock: options.clock, log: options.log ?? silent });
}
