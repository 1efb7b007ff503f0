import type { Chat, Saying } from '../../desk/message.js';
import { SendFailure } from '../../desk/platform.js';
import { ApiFailure, type BotApi } from './api.js';
import { CAPTION_LENGTH, dress, type Part } from './dress.js';
import type { Memory } from './memory.js';
import { outcomeOf } from './outcome.js';

/** For how long Telegram lets a bot take a message back. */
export const RECALL_MS = 48 * 3_600_000;

interface ReplaceTools {
  readonly api: BotApi;
  readonly memory: Memory;
  readonly link: (start: string) => string;
}

/** Telegram's words for a change that has been made already. */
const DONE = /message is not modified|message to delete not found/i;
const NO_TEXT = /there is no text in the message/i;

/**
 * Changes the words and buttons of a message of ours, whether they are its text or a caption, or deletes it. False when
 * Telegram refuses, or the new words do not fit one message. Throws a SendFailure.
 */
export async function replaceMessage(
  { api, memory, link }: ReplaceTools,
  { chat, messageId, saying }: { chat: Chat; messageId: string; saying: Saying | null },
): Promise<boolean> {
  const id = Number(messageId);
  if (!Number.isSafeInteger(id)) return false;
  const base = { chat_id: Number(chat.id), message_id: id };
  if (saying === null) return (await tryTo(api, 'deleteMessage', base)) === 'done';
  const { files: _, settles: __, ...words } = saying;
  const [part, more] = dress({ chat, saying: words, kind: 'reply' }, { link });
  if (!part || more || part.text === '') return false;
  // Which of the two it is, only Telegram remembers.
  const asText = await tryTo(api, 'editMessageText', { ...base, ...edited(part, 'text') });
  const caption = asText === 'no text' && part.text.length <= CAPTION_LENGTH;
  const result = caption
    ? await tryTo(api, 'editMessageCaption', { ...base, ...edited(part, 'caption') })
    : asText;
  if (result !== 'done') return false;
  if (part.menu) memory.rememberMenu(chat.id, id, part.text, part.entities, caption);
  return true;
}

/** Without buttons in it, an edit takes those away that hang there. */
function edited(part: Part, as: 'text' | 'caption'): object {
  const { reply_markup } = part.values as { reply_markup?: object };
  return {
    [as]: part.text,
    [as === 'text' ? 'entities' : 'caption_entities']: part.entities,
    ...(as === 'text' && { link_preview_options: { is_disabled: true } }),
    ...(part.menu && { reply_markup }),
  };
}

async function tryTo(api: BotApi, method: string, values: object): Promise<'done' | 'refused' | 'no text'> {
  try {
    await api.call(method, values);
    return 'done';
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    const outcome = outcomeOf(error);
    if (outcome.kind !== 'rejected') throw new SendFailure(outcome, error);
    if (DONE.test(outcome.reason)) return 'done';
    return NO_TEXT.test(outcome.reason) ? 'no text' : 'refused';
  }
}
