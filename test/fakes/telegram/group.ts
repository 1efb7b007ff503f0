import { FakeChat, type User } from './chat.js';
import { memberUpdate, type Service } from './people.js';

const GROUP_ANONYMOUS_BOT: User = {
  id: 1087968824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
};

/** A group or a channel that the bot is in. */
export class FakeGroup extends FakeChat {
  readonly #service: Service;

  constructor(service: Service, id: number, type: 'group' | 'supergroup' | 'channel', title: string) {
    super(id, type, title);
    this.#service = service;
  }

  /** Somebody with the right to be nameless says something. */
  anonymousAdminSays(text: string): void {
    this.#service.push('message', this, {
      ...this.#head(),
      from: GROUP_ANONYMOUS_BOT,
      sender_chat: this.json,
      text,
      ...this.#mention(text),
    });
  }

  /** Another bot says something. */
  otherBotSays(text: string, bot: User = { id: 9009, is_bot: true, first_name: 'Quiz' }): void {
    this.#service.push('message', this, { ...this.#head(), from: bot, text, ...this.#mention(text) });
  }

  /** A channel's post. */
  posts(text: string): void {
    this.#service.push('channel_post', this, { ...this.#head(), sender_chat: this.json, text });
  }

  throwsBotOut(by: User): void {
    this.access = 'kicked';
    memberUpdate(this.#service, by, this, 'member', 'kicked');
  }

  takesBotIn(by: User): void {
    this.access = 'open';
    memberUpdate(this.#service, by, this, 'left', 'member');
  }

  /** Becomes a supergroup with this id: both chats say so, and sends to the old one are refused. */
  migrates(to: FakeGroup, by: User): void {
    this.migratedTo = to.id;
    this.#service.push('message', this, { ...this.#head(), from: by, migrate_to_chat_id: to.id });
    this.#service.push('message', to, { ...to.#head(), from: by, migrate_from_chat_id: this.id });
  }

  #head(): object {
    return { message_id: this.nextId(), date: Math.floor(Date.now() / 1000), chat: this.json };
  }

  #mention(text: string): object {
    const mention = `@${this.#service.bot.username}`;
    const offset = text.indexOf(mention);
    return offset < 0 ? {} : { entities: [{ type: 'mention', offset, length: mention.length }] };
  }
}
