import { neutralLines } from '../../../src/commands/transcript.js';
import { Telegram } from '../../../src/platforms/telegram.js';
import { SeededChance } from '../../clock.js';
import { silent } from '../../fakes/desk.js';
import {
  type BotMessage,
  buttonsOf,
  type FakeChat,
  type FakeTelegram,
  type FakeUser,
  fakeTelegram,
  type Seat,
} from '../../fakes/telegram/index.js';
import { realClock } from '../../web/real.js';
import type { Act } from '../act.js';
import type { Guest, Harness, Stage } from '../harness.js';
import type { Where } from '../transcript.js';

/** 帮助, 返回, 取消 and 人工, told apart from the choices by their tokens. */
const EVERYWHERE = /^(?!desk:).*:(?:back|help|cancel|person)$/;

/** Telegram by long polling, from a Bot API on loopback that all transcripts share. */
export async function telegramHarness(): Promise<Harness> {
  const api = await fakeTelegram();
  const platform = new Telegram(
    { account: 'telegram', token: api.token, apiRoot: api.url, pollSeconds: 30, sendTimeout: 5_000 },
    { clock: realClock, chance: new SeededChance(7), log: silent },
  );
  return {
    name: 'telegram',
    can: ['text', 'press', 'media', 'location', 'contact', 'sticker', 'group'],
    tellsLocale: true,
    tellsName: true,
    stage: async (_ground, guests) => new TelegramStage(api, platform, guests),
    close: async () => {
      await platform.stop();
      await api.close();
    },
  };
}

let people = 0;

class TelegramStage implements Stage {
  readonly platforms: readonly [Telegram];
  readonly #api: FakeTelegram;
  readonly #users: ReadonlyMap<string, FakeUser>;
  readonly #groups = new Map<string, FakeChat>();

  constructor(api: FakeTelegram, platform: Telegram, guests: readonly Guest[]) {
    this.#api = api;
    this.platforms = [platform];
    this.#users = new Map(
      guests.map(({ name, locale }) => [name, api.user({ id: 71_000 + ++people, name, locale })]),
    );
  }

  address(where: Where) {
    return { account: 'telegram', chat: String(this.#chat(where).id) };
  }

  async opened({ name }: Guest): Promise<void> {
    this.#user(name).chat.access = 'open';
  }

  async act({ name }: Guest, where: Where, act: Act): Promise<void> {
    const user = this.#user(name);
    const seat: Seat = where.kind === 'direct' ? user : user.in(this.#chat(where));
    if (act.kind === 'text') {
      if (where.kind !== 'direct' && act.addressed && !act.text.startsWith('/')) seat.mentions(act.text);
      else seat.says(act.text);
    }
    if (act.kind === 'press') {
      // The button of a link opens the bot in a chat of one's own.
      const link = seat.presses(act.label);
      if (link !== undefined) user.starts(new URL(link).searchParams.get('start') ?? '');
    }
    if (act.kind === 'location') seat.sendsLocation(act.latitude, act.longitude);
    if (act.kind === 'contact') seat.sendsContact(act.phone, act.own);
    if (act.kind === 'sticker') seat.sendsSticker();
    if (act.kind !== 'media') return;
    if (act.of === 'photo') seat.sendsPhoto(Buffer.from('jpeg'), act.words);
    if (act.of === 'voice') seat.sendsVoice();
    if (act.of === 'video') seat.sendsVideo();
    if (act.of === 'file') seat.sendsDocument(act.words ?? '合同.pdf', Buffer.from('pdf'));
  }

  async shown(where: Where): Promise<string[]> {
    const shown: string[] = [];
    for (const message of this.#chat(where).sent) {
      // One file stands with its words; of several, each is a message of its own after them.
      const follows = message.text === '' && message.file && shown.length > 0;
      shown.push(follows ? `${shown.pop()}\n${neutralOf(message)}` : neutralOf(message));
    }
    return shown;
  }

  async close(): Promise<void> {}

  #chat(where: Where): FakeChat {
    if (where.kind === 'direct') return this.#user(where.person).chat;
    const title = where.kind === 'group' ? where.group : '工作群';
    const group = this.#groups.get(title) ?? this.#api.group({ title });
    this.#groups.set(title, group);
    return group;
  }

  #user(name: string): FakeUser {
    const user = this.#users.get(name);
    if (!user) throw new Error(`${name} is not on Telegram`);
    return user;
  }
}

function neutralOf(message: BotMessage): string {
  const [name] = message.entities.filter(({ type, offset }) => type === 'text_mention' && offset === 0);
  let text = name ? message.text.slice(name.length + 1) : message.text;
  const labels: string[] = [];
  if (message.markup?.force_reply) {
    const lines = text.split('\n');
    const words = /^(?:（也可以直接回复：|\(You can also reply: )(.*)[)）]$/.exec(lines.at(-1) ?? '')?.[1];
    if (words !== undefined) {
      text = lines.slice(0, -1).join('\n');
      labels.push(...words.split(/、|, /).slice(0, -4));
    }
  }
  const words = buttonsOf(message).filter(
    button =>
      button.callback_data === undefined &&
      button.url === undefined &&
      !button.request_contact &&
      !button.request_location,
  );
  const buttons = buttonsOf(message).filter(
    ({ callback_data, url }) =>
      url !== undefined || (callback_data !== undefined && !EVERYWHERE.test(callback_data)),
  );
  labels.push(...buttons.map(button => button.text), ...words.slice(0, -4).map(button => button.text));
  return neutralLines(text, labels, message.file ? [message.file] : []);
}
