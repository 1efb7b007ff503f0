import { z } from 'zod';
import type { Collection, Store, Tx } from '../community/store.js';
import type { Definition } from '../conversation/definition.js';
import { seats } from './seat.js';

const storedSchema = z.strictObject({
  /** `conversation@version`. */
  id: z.string(),
  conversation: z.string(),
  version: z.string(),
  definition: z.custom<Definition>(value => typeof value === 'object' && value !== null && 'steps' in value),
});
export type StoredDefinition = z.infer<typeof storedSchema>;

/** Definitions that somebody began with: kept until nobody is in them any more. */
export const definitions: Collection<StoredDefinition> = {
  name: 'definitions',
  version: 1,
  schema: storedSchema,
  personal: false,
  indexes: { conversation: { key: stored => [stored.conversation, stored.version] } },
};

const goodSchema = z.strictObject({
  /** The conversation's name. */
  id: z.string(),
  definition: z.custom<Definition>(value => typeof value === 'object' && value !== null && 'steps' in value),
});
/** The last good version of each conversation: what runs when a file is found broken at a start. */
export const goodDefinitions: Collection<z.infer<typeof goodSchema>> = {
  name: 'good_definitions',
  version: 1,
  schema: goodSchema,
  personal: false,
  indexes: {},
};

const idOf = (conversation: string, version: string) => `${conversation}@${version}`;
const MANY = 10_000;

/**
 * The conversations that can be begun now, and the older versions in which somebody still is. A position is
 * (conversation, version, step name): an edit of the files touches nobody's open conversation.
 */
export class Library {
  readonly #known = new Map<string, Definition>();
  readonly #stored = new Set<string>();
  #current = new Map<string, Definition>();
  #list: readonly Definition[] = [];
  #byCommand = new Map<string, Definition>();

  /**
   * Reads which versions are still in use, and forgets those that are not. For a conversation in `broken` (its
   * file cannot be read now) the last good version is taken up again, where there was one.
   */
  static async open(
    store: Store,
    community: string,
    current: readonly Definition[],
    broken: readonly string[] = [],
  ): Promise<Library> {
    const library = new Library();
    await store.transact(community, async tx => {
      const good: Definition[] = [];
      for (const name of broken) {
        const last = await tx.get(goodDefinitions, name);
        if (last) good.push(last.definition);
      }
      library.use([...current, ...good]);
      await rememberGood(tx, current);
      for (const stored of await tx.find(definitions, 'conversation', { limit: MANY })) {
        const inUse = await anyoneIn(tx, stored.conversation, stored.version);
        if (inUse) {
          library.#known.set(stored.id, stored.definition);
          library.#stored.add(stored.id);
        } else {
          await tx.remove(definitions, stored.id);
        }
      }
    });
    return library;
  }

  /**
   * From now on these are the ones to begin, and of those in `broken` the ones that we have. Older versions stay
   * known to those who are in them.
   */
  use(current: readonly Definition[], broken: readonly string[] = []): void {
    const still = broken.map(name => this.#current.get(name)).filter(definition => definition !== undefined);
    const all = [...current, ...still];
    this.#current = new Map(all.map(definition => [definition.conversation, definition]));
    this.#list = [...this.#current.values()];
    this.#byCommand = new Map();
    for (const definition of all) {
      this.#known.set(idOf(definition.conversation, definition.version), definition);
      for (const command of [definition.conversation, ...definition.starts.commands]) {
        this.#byCommand.set(command.toLowerCase(), definition);
      }
    }
  }

  /** The same list until `use` is called again. */
  get current(): readonly Definition[] {
    return this.#list;
  }

  named(conversation: string): Definition | undefined {
    return this.#current.get(conversation);
  }

  byCommand(command: string): Definition | undefined {
    return this.#byCommand.get(command.toLowerCase());
  }

  /** The version to which whoever is in an older one must be moved at once, if its author said so. */
  urgent(conversation: string, version: string): Definition | undefined {
    const current = this.#current.get(conversation);
    return current?.replaces === 'unsafe' && current.version !== version ? current : undefined;
  }

  version(conversation: string, version: string): Definition | undefined {
    return this.#known.get(idOf(conversation, version));
  }

  /** All that anybody may be in: for the check at start against today's actions. */
  get inUse(): readonly Definition[] {
    return [...this.#known.values()];
  }

  /** Keeps a definition with the first session that begins in it; in that session's transaction. */
  async keep(tx: Tx, definition: Definition): Promise<() => void> {
    const id = idOf(definition.conversation, definition.version);
    if (this.#stored.has(id)) return () => undefined;
    const { conversation, version } = definition;
    await tx.put(definitions, { id, conversation, version, definition });
    // Only once it is durable: the transaction may yet fail, and the next one must write it then.
    return () => this.#stored.add(id);
  }
}

/** Notes these as the last good versions. */
export async function rememberGood(tx: Tx, current: readonly Definition[]): Promise<void> {
  for (const definition of current) {
    const known = await tx.get(goodDefinitions, definition.conversation);
    if (known?.definition.version === definition.version) continue;
    await tx.put(goodDefinitions, { id: definition.conversation, definition });
  }
}

async function anyoneIn(tx: Tx, conversation: string, version: string): Promise<boolean> {
  const how = { prefix: [conversation, version], limit: 1 };
  if ((await tx.find(seats, 'definition', how)).length > 0) return true;
  return (await tx.find(seats, 'parked', how)).length > 0;
}

/** Everybody who is in an older version of this conversation: their seats' ids, a page at a time. */
export async function peopleInOlder(tx: Tx, definition: Definition): Promise<string[]> {
  const found = await tx.find(seats, 'definition', { prefix: [definition.conversation], limit: MANY });
  return found.filter(seat => seat.session?.version !== definition.version).map(seat => seat.id);
}
