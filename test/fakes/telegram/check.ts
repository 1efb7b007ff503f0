import type { FakeChat, Markup } from './chat.js';
import { badRequest, forbidden, Refusal } from './refusal.js';

/** Refuses a text as Telegram does: 1 to `max` UTF-16 units. */
export function checkText(text: unknown, max: number, what: 'message' | 'caption'): string {
  if (text !== undefined && typeof text !== 'string' && typeof text !== 'number')
    throw badRequest('wrong text');
  const given = text === undefined ? '' : String(text);
  if (what === 'message' && given.trim() === '') throw badRequest('message text is empty');
  if (given.length > max)
    throw badRequest(what === 'message' ? 'message is too long' : 'message caption is too long');
  return given;
}

/** Refuses buttons that Telegram refuses. */
export function checkMarkup(given: unknown, chat: FakeChat): Markup | undefined {
  if (given === undefined || given === null || given === '') return undefined;
  const markup = (typeof given === 'string' ? JSON.parse(given) : given) as Markup;
  const inline = (markup.inline_keyboard ?? []).flat();
  if (inline.length > 100) throw badRequest('reply markup is too long');
  for (const button of inline) {
    if (!button.text)
      throw badRequest('can\'t parse inline keyboard button: Field "text" must be of type String');
    if (button.callback_data === undefined && button.url === undefined)
      throw badRequest(
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
      );
    const bytes = Buffer.byteLength(button.callback_data ?? 'x');
    if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID');
    if (button.url !== undefined && !URL.canParse(button.url))
      throw badRequest(`inline keyboard button URL '${button.url}' is invalid: Wrong HTTP URL`);
  }
  for (const button of (markup.keyboard ?? []).flat()) {
    if (typeof button === 'string' || chat.type === 'private') continue;
    if (button.request_contact) throw badRequest('phone number can be requested in private chats only');
    if (button.request_location) throw badRequest('location can be requested in private chats only');
  }
  return markup;
}

/** Refuses a chat that the bot cannot write to. */
export function checkAccess(chat: FakeChat | undefined): FakeChat {
  if (!chat) throw badRequest('chat not found');
  if (chat.migratedTo !== undefined)
    throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: chat.migratedTo,
    });
  if (chat.access === 'blocked') throw forbidden('bot was blocked by the user');
  if (chat.access === 'kicked') throw forbidden(`bot was kicked from the ${chat.type} chat`);
  if (chat.access === 'not-started') throw forbidden("bot can't initiate conversation with a user");
  return chat;
}
