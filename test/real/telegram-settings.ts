import type { FakeTelegram } from '../fakes/telegram/index.js';
import { freePort } from './home.js';

/** What a desk is told to be on the fake Telegram, at no pace. For a webhook it gets a port that stays its own. */
export async function telegramSettings(
  api: FakeTelegram,
  mode: 'polling' | 'webhook',
): Promise<Record<string, string>> {
  const port = String(await freePort());
  return {
    LINLI_INBOUND_PER_MINUTE: '0',
    TELEGRAM_BOT_TOKEN: api.token,
    TELEGRAM_API_ROOT: api.url,
    TELEGRAM_MESSAGES_PER_SECOND: '0',
    TELEGRAM_MESSAGES_PER_SECOND_PER_CHAT: '0',
    TELEGRAM_MESSAGES_PER_MINUTE_PER_GROUP: '0',
    ...(mode === 'webhook' && {
      PORT: port,
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}`,
      TELEGRAM_WEBHOOK_SECRET: 'a-secret-for-this-test-alone',
    }),
  };
}
