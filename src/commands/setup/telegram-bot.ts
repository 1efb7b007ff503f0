import { ApiFailure, BotApi } from '../../platforms/telegram/api.js';

/** Longest wait for any answer from outside, ms. */
export const PATIENCE = 5_000;

/** What Telegram says of a token: the bot it belongs to; that it knows none; or nothing, for want of a network. */
export type Tried =
  | { readonly outcome: 'bot'; readonly username: string; readonly name: string }
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'unreached'; readonly why: string };

/** Tries a token with getMe. Never throws, and never shows the token. */
export async function tryToken(token: string, apiRoot: string): Promise<Tried> {
  const api = new BotApi({ token, apiRoot, timeout: PATIENCE });
  try {
    const me = await api.call<{ username?: string; first_name?: string }>('getMe', {});
    return { outcome: 'bot', username: me.username ?? '', name: me.first_name ?? '' };
  } catch (error) {
    if (error instanceof ApiFailure && (error.code === 401 || error.code === 404))
      return { outcome: 'wrong' };
    return { outcome: 'unreached', why: error instanceof Error ? error.message : String(error) };
  } finally {
    api.close();
  }
}
