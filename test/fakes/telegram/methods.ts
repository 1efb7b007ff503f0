import type { BotMessage, Entity, FakeChat, User } from './chat.js';
import { checkAccess, checkMarkup, checkText } from './check.js';
import type { Params, Upload } from './form.js';
import type { Gate } from './limits.js';
import { messageJson } from './people.js';
import { badRequest } from './refusal.js';

/** What the methods work on. */
export interface Desk {
  readonly bot: User;
  readonly chats: ReadonlyMap<number, FakeChat>;
  readonly gate: Gate | null;
  readonly callbacks: Map<string, { answered: boolean; text?: string }>;
  readonly commands: Map<string, readonly { command: string; description: string }[]>;
  readonly files: ReadonlyMap<string, { path: string; bytes: Buffer }>;
  now(): number;
}

type Method = (desk: Desk, params: Params) => unknown;

function chatOf(desk: Desk, values: Params['values']): FakeChat {
  return checkAccess(desk.chats.get(Number(values.chat_id)));
}

const list = <T>(given: unknown): readonly T[] => {
  const value: unknown = typeof given === 'string' ? JSON.parse(given) : given;
  return Array.isArray(value) ? (value as T[]) : [];
};

function send(
  desk: Desk,
  { values, uploads }: Params,
  method: string,
  field?: 'photo' | 'voice' | 'audio' | 'video' | 'document',
): unknown {
  const chat = chatOf(desk, values);
  const text = field ? checkText(values.caption, 1024, 'caption') : checkText(values.text, 4096, 'message');
  const markup = checkMarkup(values.reply_markup, chat);
  const file = field && uploadOf(field, values, uploads);
  const replyTo = repliedTo(values);
  desk.gate?.pass(chat.id, chat.isGroup, desk.now());
  const message: BotMessage = {
    id: chat.nextId(),
    at: desk.now(),
    method,
    text,
    entities: list<Entity>(field ? values.caption_entities : values.entities),
    markup,
    ...(file && { file }),
    replyTo,
    edits: 0,
  };
  chat.add(message);
  return messageJson(message, chat, desk.bot);
}

/** Telegraf's older `reply_to_message_id` is understood as well. */
function repliedTo(values: Params['values']): number | undefined {
  const given = values.reply_parameters;
  const parameters = (typeof given === 'string' ? JSON.parse(given) : given) as
    | { message_id?: number }
    | undefined;
  const id = parameters?.message_id ?? values.reply_to_message_id;
  return id === undefined ? undefined : Number(id);
}

function uploadOf(field: string, values: Params['values'], uploads: Params['uploads']): Upload {
  const given = values[field];
  const attached = typeof given === 'string' && given.startsWith('attach://') ? given.slice(9) : field;
  const upload = uploads[attached];
  if (!upload) throw badRequest(`there is no ${field} in the request`);
  if (upload.bytes.length === 0) throw badRequest('file must be non-empty');
  return upload;
}

function edit(
  desk: Desk,
  { values }: Params,
  change: (message: BotMessage, chat: FakeChat) => void,
): unknown {
  const chat = chatOf(desk, values);
  const message = chat.sent.find(sent => sent.id === Number(values.message_id));
  if (!message) throw badRequest('message to edit not found');
  const shown = () => JSON.stringify([message.text, message.entities, message.markup?.inline_keyboard ?? []]);
  const before = shown();
  const kept = { text: message.text, entities: message.entities, markup: message.markup };
  try {
    change(message, chat);
  } catch (error) {
    Object.assign(message, kept);
    throw error;
  }
  if (shown() === before)
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  message.edits++;
  chat.changed();
  return messageJson(message, chat, desk.bot);
}

const inlineOf = (given: unknown, chat: FakeChat) => {
  const markup = checkMarkup(given, chat);
  return markup?.inline_keyboard && markup.inline_keyboard.length > 0 ? markup : undefined;
};

/** The methods by name. What is not here is answered with 404, as Telegram does. */
export const METHODS: Readonly<Record<string, Method>> = {
  getMe: desk => ({ can_join_groups: true, can_read_all_group_messages: false, ...desk.bot }),
  sendMessage: (desk, params) => send(desk, params, 'sendMessage'),
  sendPhoto: (desk, params) => send(desk, params, 'sendPhoto', 'photo'),
  sendVoice: (desk, params) => send(desk, params, 'sendVoice', 'voice'),
  sendAudio: (desk, params) => send(desk, params, 'sendAudio', 'audio'),
  sendVideo: (desk, params) => send(desk, params, 'sendVideo', 'video'),
  sendDocument: (desk, params) => send(desk, params, 'sendDocument', 'document'),
  sendChatAction: (desk, { values }) => {
    chatOf(desk, values);
    return true;
  },
  editMessageText: (desk, params) =>
    edit(desk, params, (message, chat) => {
      if (message.file) throw badRequest('there is no text in the message to edit');
      message.text = checkText(params.values.text, 4096, 'message');
      message.entities = list<Entity>(params.values.entities);
      message.markup = inlineOf(params.values.reply_markup, chat);
    }),
  editMessageCaption: (desk, params) =>
    edit(desk, params, (message, chat) => {
      if (!message.file) throw badRequest('there is no caption in the message to edit');
      message.text = checkText(params.values.caption, 1024, 'caption');
      message.entities = list<Entity>(params.values.caption_entities);
      message.markup = inlineOf(params.values.reply_markup, chat);
    }),
  editMessageReplyMarkup: (desk, params) =>
    edit(desk, params, (message, chat) => {
      message.markup = inlineOf(params.values.reply_markup, chat);
    }),
  deleteMessage: (desk, { values }) => {
    const chat = chatOf(desk, values);
    const at = chat.sent.findIndex(sent => sent.id === Number(values.message_id));
    const message = chat.sent[at];
    if (!message) throw badRequest('message to delete not found');
    if (desk.now() - message.at > 48 * 3_600_000) throw badRequest("message can't be deleted for everyone");
    chat.sent.splice(at, 1);
    chat.changed();
    return true;
  },
  answerCallbackQuery: (desk, { values }) => {
    const asked = desk.callbacks.get(String(values.callback_query_id));
    if (!asked || asked.answered)
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    asked.answered = true;
    if (typeof values.text === 'string') asked.text = values.text;
    return true;
  },
  setMyCommands: (desk, { values }) => {
    const commands = list<{ command: string; description: string }>(values.commands);
    for (const { command, description } of commands) {
      if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
      if (!description) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    }
    const language = String(values.language_code ?? '');
    if (!/^([a-z]{2})?$/.test(language)) throw badRequest('invalid language code specified');
    desk.commands.set(language, commands);
    return true;
  },
  getMyCommands: (desk, { values }) => desk.commands.get(String(values.language_code ?? '')) ?? [],
  getFile: (desk, { values }) => {
    const id = String(values.file_id);
    const file = desk.files.get(id);
    if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable');
    if (file.bytes.length > 20 * 1024 * 1024) throw badRequest('file is too big');
    return { file_id: id, file_unique_id: id, file_size: file.bytes.length, file_path: file.path };
  },
};
