import type { Chance } from '../community/clock.js';
import type { PaceLimits } from './platform.js';
import { type Happening, Window } from './window.js';

/** A chat's own measure: a burst, then so many a second; a group besides so many a minute. */
interface ChatPace {
  tokens: number;
  at: number;
  minute: Window | null;
  heldUntil: number;
}

/** A place that was taken for one message. */
export interface Place {
  /**
   * The message was handed to the platform at `began`, and what came of it was known at `ended` (ms). `arrived`: it went
   * there and back; otherwise the time says nothing about the way.
   */
  settle(began: number, ended: number, arrived: boolean): void;
  /** Nothing was handed over after all: somebody else may have the place. */
  giveBack(): void;
}

/** Clocks and timers are not exact to the millisecond, ours and the platform's. */
const MARGIN_MS = 10;
/** How late a message may arrive of which nothing was heard yet. A line that hangs must not hold the account for ever. */
const UNDER_WAY_MS = 1000;
/** What nobody asked for makes up for so much lost time, by gaps of this share: else it would come in bursts again. */
const CATCH_UP = { ms: 200, gap: 0.5 };
/** A second chat that is told to slow down within this time means that the whole account is too fast. */
const SECOND_CHAT_MS = 30_000;
const SWEEP_ABOVE = 1000;

/**
 * When the account, and each chat, may be written to next. Times in ms; nothing here waits.
 *
 * Platforms count messages when they arrive, and all that we see of one is its beginning and its end. So a message
 * counts from its end, and a later one may begin sooner than a second after it by the shortest trip there and back that was
 * ever seen: those two cannot arrive less than a second apart, however unevenly the wire or the machine works.
 */
export class Pace {
  readonly #limits: PaceLimits;
  readonly #chance: Chance;
  readonly #account: Window | null;
  readonly #chats = new Map<string, ChatPace>();
  #accountHeld = 0;
  #gapUntil = 0;
  /** When the next message that nobody asked for may leave. */
  #unaskedFrom = 0;
  /** The shortest way to the platform and back that was ever seen. It only gets more careful: a longer one costs little. */
  #trip = Number.POSITIVE_INFINITY;
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
    const trip = this.#trip < Number.POSITIVE_INFINITY ? this.#trip : 0;
    return Math.max(this.#accountHeld, this.#gapUntil, (this.#account?.free() ?? 0) - trip);
  }

  /**
   * The earliest time at which the account may send what nobody asked for: such messages leave evenly over the second,
   * so that an answer finds a place within the time of one.
   */
  unaskedFree(now: number): number {
    return Math.max(this.accountFree(now), this.#unaskedFrom);
  }

  /** The earliest time at which this chat may be written to, the account's own limits aside. */
  chatFree(chat: string, now: number): number {
    const pace = this.#chats.get(chat);
    if (!pace) return 0;
    const { perSecondPerChat } = this.#limits;
    let free = Math.max(pace.heldUntil, pace.minute?.free() ?? 0);
    if (perSecondPerChat > 0) {
      const tokens = this.#tokens(pace, now);
      const wait = Math.ceil(((1 - pace.tokens) / perSecondPerChat) * 1000);
      if (tokens < 1) free = Math.max(free, pace.at + MARGIN_MS + wait);
    }
    return free;
  }

  /** Takes a place for a message to this chat. `unasked`: it answers nobody. */
  take(chat: string, kind: 'direct' | 'group', now: number, unasked = false): Place {
    const event: Happening = { at: now + UNDER_WAY_MS };
    const inMinute: Happening = { ...event };
    const before = { gap: this.#gapUntil, unasked: this.#unaskedFrom };
    this.#account?.note(event);
    const { perSecond, jitter, perSecondPerChat, perMinutePerGroup } = this.#limits;
    if (jitter > 0 && perSecond > 0) {
      this.#gapUntil = now + (1000 / perSecond) * (1 + jitter * this.#chance.random());
    }
    if (unasked && perSecond > 1) {
      const gap = (1000 + MARGIN_MS) / perSecond;
      const onTime = Math.max(this.#unaskedFrom, now - CATCH_UP.ms) + gap;
      this.#unaskedFrom = Math.max(onTime, now + gap * CATCH_UP.gap);
    }
    const after = { gap: this.#gapUntil, unasked: this.#unaskedFrom };
    const measured = perSecondPerChat > 0 || (perMinutePerGroup > 0 && kind === 'group');
    const pace = measured ? this.#takeInChat(chat, kind, now, inMinute) : null;
    return {
      settle: (began, ended, arrived) => {
        if (arrived) this.#trip = Math.min(this.#trip, Math.max(0, ended - began));
        event.at = ended;
        inMinute.at = ended;
        // A chat has one message under way at a time: its measure goes on from there.
        if (pace) pace.at = Math.max(pace.at, ended);
      },
      giveBack: () => {
        this.#account?.drop(event);
        pace?.minute?.drop(inMinute);
        if (pace && perSecondPerChat > 0) pace.tokens += 1;
        if (this.#gapUntil === after.gap) this.#gapUntil = before.gap;
        if (this.#unaskedFrom === after.unasked) this.#unaskedFrom = before.unasked;
      },
    };
  }

  /** The platform said: slow down. The chat rests, and the account too once a second chat hears the same. */
  slowDown(chat: string, kind: 'direct' | 'group', now: number, retryAfter: number): void {
    this.hold(chat, kind, now, retryAfter);
    const last = this.#lastSlowDown;
    if (last && last.chat !== chat && now - last.at < SECOND_CHAT_MS) {
      this.#accountHeld = Math.max(this.#accountHeld, now + retryAfter);
    }
    this.#lastSlowDown = { chat, at: now };
  }

  /** The chat rests for so many ms. */
  hold(chat: string, kind: 'direct' | 'group', now: number, ms: number): void {
    const pace = this.#chats.get(chat) ?? this.#newChat(kind, now);
    pace.heldUntil = Math.max(pace.heldUntil, now + ms);
    this.#chats.set(chat, pace);
  }

  #takeInChat(chat: string, kind: 'direct' | 'group', now: number, event: Happening): ChatPace {
    const { burstPerChat, perSecondPerChat } = this.#limits;
    const pace = this.#chats.get(chat) ?? this.#newChat(kind, now);
    pace.tokens = (perSecondPerChat === 0 ? burstPerChat : this.#tokens(pace, now)) - 1;
    pace.at = now;
    pace.minute?.note(event);
    this.#chats.set(chat, pace);
    if (this.#chats.size > SWEEP_ABOVE) this.#sweep(now);
    return pace;
  }

  /** When the clock is set back, what we noted goes back with it: nobody waits for the old time to come again. */
  #follow(now: number): void {
    const back = this.#latest - now;
    this.#latest = now;
    if (back <= 0) return;
    this.#account?.shift(back);
    this.#gapUntil -= back;
    this.#unaskedFrom -= back;
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
    const since = Math.max(0, now - pace.at - MARGIN_MS);
    return Math.min(Math.max(1, burstPerChat), pace.tokens + (since / 1000) * perSecondPerChat);
  }

  /** Forgets chats that have had all their rest. */
  #sweep(now: number): void {
    for (const [chat, pace] of this.#chats) {
      if (now - pace.at > 61_000 && pace.heldUntil < now) this.#chats.delete(chat);
    }
  }
}
