import { type BotMessage, buttonsOf, type Entity, type FakeChat, type User } from './chat.js';

/** What people need of the service. */
export interface Service {
  readonly bot: User;
  push(kind: string, chat: FakeChat, content: object): number;
  storeFile(bytes: Buffer, name: string): { file_id: string; file_unique_id: string; file_size: number };
  askCallback(chat: FakeChat): string;
}

export interface SayHow {
  /** The message that is replied to: the bot's, or the id of a person's. */
  readonly replyTo?: BotMessage | { readonly id: number; readonly from: User };
  /** Telegram writes `@username` into a reply by itself nowhere: say it in the text. Entities besides the found ones. */
  readonly entities?: readonly Entity[];
}

/** The entities that Telegram's clients find by themselves. */
function entitiesIn(text: string): Entity[] {
  const found: Entity[] = [];
  for (const m of text.matchAll(/(^|\s)(\/[a-z0-9_]{1,32}(?:@\w+)?)(?=\s|$)/gi))
    found.push({ type: 'bot_command', offset: m.index + m[1]!.length, length: m[2]!.length });
  for (const m of text.matchAll(/(?<![\w/])@[a-z]\w{3,31}/gi))
    found.push({ type: 'mention', offset: m.index, length: m[0].length });
  return found;
}

/** A person in a chat: what they say and do there. */
export class Seat {
  readonly user: User;
  readonly chat: FakeChat;
  protected readonly service: Service;
  #last: { id: number; date: number } | undefined;

  constructor(service: Service, user: User, chat: FakeChat) {
    this.service = service;
    this.user = user;
    this.chat = chat;
  }

  /** Says a text. Gives the message's id. */
  says(text: string, how: SayHow = {}): number {
    const entities = [...entitiesIn(text), ...(how.entities ?? [])];
    return this.sends({ text, ...(entities.length > 0 && { entities }) }, how);
  }

  /** Says a text with a mention of the bot before it. */
  mentions(text: string): number {
    return this.says(`@${this.service.bot.username} ${text}`);
  }

  /** Opens the bot by a link `t.me/bot?start=param`. */
  starts(param = ''): number {
    return this.says(`/start ${param}`.trim());
  }

