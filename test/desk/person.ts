import type { Chat, Said, Saying } from '../../src/desk/message.js';
import { type Actor, directChat, incoming } from '../cast.js';
import { type OpenDesk, tokenOf } from '../fakes/desk.js';

/** Somebody of the cast at a desk of paper: says things, presses buttons, reads what came. */
export class PersonAtDesk {
  readonly desk: OpenDesk;
  readonly actor: Actor;
  readonly chat: Chat;
  #messages = 0;

  constructor(desk: OpenDesk, actor: Actor, chat: Chat = directChat(actor)) {
    this.desk = desk;
    this.actor = actor;
    this.chat = chat;
  }

  /** All that has come to this chat. */
  get heard(): Saying[] {
    return this.desk.paper.in(this.chat.id);
  }

  get last(): Saying {
    const last = this.heard.at(-1);
    if (!last) throw new Error(`nothing has come to ${this.actor.name}`);
    return last;
  }

  /** Says something and waits until the desk has come to rest. `[label]` presses a button of the last message. */
  async say(
    said: Said | string,
    how: { addressed?: boolean; id?: string } = {},
  ): Promise<Saying | undefined> {
    const before = this.heard.length;
    await this.send(said, how);
    await this.desk.settle();
    return this.heard.slice(before).at(-1);
  }

  /** Hands a message in, without waiting for what comes of it. */
  async send(said: Said | string, how: { addressed?: boolean; id?: string } = {}): Promise<void> {
    this.#messages += 1;
    const id = how.id ?? `${this.actor.id}-${this.chat.id}-${this.#messages}`;
    const message = incoming(this.actor, id, this.#meant(said), {
      chat: this.chat,
      at: this.desk.clock.now(),
      ...(how.addressed === undefined ? {} : { addressed: how.addressed }),
    });
    await this.desk.paper.hear(message);
  }

  async sayAll(...all: string[]): Promise<Saying> {
    for (const one of all) await this.say(one);
    return this.last;
  }

  #meant(said: Said | string): Said {
    if (typeof said !== 'string') return said;
    if (!said.startsWith('[')) return { kind: 'text', text: said };
    const arrived = this.desk.paper.arrived.findLast(message => message.chat === this.chat.id);
    if (!arrived) throw new Error('there is no message to press a button on');
    const token = tokenOf(arrived.saying, said.slice(1, -1));
    return { kind: 'press', token, messageId: arrived.messageId };
  }
}
