import type { Tx } from '../../community/store.js';
import type { Layer } from './layer.js';
import type { State } from './state.js';
import { View } from './view.js';

/** What `read` hands to its body: durable documents, and a refusal to change them. */
export class Reading extends View implements Tx {
  readonly #undurable: () => readonly Layer[];

  /** `undurable`: how documents stood before the changes that are not durable yet, oldest first. */
  constructor(state: State, community: string, undurable: () => readonly Layer[]) {
    super(state, community);
    this.#undurable = undurable;
  }

  protected override get layers(): readonly Layer[] {
    return this.#undurable();
  }

  put = refuse('put');
  remove = refuse('remove');
  nextNumber = refuse('nextNumber');
  enqueue = refuse('enqueue');
  complete = refuse('complete');
  retry = refuse('retry');
  mark = refuse('mark');
  forget = refuse('forget');
}

function refuse(what: string): () => Promise<never> {
  return async () => {
    throw new Error(`read() changes nothing: use transact() for ${what}`);
  };
}
