import { tooMany } from './refusal.js';

export interface Limits {
  /** Messages a second over everything. */
  readonly perSecond: number;
  /** Messages a second in one chat, and how many may come at once. */
  readonly perSecondPerChat: number;
  readonly burstPerChat: number;
  readonly perMinutePerGroup: number;
}

/** What Telegram documents, with the small burst that it lets pass in practice. */
export const REAL_LIMITS: Limits = {
  perSecond: 30,
  perSecondPerChat: 1,
  burstPerChat: 3,
  perMinutePerGroup: 20,
};

/** Refuses with 429 and `retry_after` what comes faster than the limits. A refused message is not counted. */
export class Gate {
  readonly #limits: Limits;
  #all: number[] = [];
  readonly #chats = new Map<number, { tokens: number; at: number; minute: number[] }>();
  /** How many were refused. */
  refused = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Throws the refusal when this message would be one too many at `now` (ms). */
  pass(chat: number, group: boolean, now: number): void {
    const { perSecond, perSecondPerChat, burstPerChat, perMinutePerGroup } = this.#limits;
    let known = this.#chats.get(chat);
    if (!known) {
      known = { tokens: burstPerChat, at: now, minute: [] };
      this.#chats.set(chat, known);
    }
    known.tokens = Math.min(burstPerChat, known.tokens + ((now - known.at) / 1000) * perSecondPerChat);
    known.at = now;
    this.#all = this.#all.filter(at => at > now - 1000);
    known.minute = known.minute.filter(at => at > now - 60_000);

    const waits = [
      known.tokens < 1 ? ((1 - known.tokens) / perSecondPerChat) * 1000 : 0,
      this.#all.length >= perSecond ? this.#all[0]! + 1000 - now : 0,
      group && known.minute.length >= perMinutePerGroup ? known.minute[0]! + 60_000 - now : 0,
    ];
    const wait = Math.max(...waits);
    if (wait > 0) {
      this.refused++;
      throw tooMany(Math.max(1, Math.ceil(wait / 1000)));
    }
    known.tokens--;
    this.#all.push(now);
    if (group) known.minute.push(now);
  }
}
