import { TelegramError } from 'telegraf';
import type { AccountStatus } from '../../desk/platform.js';

/** What a failed call to receive means: what the operator is told, and how long to wait (ms; null: the usual). */
export interface Trouble {
  readonly status: AccountStatus;
  readonly wait: number | null;
}

const MINUTE = 60_000;

/** Reads an error of telegraf's client. Never shows an address: the token is in it. */
export function troubleOf(error: unknown, mode: 'polling' | 'webhook'): Trouble {
  if (!(error instanceof TelegramError))
    return {
      status: { state: 'offline', detail: `Telegram cannot be reached (${codeOf(error)}). Trying again.` },
      wait: null,
    };
  const { code, description, parameters } = error;
  if (code === 401 || code === 404)
    return {
      status: {
        state: 'needs-login',
        detail:
          'Telegram does not know this bot token. Get one from @BotFather, put it where this account’s token is set, and start again.',
      },
      wait: MINUTE,
    };
  if (code === 409)
    return {
      status: {
        state: 'offline',
        detail: /webhook/i.test(description)
          ? 'A webhook was set for this bot meanwhile, so it cannot be polled. Stop the program that set it, or set TELEGRAM_MODE=webhook here.'
          : 'Another program is taking this bot’s messages with the same token. Stop it, or give this one a bot of its own.',
      },
      wait: null,
    };
  if (code === 429)
    return {
      status: { state: 'offline', detail: 'Telegram asks us to slow down. Going on by itself.' },
      wait: (parameters?.retry_after ?? 5) * 1000,
    };
  if (code === 400 && mode === 'webhook')
    return {
      status: {
        state: 'offline',
        detail: `Telegram does not take the webhook: ${description}. TELEGRAM_WEBHOOK_URL must be a public https address.`,
      },
      wait: MINUTE,
    };
  return {
    status: { state: 'offline', detail: `Telegram answers with an error (${code}). Trying again.` },
    wait: null,
  };
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
