import type { PaceLimits } from '../../desk/platform.js';

/** The command menu in one language. Names that Telegram does not take (`预约`) are left out of the menu. */
export interface CommandMenu {
  /** BCP 47. The first menu of the list is also everybody's whose language has none. */
  readonly locale: string;
  readonly list: readonly { readonly command: string; readonly description: string }[];
}

/** One bot account. Nothing here is read from the environment: main hands it in. */
export interface TelegramOptions {
  /** The account's id in the community's content. */
  readonly account: string;
  /** From @BotFather. */
  readonly token: string;
  /** Default: https://api.telegram.org */
  readonly apiRoot?: string;
  /** Updates arrive at `url` (the public base address, https; the path is ours). Absent: long polling. */
  readonly webhook?: {
    readonly url: string;
    /** What Telegram has to bring along, 1 to 256 of A-Z a-z 0-9 _ -. Default: derived from the token. */
    readonly secret?: string;
  };
  /** Default: `TELEGRAM_PACE`. */
  readonly pace?: PaceLimits;
  readonly commands?: readonly CommandMenu[];
  /** Seconds that Telegram may hold a poll open when there is nothing new; default 50. */
  readonly pollSeconds?: number;
  /** Between attempts to reach Telegram, ms: doubles from `first` to `most`. Default 500 and 30,000. */
  readonly retry?: { readonly first: number; readonly most: number };
  /** How long a send may take before its outcome counts as unknown, ms; default 20,000. */
  readonly sendTimeout?: number;
}

/** What Telegram lets pass. */
export const TELEGRAM_PACE: PaceLimits = {
  perSecond: 30,
  perSecondPerChat: 1,
  burstPerChat: 3,
  perMinutePerGroup: 20,
  perDay: 0,
  jitter: 0,
};

export const PUBLIC_API = 'https://api.telegram.org';
