import { forgetGroup, groupId, rememberGroup } from '../community/announcements/group.js';
import type { Store } from '../community/store.js';
import { homeOf } from './chat.js';
import type { Incoming } from './message.js';

/**
 * Notices in which groups the bot is: announcements go there too. Most of what is said in a group is none of its
 * business, so each group costs one look for as long as this runs.
 */
export class GroupsHeard {
  readonly #store: Store;
  readonly #community: string;
  readonly #known = new Set<string>();

  constructor(store: Store, community: string) {
    this.#store = store;
    this.#community = community;
  }

  /** Resolves once it is durable, that the bot is there or that it has left. */
  async note(account: string, { chat, said }: Incoming, now: number): Promise<void> {
    if (chat.kind !== 'group') return;
    const id = groupId(account, chat.id);
    const left = said.kind === 'left';
    if (!left && this.#known.has(id)) return;
    await this.#store.transact(this.#community, async tx => {
      const home = await homeOf(tx, account, chat.id);
      if (left) return forgetGroup(tx, account, home);
      const { title } = chat;
      await rememberGroup(tx, { account, chat: home, since: now, ...(title === undefined ? {} : { title }) });
    });
    if (left) this.#known.delete(id);
    else this.#known.add(id);
  }
}
