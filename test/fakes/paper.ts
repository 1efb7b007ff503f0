import type { Chat, Delivery, Incoming, Saying } from '../../src/desk/message.js';
import {
  type Abilities,
  type Door,
  type Fetched,
  FetchFailure,
  type PaceLimits,
  type Platform,
  SendFailure,
  type SendOutcome,
  type Sent,
} from '../../src/desk/platform.js';

/** A message as it arrived in a chat. */
export interface Arrived {
  readonly chat: string;
  readonly saying: Saying;
  readonly delivery: Delivery;
  readonly messageId: string;
}

export const UNLIMITED: PaceLimits = {
  perSecond: 0,
  perSecondPerChat: 0,
  burstPerChat: 1,
  perMinutePerGroup: 0,
  perDay: 0,
  jitter: 0,
};

/** What befalls a send: nothing (null), a failure before it went out, or one after it had arrived. */
export type Fault = (delivery: Delivery) => { outcome: SendOutcome; arrived: boolean } | null;

/** A platform of paper: everything that is sent lies on the table, and it fails when it is told to. */
export class PaperPlatform implements Platform {
  readonly kind = 'paper';
  readonly account: string;
  readonly abilities: Abilities = { buttons: true, edits: true, recallMs: 48 * 3_600_000, textLength: 4096 };
  readonly pace: PaceLimits;
  readonly arrived: Arrived[] = [];
  /** Messages that were changed, in order; `saying` null: taken back. */
  readonly changed: { readonly chat: string; readonly messageId: string; readonly saying: Saying | null }[] =
    [];
  /** What can be fetched, by its reference. */
  readonly files = new Map<string, Fetched>();
  fault: Fault = () => null;
  /** What befalls a change: null lets it be. */
  changeFault: () => { outcome: SendOutcome; arrived: boolean } | 'refused' | null = () => null;
  #door: Door | null = null;
  #messages = 0;
  #waiting: { wanted: (message: Arrived) => boolean; found: (message: Arrived) => void }[] = [];

  constructor(account = 'paper', pace: PaceLimits = UNLIMITED) {
    this.account = account;
    this.pace = pace;
  }

  async start(door: Door): Promise<void> {
    this.#door = door;
    door.status({ state: 'online' });
  }

  async stop(): Promise<void> {
    this.#door?.status({ state: 'stopped' });
    this.#door = null;
  }

  directLink(start: string): string {
    return `paper://${start}`;
  }

  /** Hands a message in, as the platform would; resolves when it is durable. */
  async hear(incoming: Incoming): Promise<void> {
    if (!this.#door) throw new Error('the platform is closed');
    await this.#door.receive(incoming);
  }

  /** The account's connection changed. */
  status(state: 'online' | 'offline'): void {
    this.#door?.status({ state });
  }

  async send(delivery: Delivery): Promise<Sent> {
    const fault = this.fault(delivery);
    if (fault && !fault.arrived) throw new SendFailure(fault.outcome);
    this.#messages += 1;
    const messageId = `out-${this.#messages}`;
    const message = { chat: delivery.chat.id, saying: delivery.saying, delivery, messageId };
    this.arrived.push(message);
    for (const waiting of this.#waiting.filter(one => one.wanted(message))) waiting.found(message);
    this.#waiting = this.#waiting.filter(one => !one.wanted(message));
    if (fault) throw new SendFailure(fault.outcome);
    return { messageId };
  }

  async replace(chat: Chat, messageId: string, saying: Saying | null): Promise<boolean> {
    const fault = this.changeFault();
    const known = this.arrived.some(one => one.chat === chat.id && one.messageId === messageId);
    if (fault === 'refused' || !known) return false;
    if (!fault || fault.arrived) this.changed.push({ chat: chat.id, messageId, saying });
    if (fault) throw new SendFailure(fault.outcome);
    return true;
  }

  async fetch(ref: string): Promise<Fetched> {
    const found = this.files.get(ref);
    if (!found) throw new FetchFailure('there is no such file', { later: false });
    return found;
  }

  /** The next message that arrives and is wanted. */
  next(wanted: (message: Arrived) => boolean = () => true): Promise<Arrived> {
    return new Promise(found => this.#waiting.push({ wanted, found }));
  }

  /** All that arrived in one chat, in order. */
  in(chat: string): Saying[] {
    return this.arrived.filter(message => message.chat === chat).map(message => message.saying);
  }
}
