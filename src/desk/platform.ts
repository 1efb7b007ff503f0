import type { Chance, Clock } from '../community/clock.js';
import type { Store, Tx } from '../community/store.js';
import type { Chat, Delivery, Incoming, Saying } from './message.js';

// Platforms import only the desk: what they may lean on of the community reaches them here.
export type { Chance, Clock } from '../community/clock.js';
export { claimFile, releaseFile } from '../community/kept-file.js';
export { Problem } from '../community/problem.js';
export type { Collection, Store, Tx } from '../community/store.js';

/** What a platform cannot do, so that a prompt fits it. The tightest of each is what `check` goes by. */
export interface Abilities {
  /** Real buttons; without, choices become a numbered menu in the text. */
  readonly buttons: boolean;
  /** The words and buttons of a message already sent can be changed. */
  readonly edits: boolean;
  /** For how long after it was sent a message can be taken back, ms; 0: never. */
  readonly recallMs: number;
  /** Characters (UTF-16 units) of one text message; a longer one is split by the platform. */
  readonly textLength: number;
}

/** How fast an account may speak. A figure of 0 lifts that limit. */
export interface PaceLimits {
  /** Messages a second over the whole account. */
  readonly perSecond: number;
  /** Messages a second in one chat, and how many may come at once. */
  readonly perSecondPerChat: number;
  readonly burstPerChat: number;
  /** Messages a minute in one group. */
  readonly perMinutePerGroup: number;
  /** Messages a day over the whole account (community's day). */
  readonly perDay: number;
  /** Adds up to this share of the gap at random, so that it reads like a person (0 to 1). */
  readonly jitter: number;
}

/** How a platform hands in what it hears. */
export interface Door {
  /**
   * Resolves once the message is durable (or known already, or not for us): only then may it be confirmed to
   * the platform. Rejects when it could not be written: then it must not be confirmed, so that it comes again.
   */
  receive(message: Incoming): Promise<void>;
  /** The account's connection changed: for readiness, the metrics and the staff page. */
  status(state: AccountStatus): void;
}

export interface AccountStatus {
  readonly state: 'starting' | 'online' | 'offline' | 'needs-login' | 'stopped';
  /** A sentence for the operator. */
  readonly detail?: string;
  /** What to scan, when it needs a login (the text inside the QR code). */
  readonly qr?: string;
}

/** What a platform may lean on. */
export interface PlatformTools {
  readonly community: string;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly store: Store;
  readonly log: Log;
}

/** Structured logs: an event's name and facts, never what somebody said, a name or a number of a person. */
export interface Log {
  info(event: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(event: string, facts?: Readonly<Record<string, unknown>>): void;
  error(event: string, facts?: Readonly<Record<string, unknown>>): void;
}

export interface Sent {
  /**
   * The platform's id of the message, by which it can be changed or taken back (`replace`). Left out when that cannot be
   * done as a whole, since it became several messages (a long text, several files), and where the platform tells none.
   */
  readonly messageId?: string;
}

/** The bytes behind an attachment, and what they are. */
export interface Fetched {
  readonly bytes: Buffer;
  readonly mime: string;
}

/** The bytes of an attachment could not be had. Its message is for the log; it holds no address and no token. */
export class FetchFailure extends Error {
  /** It may work when it is tried again; otherwise they are gone, too large, or none of this account's. */
  readonly later: boolean;
  constructor(reason: string, how: { later: boolean; cause?: unknown }) {
    super(reason, how.cause === undefined ? undefined : { cause: how.cause });
    this.name = 'FetchFailure';
    this.later = how.later;
  }
}

/**
 * One bot account on one platform. It receives, dresses and sends; it decides nothing. All of them pass
 * the platform contract in test/platforms/contract.ts.
 */
export interface Platform {
  /** telegram, wechat, webchat, terminal. */
  readonly kind: string;
  /** The account's id, as the community's content names it; unique in the deployment. */
  readonly account: string;
  readonly abilities: Abilities;
  readonly pace: PaceLimits;
  /** Begins to take messages in. Resolves once it has begun to try; a dead network is not an error here. */
  start(door: Door): Promise<void>;
  /** Takes nothing more in, and resolves when every message under way is either durable or unconfirmed. */
  stop(): Promise<void>;
  /**
   * Sends one message, once: its `saying`, with the files in it. What it passes on or replaces is the courier's affair.
   * Throws a SendFailure; anything else that is thrown counts as 'unknown'.
   */
  send(delivery: Delivery): Promise<Sent>;
  /**
   * Changes the words and buttons of an earlier message of ours (its files stay as they are), or takes it back (`saying`
   * null). False when that cannot be done, or not any more: then nothing has changed. Doing it twice does no harm.
   * Throws a SendFailure when it might work later, or the chat is gone.
   */
  replace(chat: Chat, messageId: string, saying: Saying | null): Promise<boolean>;
  /** The bytes of something that somebody sent in this account (an attachment's `ref`). Throws a FetchFailure. */
  fetch(ref: string): Promise<Fetched>;
  /**
   * Removes the bytes behind a reference (of an attachment) for good; nothing happens when they are gone already.
   * Absent where nothing of ours is kept: on Telegram it lies with them, and only its sender can take it back.
   */
  drop?(ref: string): Promise<void>;
  /** References of the bytes that came in before a time (ms) and are still here. Present where `drop` is. */
  receivedBefore?(time: number): Promise<string[]>;
  /**
   * Removes what the platform itself keeps of a direct chat, when whoever it belongs to has gone for good; the chat can
   * still be written to. Absent where it keeps nothing.
   */
  forgetChat?(tx: Tx, chat: string): Promise<void>;
  /** How a resident opens a direct chat with this bot, for `toDirect`; null where a link cannot be made. */
  directLink(start: string): string | null;
}

/** Why a message did not go out. */
export type SendOutcome =
  /** Slow down: nothing before `retryAfter` ms have passed. */
  | { readonly kind: 'slow-down'; readonly retryAfter: number }
  /** Blocked, left, deleted: this chat cannot be written to. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** This message will never go (too long, malformed); others may. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** The group has a new id; send there. */
  | { readonly kind: 'moved'; readonly to: string }
  /** It certainly did not go out (no connection, logged out, a 5xx that says so): try again later. */
  | { readonly kind: 'not-sent'; readonly reason: string }
  /** It may have gone out (timeout, reset after the request was written). */
  | { readonly kind: 'unknown'; readonly reason: string };

export class SendFailure extends Error {
  readonly outcome: SendOutcome;
  constructor(outcome: SendOutcome, cause?: unknown) {
    super(
      `${outcome.kind}${'reason' in outcome ? `: ${outcome.reason}` : ''}`,
      cause === undefined ? undefined : { cause },
    );
    this.name = 'SendFailure';
    this.outcome = outcome;
  }
}
