import type { MessageEntity, Update } from 'telegraf/types';
import { wordsOf } from './mention.js';
import { Recent } from './recent.js';

/** What stands on a message of ours that has buttons. Telegram replaces the words of a message only as a whole. */
export interface Menu {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  /** They are a file's caption. */
  readonly caption: boolean;
}

/**
 * What the platform knows for its courtesies: the words of menus, to show a choice on them, and people's newest
 * messages in groups, to reply to. After a restart it has forgotten, and does without.
 */
export class Memory {
  readonly #menus = new Recent<Menu>(2_000);
  readonly #lastMessages = new Recent<number>(2_000);

  menu(chat: string, messageId: number): Menu | undefined {
    return this.#menus.get(`${chat}/${messageId}`);
  }

  rememberMenu(
    chat: string,
    messageId: number,
    text: string,
    entities: readonly MessageEntity[],
    caption: boolean,
  ): void {
    this.#menus.set(`${chat}/${messageId}`, { text, entities, caption });
  }

  lastMessageOf(chat: string, person: string): number | undefined {
    return this.#lastMessages.get(`${chat}/${person}`);
  }

  /** Keeps what an update shows: a pressed menu as it stands, or whose message this is. */
  learn(update: Update): void {
    if ('callback_query' in update) {
      const menu = update.callback_query.message;
      if (!menu || menu.date === 0 || !('text' in menu || 'caption' in menu)) return;
      const chat = String(menu.chat.id);
      // What we sent ourselves is known as it was before any choice was shown on it.
      if (this.menu(chat, menu.message_id)) return;
      const { text, entities } = wordsOf(menu);
      this.rememberMenu(chat, menu.message_id, text, entities, 'caption' in menu);
    } else if ('message' in update && update.message.chat.type !== 'private') {
      const { chat, from, message_id } = update.message;
      this.#lastMessages.set(`${chat.id}/${from.id}`, message_id);
    }
  }
}
