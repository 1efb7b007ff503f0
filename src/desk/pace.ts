import type { Chance } from '../community/clock.js';
import type { PaceLimits } from './platform.js';

/** At most `count` events in any window of `ms`. Remembers the times of the last `count` of them. */
class Window {
  readonly #count: number;
  readonly #ms: number;
  readonly #times: number[] = [];
  constructor(count: number, ms: number) {
    this.#count = count;
    this.#ms = ms;
  }
  /** The earliest time (ms) at which one more fits. */
  free(): number {
    if (this.#times.length < this.#count) return 0;
    return (this.#times[0] ?? 0) + this.#ms;
  }
  /** The clock was set back by so much. */
  shift(ms: number): void {
    for (const [i, time] of this.#times.entries()) this.#times[i] = time - ms;
  }
  note(now: number): void {
    this.#times.push(now);
    if (this.#times.length > this.#count) this.#times.shift();
  }
}

/** A chat's own measure: a burst, then so many a second; a group besides so many a minute. */
interface ChatPace {
  tokens: number;
  at: number;
  minute: Window | null;
  heldUntil: number;
}

/**
 * Platforms count by their own clock and by when a request arrives: two that we sent 1000 ms apart may reach them
 * 990 ms apart.
 */
const MARGIN_MS = 30;
/** A second chat that is told to slow down within this time means that the whole account is too fast. */
const SECOND_CHAT_MS = 30_000;
const SWEEP_ABOVE = 1000;

/** When the account, and each chat, may be written to next. Times in ms; nothing here waits. */
export class Pace {
  readonly #limits: PaceLimits;
  readonly #chance: Chance;
  readonly #account: Window | null;
  readonly #chats = new Map<string, ChatPace>();
  #accountHeld = 0;
  #gapUntil = 0;
  /** The latest time that we were asked about. */
  #latest = 0;
  #lastSlowDown: { chat: string; at: number } | null = null;

  constructor(limits: PaceLimits, chance: Chance) {
    this.#limits = limits;
    this.#chance = chance;
    const { perSecond } = limits;
    if (perSecond === 0) this.#account = null;
    else if (perSecond >= 1) this.#account = new Window(Math.floor(perSecond), 1000 + MARGIN_MS);
    else this.#account = new Window(1, 1000 / perSecond + MARGIN_MS);
  }

  /** The earliest time at which the account may send anything. */
  accountFree(now: number): number {
    this.#follow(now);
    return Math.max(this.#accountHeld, this.#gapUntil, this.#account?.free() ?? 0);
  }

  /** The earliest time at which this chat may be written to, the account's own limits aside. */
  chatFree(chat: string, now: number): number {
    const pace = this.#chats.get(chat);
    if (!pace) return 0;
    const { perSecondPerChat } = this.#limits;
    let free = Math.max(pace.heldUntil, pace.minute?.free() ?? 0);
    if (perSecondPerChat > 0) {
      const tokens = this.#tokens(pace, now);
      if (tokens < 1) free = Math.max(free, now + Math.ceil(((1 - tokens) / perSecondPerChat) * 1000));
    }
    return free;
  }

  /** Something is being sent there now. */
  note(chat: string, kind: 'direct' | 'group', now: number): void {
    this.#account?.note(now);
    const { perSecond, jitter, burstPerChat, perSecondPerChat, perMinutePerGroup } = this.#limits;
    if (jitter > 0 && perSecond > 0) {
      this.#gapUntil = now + (1000 / perSecond) * (1 + jitter * this.#chance.random());
    }
    if (perSecondPerChat === 0 && (perMinutePerGroup === 0 || kind === 'direct')) return;
    const pace = this.#chats.get(chat) ?? this.#newChat(kind, now);
    pace.tokens = (perSecondPerChat === 0 ? burstPerChat : this.#tokens(pace, now)) - 1;
    pace.at = now;
    pace.minute?.note(now);
    this.#chats.set(chat, pace);
    if (this.#chats.size > SWEEP_ABOVE) this.#sweep(now);
  }

  /** The platform said: slow down. The chat rests, and the account too once a second chat hears the same. */
  slowDown(chat: string, kind: 'direct' | 'group', now: number, retryAfter: number): void {
    const pace = this.#chats.get(chat) ?? this.#newChat(kind, now);
    pace.heldUntil = Math.max(pace.heldUntil, now + retryAfter);
    this.#chats.set(chat, pace);
    const last = this.#lastSlowDown;
    if (last && last.chat !== chat && now - last.at < SECOND_CHAT_MS) {
      this.#accountHeld = Math.max(this.#accountHeld, now + retryAfter);
    }
    this.#lastSlowDown = { chat, at: now };
  }

  /** When the clock is set back, what we noted goes back with it: nobody waits for the old time to come again. */
  #follow(now: number): void {
    const back = this.#latest - now;
    this.#latest = now;
    if (back <= 0) return;
    this.#account?.shift(back);
    this.#gapUntil -= back;
    this.#accountHeld -= back;
    if (this.#lastSlowDown) this.#lastSlowDown.at -= back;
    for (const pace of this.#chats.values()) {
      pace.at -= back;
      pace.heldUntil -= back;
      pace.minute?.shift(back);
    }
  }

  #newChat(kind: 'direct' | 'group', now: number): ChatPace {
    const { burstPerChat, perMinutePerGroup } = this.#limits;
    const minute =
      kind === 'group' && perMinutePerGroup > 0 ? new Window(perMinutePerGroup, 60_000 + MARGIN_MS) : null;
    return { tokens: Math.max(1, burstPerChat), at: now, minute, heldUntil: 0 };
  }

  #tokens(pace: ChatPace, now: number): number {
    const { perSecondPerChat, burstPerChat } = this.#limits;
    return Math.min(Math.max(1, burstPerChat), pace.tokens + ((now - pace.at) / 1000) * perSecondPerChat);
  }

  /** Forgets chats that have had all their rest. */
  #sweep(now: number): void {
    for (const [chat, pace] of this.#chats) {
      if (now - pace.at > 61_000 && pace.heldUntil < now) this.#chats.delete(chat);
    }
  }
}
