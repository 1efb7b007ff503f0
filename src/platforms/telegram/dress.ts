import type { InlineKeyboardButton, MessageEntity } from 'telegraf/types';
import type { Delivery, OutFile, Saying } from '../../desk/message.js';
import { buttonRows, inRows } from './keyboard.js';
import type { Form } from './multipart.js';
import { split } from './split.js';
import { wordsFor } from './words.js';

export const TEXT_LENGTH = 4096;
export const CAPTION_LENGTH = 1024;
/** What Telegram shows or plays in the chat; everything else is a document. */
const SHOWN = [
  { fits: /^image\/(jpeg|png|webp)$/, method: 'sendPhoto', field: 'photo' },
  { fits: /^audio\/ogg\b/, method: 'sendVoice', field: 'voice' },
  { fits: /^audio\/(mpeg|mp4)$/, method: 'sendAudio', field: 'audio' },
  { fits: /^video\/mp4$/, method: 'sendVideo', field: 'video' },
] as const;
const SHOWN_BYTES = 10_000_000;

/** One call of the Bot API that sends something. */
export interface Part {
  readonly method: 'sendMessage' | `send${'Photo' | 'Voice' | 'Audio' | 'Video' | 'Document'}`;
  readonly values: Readonly<Record<string, unknown>> | Form;
  /** The same as a file to be downloaded, for when Telegram cannot show or play it to this person. */
  readonly plain?: Pick<Part, 'method' | 'values'>;
  /** The text, and whether inline buttons hang on it: what is needed to settle it later. */
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  readonly menu: boolean;
}

/** What dressing has to know besides the message. */
export interface Wardrobe {
  /** The bot's link for a start parameter. */
  readonly link: (start: string) => string;
  /** In a group: the newest message of the person whom this answers, to reply to. */
  readonly replyTo?: number | undefined;
}

/**
 * What a delivery looks like on Telegram: one message where it can be one (a single file carries a short text as
 * its caption); else the text in pieces, with the buttons on the last one, then the files. Texts go plain, so that
 * nothing in a name or an address can be taken for markup.
 */
export function dress({ chat, saying }: Delivery, wardrobe: Wardrobe): Part[] {
  const group = chat.kind === 'group';
  const { markup, words } = markupOf(saying, group, wardrobe);
  const { text, entities } = addressed(words, saying, group);
  const base = {
    chat_id: Number.isSafeInteger(Number(chat.id)) ? Number(chat.id) : chat.id,
    ...(group &&
      wardrobe.replyTo !== undefined && {
        reply_parameters: { message_id: wardrobe.replyTo, allow_sending_without_reply: true },
      }),
  };
  const menu = markup !== undefined && 'inline_keyboard' in markup;
  const files = saying.files ?? [];
  const [only] = files;
  if (only && files.length === 1 && text.length <= CAPTION_LENGTH)
    return [filePart(base, only, { text, entities, markup, menu })];

  const pieces = text === '' && files.length > 0 ? [] : split(text, TEXT_LENGTH);
  const texts = pieces.map((piece, i): Part => {
    const last = i === pieces.length - 1;
    const own = i === 0 ? entities : [];
    return {
      method: 'sendMessage',
      values: {
        ...base,
        text: piece,
        ...(own.length > 0 && { entities: own }),
        link_preview_options: { is_disabled: true },
        ...(last && markup && { reply_markup: markup }),
      },
      text: piece,
      entities: own,
      menu: last && menu,
    };
  });
  return [...texts, ...files.map(file => filePart(base, file, { text: '', entities: [] }))];
}

/** In a group a message begins with the name of the person whom it answers, as a mention. */
function addressed(text: string, saying: Saying, group: boolean) {
  const name = saying.to?.name
    ?.trim()
    .replace(/\s+/g, ' ')
    .slice(0, 64)
    .replace(/\p{Surrogate}/gu, '');
  const id = Number(saying.to?.personId);
  if (!group || !name || !(Number.isSafeInteger(id) && id > 0)) return { text, entities: [] };
  const mention: MessageEntity = {
    type: 'text_mention',
    offset: 0,
    length: name.length,
    user: { id, is_bot: false, first_name: name },
  };
  return { text: `${name} ${text}`, entities: [mention] };
}

/**
 * The one markup that a message can have. Choices, or a link, make inline buttons, with the controls as the last
 * row. An open question in a group forces a reply from that person alone, since unaddressed words there are chatter:
 * the controls are then words below the text. In a direct chat a wanted phone number or place is asked for with the
 * keyboard's own button, and the controls beside it send their words; any other message puts that keyboard away.
 */
function markupOf(saying: Saying, group: boolean, wardrobe: Wardrobe) {
  const { choices = [], controls = [], wants, toDirect, text, locale } = saying;
  const own = wordsFor(locale);
  if (choices.length === 0 && !toDirect) {
    if (group && (controls.length > 0 || wants !== undefined)) {
      const labels = controls.map(control => control.label);
      return {
        markup: { force_reply: true, selective: true },
        words: labels.length > 0 ? `${text}\n${own.alsoReply(labels)}` : text,
      };
    }
    if (wants === 'phone' || wants === 'location') {
      const ask =
        wants === 'phone'
          ? { text: own.sendPhone, request_contact: true }
          : { text: own.sendPlace, request_location: true };
      const rows = inRows(controls, control => control.label).map(row =>
        row.map(({ label }) => ({ text: label })),
      );
      return {
        markup: { keyboard: [[ask], ...rows], resize_keyboard: true, one_time_keyboard: true },
        words: text,
      };
    }
    if (controls.length === 0) return { markup: group ? undefined : { remove_keyboard: true }, words: text };
  }
  const link: InlineKeyboardButton[][] = toDirect
    ? [[{ text: toDirect.label, url: wardrobe.link(toDirect.start) }]]
    : [];
  const rows = [...buttonRows(choices), ...link, ...buttonRows(controls)];
  return { markup: { inline_keyboard: rows }, words: text };
}

function filePart(
  base: Readonly<Record<string, unknown>>,
  file: OutFile,
  words: { text: string; entities: MessageEntity[]; markup?: object | undefined; menu?: boolean },
): Part {
  const bytes = Buffer.from(file.base64, 'base64');
  const values = {
    ...base,
    ...(words.text !== '' && { caption: words.text }),
    ...(words.entities.length > 0 && { caption_entities: words.entities }),
    ...(words.markup && { reply_markup: words.markup }),
  };
  const form = (field: string): Form => ({
    values,
    upload: { field, name: file.name, mime: file.mime, bytes },
  });
  const plain = { method: 'sendDocument', values: form('document') } as const;
  const shown = bytes.length <= SHOWN_BYTES ? SHOWN.find(({ fits }) => fits.test(file.mime)) : undefined;
  return {
    ...(shown ? { method: shown.method, values: form(shown.field), plain } : plain),
    text: words.text,
    entities: words.entities,
    menu: words.menu ?? false,
  };
}
