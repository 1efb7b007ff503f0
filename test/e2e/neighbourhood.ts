import { z } from 'zod';
import { ask } from '../../src/commands/client.js';
import { KIND } from '../../src/platforms/wechat/said.js';
import type { Actor } from '../cast.js';
import { type FakeTelegram, type FakeUser, fakeTelegram } from '../fakes/telegram/index.js';
import { type BotMessage, FakeWechat } from '../fakes/wechat/service.js';
import { DeskProcess } from '../real/desk-process.js';
import { DeskHome } from '../real/home.js';
import { telegramSettings } from '../real/telegram-settings.js';

/** How long an answer may take on a machine that has much to do, ms. */
const PATIENCE = 15_000;
const invited = z.object({ code: z.string() });

/** What the bot said, on whatever platform. */
export interface Heard {
  readonly text: string;
  readonly file?: { readonly name: string; readonly bytes: Buffer } | undefined;
}

/** Somebody in their direct chat with the bot. */
export abstract class Somebody {
  readonly #taken = new Set<number>();

  /** Everything that the bot said to them, in order. */
  abstract get heard(): readonly Heard[];
  abstract says(text: string): void;
  /** Takes the option with this label, the newest that there is. */
  abstract picks(label: string): void;
  abstract sendsPhoto(bytes: Buffer): void;
  protected abstract until(look: () => number, what: string): Promise<void>;

  /** The first message with this in it that was not asked for yet: what comes from two sides may come in any order. */
  async hears(part: string | RegExp, from = 0): Promise<Heard> {
    const find = () =>
      this.heard.findIndex(
        ({ text }, i) =>
          i >= from &&
          !this.#taken.has(i) &&
          (typeof part === 'string' ? text.includes(part) : part.test(text)),
      );
    await this.until(find, String(part));
    const at = find();
    this.#taken.add(at);
    return this.heard[at] as Heard;
  }

  /** Says things, or takes options (in brackets), each once the answer to the one before has come. Gives the last. */
  async talks(...turns: readonly (readonly [said: string, answer: string | RegExp])[]): Promise<Heard> {
    let last: Heard = { text: '' };
    for (const [said, answer] of turns) {
      const from = this.heard.length;
      if (said.startsWith('[')) this.picks(said.slice(1, -1));
      else this.says(said);
      last = await this.hears(answer, from);
    }
    return last;
  }
}

class OnTelegram extends Somebody {
  readonly #user: FakeUser;

  constructor(user: FakeUser) {
    super();
    this.#user = user;
  }

  get heard(): readonly Heard[] {
    return this.#user.chat.sent;
  }

  says(text: string): void {
    this.#user.says(text);
  }

  picks(label: string): void {
    this.#user.presses(label);
  }

  sendsPhoto(bytes: Buffer): void {
    this.#user.sendsPhoto(bytes);
  }

  protected async until(look: () => number): Promise<void> {
    const { chat } = this.#user;
    await chat.until(() => (look() >= 0 ? true : undefined), PATIENCE, Math.max(0, chat.sent.length - 4));
  }
}

class OnWechat extends Somebody {
  readonly #wechat: FakeWechat;
  readonly #id: string;

  constructor(wechat: FakeWechat, id: string) {
    super();
    this.#wechat = wechat;
    this.#id = id;
  }

  get heard(): readonly BotMessage[] {
    return this.#wechat.sent.all.filter(({ to }) => to === this.#id);
  }

  says(text: string): void {
    this.#wechat.says(this.#id, text);
  }

  /** By the number that stands before it. */
  picks(label: string): void {
    const lines = this.heard.flatMap(({ text }) => text.split('\n'));
    const line = lines.findLast(one => /^\d+ /.test(one) && one.slice(one.indexOf(' ') + 1) === label);
    if (line === undefined) throw new Error(`“${label}” is nowhere in: ${lines.slice(-20).join('\n')}`);
    this.says(line.split(' ')[0] ?? '');
  }

  sendsPhoto(bytes: Buffer): void {
    this.#wechat.sendsFile(this.#id, KIND.image, 'photo.jpg', bytes);
  }

  protected async until(look: () => number, what: string): Promise<void> {
    const from = Math.max(0, this.#wechat.sent.all.length - 4);
    await this.#wechat.sent.next(() => look() >= 0, `“${what}” to ${this.#id}`, from, PATIENCE);
  }
}

/** The real process on Telegram (over HTTP) and WeChat (over gRPC) at once, with people on both. */
export class Neighbourhood {
  readonly api: FakeTelegram;
  readonly wechat: FakeWechat;
  readonly home: DeskHome;
  desk: DeskProcess;
  readonly #env: Readonly<Record<string, string>>;

  private constructor(
    api: FakeTelegram,
    wechat: FakeWechat,
    home: DeskHome,
    env: Readonly<Record<string, string>>,
  ) {
    this.api = api;
    this.wechat = wechat;
    this.home = home;
    this.#env = env;
    this.desk = new DeskProcess({ home, env });
  }

  /** It is Monday, nine in the morning; nobody has written yet, and nobody works here. */
  static async open(): Promise<Neighbourhood> {
    const api = await fakeTelegram();
    const wechat = await FakeWechat.start();
    const home = await DeskHome.make();
    const place = new Neighbourhood(api, wechat, home, {
      ...(await telegramSettings(api, 'polling')),
      WECHATY_PUPPET: 'wechaty-puppet-service',
      WECHATY_PUPPET_SERVICE_TOKEN: wechat.token,
      WECHATY_PUPPET_SERVICE_ENDPOINT: wechat.endpoint,
      WECHAT_SECONDS_BETWEEN_MESSAGES: '0',
      WECHAT_MESSAGES_PER_DAY: '0',
    });
    await place.#online();
    return place;
  }

  onTelegram({ name }: Actor): Somebody {
    return new OnTelegram(this.api.user({ name, locale: 'zh-hans' }));
  }

  onWechat({ name, on }: Actor): Somebody {
    return new OnWechat(this.wechat, this.wechat.contact(on.wechat ?? name, name));
  }

  /** Makes them a colleague, as an operator and they themselves do: a code from the running desk, said in chat. */
  async hire(who: Somebody, name: string, role: string): Promise<void> {
    const { code } = invited.parse(await ask(this.home.data, 'staff.invite', { name, role }));
    await who.talks(['加入工作', '邀请码'], [code, `${name}，欢迎`]);
  }

  /** Pulls the plug, and starts it again. */
  async restart(): Promise<void> {
    await this.desk.kill();
    this.desk = new DeskProcess({ home: this.home, env: this.#env });
    await this.#online();
  }

  async close(): Promise<void> {
    await this.desk.end();
    await this.wechat.stop();
    await this.api.close();
    await this.home.remove();
  }

  async #online(): Promise<void> {
    await this.desk.open();
    await Promise.all([this.desk.online('telegram'), this.desk.online('wechat')]);
  }
}
