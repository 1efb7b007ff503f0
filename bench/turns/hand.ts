import type { Delivery, Incoming, Said, Saying } from '../../src/desk/message.js';
import { type Door, type Fetched, FetchFailure, type Platform, type Sent } from '../../src/desk/platform.js';

/** What came, and the id of its message. */
export interface Shown {
  readonly saying: Saying;
  readonly messageId: string;
}

/** A platform without a wire: hands in what somebody says, and gives what comes back into that chat. */
export class HandPlatform implements Platform {
  readonly kind = 'hand';
  readonly account = 'hand';
  readonly abilities = { buttons: true, edits: true, recallMs: 0, textLength: 4096 };
  readonly pace = {
    perSecond: 0,
    perSecondPerChat: 0,
    burstPerChat: 1,
    perMinutePerGroup: 0,
    perDay: 0,
    jitter: 0,
  };
  #door: Door | null = null;
  #messages = 0;
  readonly #waiting = new Map<string, (shown: Shown) => void>();

  async start(door: Door): Promise<void> {
    this.#door = door;
    door.status({ state: 'online' });
  }

  async stop(): Promise<void> {
    this.#door = null;
  }

  async replace(): Promise<boolean> {
    return false;
  }

  async fetch(): Promise<Fetched> {
    throw new FetchFailure('nobody sends files here', { later: false });
  }

  directLink(): null {
    return null;
  }

  async send({ chat, saying }: Delivery): Promise<Sent> {
    this.#messages += 1;
    const messageId = String(this.#messages);
    const told = this.#waiting.get(chat.id);
    this.#waiting.delete(chat.id);
    told?.({ saying, messageId });
    return { messageId };
  }

  /** Says something for a person in their direct chat; resolves with the answer. */
  async says(person: string, said: Said): Promise<Shown> {
    if (!this.#door) throw new Error('the desk is closed');
    this.#messages += 1;
    const incoming: Incoming = {
      id: `in-${this.#messages}`,
      chat: { id: person, kind: 'direct' },
      person: { id: person, name: `居民 ${person}`, locale: 'zh-Hans' },
      at: Date.now(),
      addressed: true,
      said,
    };
    const answer = new Promise<Shown>(resolve => this.#waiting.set(person, resolve));
    await this.#door.receive(incoming);
    return answer;
  }
}
