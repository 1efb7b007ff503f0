import type { CallbackQuery, ChatMemberUpdated, Message, Update, User, UserFromGetMe } from 'telegraf/types';
import type { Chat, Incoming, Person, Said } from '../../desk/message.js';
import { contentOf } from './content.js';
import { commandIn, repliesToUs, withoutUs, wordsOf } from './mention.js';

/** The kinds of update that we ask Telegram for. */
export const ALLOWED = [
  'message',
  'edited_message',
  'channel_post',
  'callback_query',
  'my_chat_member',
] as const;

/** What an update means to the desk; null when it is not for us. Throws on one that is no update at all. */
export function readUpdate(update: Update, me: UserFromGetMe, now: number): Incoming | null {
  const id = String(update.update_id);
  if ('message' in update) return said(id, update.message, me);
  if ('channel_post' in update) return said(id, update.channel_post, me);
  if ('edited_message' in update) return edited(id, update.edited_message, me);
  if ('callback_query' in update) return pressed(id, update.callback_query, now);
  if ('my_chat_member' in update) return member(id, update.my_chat_member);
  return null;
}

function said(id: string, message: Message, me: UserFromGetMe): Incoming | null {
  const { text, mentioned } = withoutUs(wordsOf(message), me);
  const command = 'text' in message ? commandIn(text, me) : null;
  if (command?.others) return null;
  const content: Said | null = command
    ? { kind: 'command', name: command.name, args: command.args }
    : 'text' in message
      ? { kind: 'text', text }
      : contentOf(message, text);
  if (!content) return null;
  const chat = chatOf(message.chat);
  const addressed =
    chat.kind === 'direct' ||
    command !== null ||
    mentioned ||
    content.kind === 'migrated' ||
    repliesToUs(message, me);
  return { id, chat, person: personOf(message), at: message.date * 1000, addressed, said: content };
}

/** Only changed words are news: a live location, for one, is “edited” every few seconds. */
function edited(id: string, message: Message & { edit_date: number }, me: UserFromGetMe): Incoming | null {
  if (!('text' in message || 'caption' in message)) return null;
  const { text, mentioned } = withoutUs(wordsOf(message), me);
  const chat = chatOf(message.chat);
  return {
    id,
    chat,
    person: personOf(message),
    at: message.edit_date * 1000,
    addressed: chat.kind === 'direct' || mentioned || repliesToUs(message, me),
    said: { kind: 'text', text, edited: true },
  };
}

/** A press bears no time of its own: it is as old as its arrival. */
function pressed(id: string, query: CallbackQuery, now: number): Incoming | null {
  if (!('data' in query) || !query.message) return null;
  return {
    id,
    chat: chatOf(query.message.chat),
    person: personFrom(query.from),
    at: now,
    addressed: true,
    said: { kind: 'press', token: query.data, messageId: String(query.message.message_id) },
  };
}

/** Taken in or thrown out, blocked or unblocked. Other changes (made an admin) are nobody's words. */
function member(id: string, change: ChatMemberUpdated): Incoming | null {
  const was = isIn(change.old_chat_member);
  const is = isIn(change.new_chat_member);
  if (was === is) return null;
  return {
    id,
    chat: chatOf(change.chat),
    person: personFrom(change.from),
    at: change.date * 1000,
    addressed: true,
    said: { kind: is ? 'joined' : 'left' },
  };
}

const isIn = (member: ChatMemberUpdated['new_chat_member']): boolean =>
  member.status === 'restricted' ? member.is_member : member.status !== 'left' && member.status !== 'kicked';

function chatOf(chat: Message['chat']): Chat {
  const id = String(chat.id);
  return chat.type === 'private' ? { id, kind: 'direct' } : { id, kind: 'group', title: chat.title };
}

/** Who said it. A chat that speaks for itself (a channel, a nameless admin) is nobody to have a conversation with. */
function personOf(message: Message): Person {
  const { sender_chat, from, chat } = message;
  if (sender_chat || !from) {
    const speaker = sender_chat ?? chat;
    return { id: String(speaker.id), ...('title' in speaker && { name: speaker.title }), anonymous: true };
  }
  return personFrom(from);
}

function personFrom(user: User): Person {
  const name = [user.first_name, user.last_name].filter(Boolean).join(' ');
  const locale = localeOf(user.language_code);
  return {
    id: String(user.id),
    ...(name !== '' && { name }),
    ...(locale !== undefined && { locale }),
    ...(user.is_bot && { bot: true }),
  };
}

const locales = new Map<string, string | undefined>();

/** Telegram's `zh-hans` in the usual spelling, zh-Hans. */
function localeOf(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  if (!locales.has(code) && locales.size < 1000) locales.set(code, canonical(code));
  return locales.get(code);
}

function canonical(code: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(code)[0];
  } catch {
    // Whatever a client calls its language, it must not cost the message.
    return undefined;
  }
}