  /** Sends a message of any content: `{ sticker: … }`. */
  sends(content: object, how: SayHow = {}): number {
    const date = Math.floor(Date.now() / 1000);
    if (this.chat.type === 'private' && this.chat.access === 'not-started') this.chat.access = 'open';
    const id = this.chat.nextId();
    this.#last = { id, date };
    this.service.push('message', this.chat, {
      ...this.#head(id, date),
      ...(how.replyTo && { reply_to_message: this.#quote(how.replyTo) }),
      ...content,
    });
    return id;
  }

  /** Edits a text, by default the last. */
  edits(text: string, messageId: number | undefined = this.#last?.id): void {
    if (messageId === undefined || !this.#last) throw new Error('nothing has been said that could be edited');
    const edit_date = Math.floor(Date.now() / 1000);
    const entities = entitiesIn(text);
    this.service.push('edited_message', this.chat, {
      ...this.#head(messageId, this.#last.date),
      edit_date,
      text,
      ...(entities.length > 0 && { entities }),
    });
  }

  /**
   * Presses the button with this label, on the newest message that has it or on `on`. A keyboard's button
   * sends its text, or the contact or location that it asks for. Gives the address of a link's button.
   */
  presses(label: string, on?: BotMessage): string | undefined {
    const message = on ?? this.chat.sent.findLast(sent => buttonsOf(sent).some(b => b.text === label));
    const button = message && buttonsOf(message).find(b => b.text === label);
    if (!message || !button) {
      const known = this.chat.sent.flatMap(buttonsOf).map(b => b.text);
      throw new Error(`there is no button “${label}” in chat ${this.chat.id}, only ${JSON.stringify(known)}`);
    }
    if (button.url !== undefined) return button.url;
    if (button.callback_data === undefined) {
      if (button.request_contact) this.sendsContact('8613700004321');
      else if (button.request_location) this.sendsLocation(31.2304, 121.4737);
      else this.says(label);
      return undefined;
    }
    this.pressesToken(button.callback_data, message);
    return undefined;
  }

  /** A press of a button with this data, also one that is no longer shown. */
  pressesToken(data: string, message: BotMessage): void {
    this.service.push('callback_query', this.chat, {
      id: this.service.askCallback(this.chat),
      from: this.user,
      chat_instance: String(this.chat.id),
      message: this.#quote(message),
      data,
    });
  }

  sendsLocation(latitude: number, longitude: number, title?: string): number {
    const location = { latitude, longitude };
    return this.sends(
      title === undefined ? { location } : { location, venue: { location, title, address: '' } },
    );
  }

  /** Shares a contact: their own number, or somebody else's card. */
  sendsContact(phone: string, own = true): number {
    const { first_name, id } = this.user;
    return this.sends({
      contact: own
        ? { phone_number: phone, first_name, user_id: id }
        : { phone_number: phone, first_name: 'Somebody' },
    });
  }

  sendsPhoto(bytes: Buffer = Buffer.from('jpeg'), caption?: string): number {
    const small = { ...this.service.storeFile(bytes.subarray(0, 2), 'photo.jpg'), width: 90, height: 90 };
    const large = { ...this.service.storeFile(bytes, 'photo.jpg'), width: 1280, height: 960 };
    return this.sends({ photo: [small, large], ...this.#caption(caption) });
  }

  sendsDocument(name: string, bytes: Buffer, mime = 'application/pdf', caption?: string): number {
    const document = { ...this.service.storeFile(bytes, name), file_name: name, mime_type: mime };
    return this.sends({ document, ...this.#caption(caption) });
  }

  sendsVoice(bytes: Buffer = Buffer.from('ogg')): number {
    return this.sends({
      voice: { ...this.service.storeFile(bytes, 'voice.oga'), duration: 2, mime_type: 'audio/ogg' },
    });
  }

  sendsVideo(bytes: Buffer = Buffer.from('mp4')): number {
    const file = this.service.storeFile(bytes, 'video.mp4');
    return this.sends({ video: { ...file, width: 640, height: 480, duration: 3, mime_type: 'video/mp4' } });
  }

  sendsSticker(): number {
    const file = this.service.storeFile(Buffer.from('webp'), 'sticker.webp');
    return this.sends({ sticker: { ...file, type: 'regular', width: 512, height: 512, emoji: '👍' } });
  }

  #head(message_id: number, date: number): object {
    return { message_id, date, from: this.user, chat: this.chat.json };
  }

  #caption(caption: string | undefined): object {
    if (caption === undefined) return {};
    const caption_entities = entitiesIn(caption);
    return { caption, ...(caption_entities.length > 0 && { caption_entities }) };
  }

  #quote(message: NonNullable<SayHow['replyTo']>): object {
    const date = Math.floor(Date.now() / 1000);
    if ('from' in message) return { message_id: message.id, date, chat: this.chat.json, from: message.from };
    return messageJson(message, this.chat, this.service.bot);
  }
}

/** A message of the bot as the Bot API shows it. */
export function messageJson(message: BotMessage, chat: FakeChat, bot: User): object {
  const words = message.file
    ? { caption: message.text, caption_entities: message.entities, [kindOf(message)]: { file_id: 'sent' } }
    : { text: message.text, entities: message.entities };
  const { inline_keyboard } = message.markup ?? {};
  return {
    message_id: message.id,
    date: Math.floor(message.at / 1000),
    from: bot,
    chat: chat.json,
    ...words,
    ...(inline_keyboard && { reply_markup: { inline_keyboard } }),
  };
}

/** sendVoice sends a voice. */
const kindOf = (message: BotMessage) => message.method.slice('send'.length).toLowerCase();

/** A person, in their direct chat with the bot unless `in` a group. */
export class FakeUser extends Seat {
  in(group: FakeChat): Seat {
    return new Seat(this.service, this.user, group);
  }

  /** Blocks the bot: it is told, and can no longer write. */
  blocks(): void {
    this.chat.access = 'blocked';
    this.#member('member', 'kicked');
  }

  unblocks(): void {
    this.chat.access = 'open';
    this.#member('kicked', 'member');
  }

  #member(before: string, after: string): void {
    memberUpdate(this.service, this.user, this.chat, before, after);
  }
}

/** Tells the bot that its place in a chat has changed. */
export function memberUpdate(
  service: Service,
  by: User,
  chat: FakeChat,
  before: string,
  after: string,
): void {
  service.push('my_chat_member', chat, {
    chat: chat.json,
    from: by,
    date: Math.floor(Date.now() / 1000),
    old_chat_member: { user: service.bot, status: before },
    new_chat_member: { user: service.bot, status: after },
  });
}
