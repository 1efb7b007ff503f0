import type { Content, FaqEntry } from '../community/content/content.js';
import { addedEntries, entriesNow } from '../community/content/faq.js';
import type { Store } from '../community/store.js';

/** The questions that can be asked now, kept up to date with what staff add: searching waits for no store. */
export class FaqBook {
  #entries: readonly FaqEntry[];
  readonly #leave: () => void;

  static async open(store: Store, content: Content): Promise<FaqBook> {
    const community = content.community.id;
    const read = () => store.read(community, tx => entriesNow(tx, content));
    return new FaqBook(await read(), take =>
      store.onChange(change => {
        if (change.community !== community || change.collection !== addedEntries.name) return;
        read().then(take, () => undefined);
      }),
    );
  }

  private constructor(
    entries: readonly FaqEntry[],
    watch: (take: (entries: readonly FaqEntry[]) => void) => () => void,
  ) {
    this.#entries = entries;
    this.#leave = watch(changed => {
      this.#entries = changed;
    });
  }

  /** The same list until something changes. */
  get entries(): readonly FaqEntry[] {
    return this.#entries;
  }

  close(): void {
    this.#leave();
  }
}
