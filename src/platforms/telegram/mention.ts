import type { Message, MessageEntity, UserFromGetMe } from 'telegraf/types';

/** Words as they were typed, with what Telegram marked in them. */
export interface Words {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
}

/** The words of a message or of its picture's caption. */
export function wordsOf(message: Message): Words {
  if ('text' in message) return { text: message.text, entities: message.entities ?? [] };
  if ('caption' in message) return { text: message.caption ?? '', entities: message.caption_entities ?? [] };
  return { text: '', entities: [] };
}

/** The words without the mentions of us, and whether there were any. */
export function withoutUs(
  { text, entities }: Words,
  me: UserFromGetMe,
): { text: string; mentioned: boolean } {
  const ours = entities.filter(entity => isUs(entity, text, me)).sort((a, b) => b.offset - a.offset);
  let rest = text;
  for (const { offset, length } of ours) {
    const before = rest.slice(0, offset).trimEnd();
    const after = rest.slice(offset + length).replace(/^[\s,，:：、]+/, '');
    rest = before !== '' && after !== '' ? `${before} ${after}` : before + after;
  }
  return { text: ours.length > 0 ? rest.trim() : rest, mentioned: ours.length > 0 };
}

function isUs(entity: MessageEntity, text: string, me: UserFromGetMe): boolean {
  if (entity.type === 'text_mention') return entity.user.id === me.id;
  const name = text.slice(entity.offset, entity.offset + entity.length);
  return entity.type === 'mention' && name.toLowerCase() === `@${me.username.toLowerCase()}`;
}

/** A message that answers one of ours. (In a forum every message “answers” the one that opened its topic.) */
export function repliesToUs(message: Message, me: UserFromGetMe): boolean {
  if (!('reply_to_message' in message) || !message.reply_to_message) return false;
  const { reply_to_message: answered } = message;
  return answered.from?.id === me.id && !('forum_topic_created' in answered);
}

export interface Command {
  readonly name: string;
  readonly args: string;
  /** It names a bot that is not us. */
  readonly others: boolean;
}

/** `/book@linli_bot tomorrow` taken apart; null when it is no command. Chinese names count too. */
export function commandIn(text: string, me: UserFromGetMe): Command | null {
  const found = /^\/([\p{L}\p{N}_]{1,64})(?:@(\w+))?(?:\s+([\s\S]*))?$/u.exec(text);
  if (!found) return null;
  const [, name = '', bot, args = ''] = found;
  const others = bot !== undefined && bot.toLowerCase() !== me.username.toLowerCase();
  // A deep link's parameter arrives as `/start param`: it is the command that was meant.
  if (name.toLowerCase() === 'start' && args !== '') {
    const [param = '', ...rest] = args.split(/\s+/);
    return { name: param, args: rest.join(' '), others };
  }
  return { name: name.toLowerCase(), args: args.trim(), others };
}
