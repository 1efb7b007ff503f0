import type { Delivery } from '../../src/desk/message.js';
import type { AccountStatus, Door, Platform, Sent } from '../../src/desk/platform.js';
import { Events } from '../platforms/heard.js';

/**
 * A platform that is started once and lent to one desk after another, and that counts what goes through: so a player
 * knows when something said has been taken in, and how much has been sent to whom.
 */
export class Lent {
  readonly #platform: Platform;
  readonly #taken = new Events<string>();
  readonly #sent = new Map<string, number>();
  #door: Door | null = null;
  readonly #statuses = new Events<AccountStatus>();
  #started: Promise<void> | null = null;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** How many messages have been handed in so far. */
  get taken(): number {
    return this.#taken.all.length;
  }

  /** Resolves when there have been so many. */
  async until(taken: number): Promise<void> {
    await this.#taken.count(taken, `messages handed in by ${this.#platform.account}`);
  }

  sentTo(chat: string): number {
    return this.#sent.get(chat) ?? 0;
  }

  /** As a desk's own: starting and stopping it leaves the real one running. */
  lend(): Platform {
    const platform = this.#platform;
    this.#sent.clear();
    return {
      kind: platform.kind,
      account: platform.account,
      abilities: platform.abilities,
      pace: {
        perSecond: 0,
        perSecondPerChat: 0,
        burstPerChat: 1,
        perMinutePerGroup: 0,
        perDay: 0,
        jitter: 0,
      },
      start: async door => {
        this.#door = door;
        this.#started ??= platform.start({
          receive: async message => {
            await this.#door?.receive(message);
            this.#taken.push(message.id);
          },
          status: status => {
            this.#statuses.push(status);
            this.#door?.status(status);
          },
        });
        await this.#started;
        door.status(await this.#statuses.next(({ state }) => state === 'online', 'the account to be online'));
      },
      stop: async () => {
        this.#door = null;
      },
      send: async (delivery: Delivery): Promise<Sent> => {
        const sent = await platform.send(delivery);
        this.#sent.set(delivery.chat.id, this.sentTo(delivery.chat.id) + 1);
        return sent;
      },
      replace: (chat, messageId, saying) => platform.replace(chat, messageId, saying),
      fetch: ref => platform.fetch(ref),
      directLink: start => platform.directLink(start),
    };
  }

  async stop(): Promise<void> {
    await this.#platform.stop();
  }
}
