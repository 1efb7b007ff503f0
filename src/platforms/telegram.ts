import { Telegraf } from 'telegraf';
import type { Update, UserFromGetMe } from 'telegraf/types';
import type { Chat, Delivery, Saying } from '../desk/message.js';
import type {
  AccountStatus,
  Door,
  Fetched,
  PaceLimits,
  Platform,
  PlatformTools,
  Sent,
} from '../desk/platform.js';
import type { Route } from '../desk/route.js';
import { BotApi } from './telegram/api.js';
import { Client } from './telegram/client.js';
import { setCommandMenu } from './telegram/commands.js';
import { TEXT_LENGTH } from './telegram/dress.js';
import { fetchFile } from './telegram/files.js';
import { Intake } from './telegram/intake.js';
import { linkTo } from './telegram/link.js';
import { Memory } from './telegram/memory.js';
import { PUBLIC_API, TELEGRAM_PACE, type TelegramOptions } from './telegram/options.js';
import { Pause } from './telegram/pause.js';
import { Polling } from './telegram/polling.js';
import { ALLOWED, readUpdate } from './telegram/read.js';
import { RECALL_MS, replaceMessage } from './telegram/replace.js';
import { Sender } from './telegram/sender.js';
import { troubleOf } from './telegram/trouble.js';
import { Webhook } from './telegram/webhook.js';

export { type CommandMenu, TELEGRAM_PACE, type TelegramOptions } from './telegram/options.js';

const ANSWER_TIMEOUT = 5_000;

/** What the platform leans on. */
export type TelegramTools = Pick<PlatformTools, 'clock' | 'chance' | 'log'>;

/** One Telegram bot: telegraf receives, our own client sends. */
export class Telegram implements Platform {
  readonly kind = 'telegram';
  readonly account: string;
  readonly abilities = { buttons: true, edits: true, recallMs: RECALL_MS, textLength: TEXT_LENGTH };
  readonly pace: PaceLimits;
  /** What the web server is to mount: the webhook, if that is how updates come. */
  readonly routes: readonly Route[];

  readonly #options: TelegramOptions;
  readonly #tools: TelegramTools;
  readonly #bot: Telegraf;
  readonly #client: Client;
  readonly #api: BotApi;
  readonly #pause: Pause;
  readonly #memory = new Memory();
  readonly #sender: Sender;
  readonly #intake: Intake;
  readonly #webhook: Webhook | null;
  readonly #polling: Polling;
  readonly #asides = new Set<Promise<unknown>>();
  #me: UserFromGetMe | null = null;
  #door: Door | null = null;
  #running: Promise<void> | null = null;
  #stopping: Promise<void> | null = null;
  #status = '';

  constructor(options: TelegramOptions, tools: TelegramTools) {
    this.#options = options;
    this.#tools = tools;
    this.account = options.account;
    this.pace = options.pace ?? TELEGRAM_PACE;
    const { token, apiRoot = PUBLIC_API, retry = { first: 500, most: 30_000 } } = options;
    this.#bot = new Telegraf(token, { telegram: { apiRoot }, handlerTimeout: Number.POSITIVE_INFINITY });
    this.#bot.use(ctx => this.#take(ctx.update));
    this.#bot.catch(error => {
      throw error;
    });
    this.#client = new Client(this.#bot);
    this.#api = new BotApi({ token, apiRoot, timeout: options.sendTimeout ?? 20_000 });
    this.#pause = new Pause(tools, retry.first, retry.most);
    this.#intake = new Intake(async message => this.#door?.receive(message));
    this.#sender = new Sender({
      api: this.#api,
      memory: this.#memory,
      pause: this.#pause,
      link: start => this.directLink(start),
      aside: task => this.#aside(task),
    });
    this.#webhook = options.webhook
      ? new Webhook({
          token,
          secret: options.webhook.secret,
          open: () => this.#me !== null && !this.#stopping,
          feed: update => this.#bot.handleUpdate(update),
        })
      : null;
    this.routes = this.#webhook ? [this.#webhook.route] : [];
    this.#polling = new Polling({
      bot: this.#bot,
      client: this.#client,
      pause: this.#pause,
      seconds: options.pollSeconds ?? 50,
      onAnswer: () => this.#works(),
      onError: error => this.#fails(error),
    });
  }

  async start(door: Door): Promise<void> {
    if (this.#running) throw new Error(`the account ${this.account} has been started already`);
    this.#door = door;
    this.#say({ state: 'starting' });
    this.#running = this.#run();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#end();
    return this.#stopping;
  }

  send(delivery: Delivery): Promise<Sent> {
    return this.#sender.send(delivery);
  }

  directLink(start: string): string | null {
    return this.#me && linkTo(this.#me.username, start);
  }

  replace(chat: Chat, messageId: string, saying: Saying | null): Promise<boolean> {
    const tools = {
      api: this.#api,
      memory: this.#memory,
      link: (start: string) => this.directLink(start) ?? '',
    };
    return replaceMessage(tools, { chat, messageId, saying });
  }

  fetch(ref: string): Promise<Fetched> {
    return fetchFile(this.#api, ref);
  }

  /** Introduces itself, says how updates shall come, and then (polling) asks for them. */
  async #run(): Promise<void> {
    while (!this.#stopping) {
      try {
        const me = await this.#client.call('getMe', {});
        this.#bot.botInfo = me;
        this.#me = me;
        await this.#arrange();
        break;
      } catch (error) {
        if (!this.#stopping) await this.#fails(error);
      }
    }
    if (this.#stopping) return;
    this.#works();
    this.#aside(setCommandMenu(this.#client, this.#options.commands ?? [], this.#tools.log));
    if (!this.#webhook) await this.#polling.run();
  }

  async #arrange(): Promise<void> {
    const { webhook } = this.#options;
    if (!webhook || !this.#webhook) {
      await this.#client.call('deleteWebhook', {});
      return;
    }
    await this.#client.call('setWebhook', {
      url: webhook.url.replace(/\/+$/, '') + this.#webhook.path,
      secret_token: this.#webhook.secret,
      allowed_updates: ALLOWED,
    });
  }

  async #end(): Promise<void> {
    this.#polling.stop();
    this.#client.stop();
    this.#pause.end();
    await this.#running;
    await this.#intake.drain();
    if (this.#running && !this.#webhook) await this.#polling.end();
    while (this.#asides.size > 0) await Promise.allSettled(this.#asides);
    this.#say({ state: 'stopped' });
  }

  /** Takes an update in; rejects when it must come again. */
  async #take(update: Update): Promise<void> {
    if (!this.#me) throw new Error('the bot does not know its own name yet');
    const message = this.#read(update, this.#me);
    if (message) await this.#intake.take(message);
    if (!('callback_query' in update)) return;
    // Until it is answered the button shows that it is waiting.
    const answer = { callback_query_id: update.callback_query.id };
    this.#aside(
      this.#api.call('answerCallbackQuery', answer, ANSWER_TIMEOUT).catch(() => 'too late: no harm'),
    );
  }

  #read(update: Update, me: UserFromGetMe) {
    try {
      this.#memory.learn(update);
      return readUpdate(update, me, this.#tools.clock.now());
    } catch (error) {
      // It would come again for ever and hold up everybody: it is dropped, and told.
      const kinds = Object.keys(update).filter(key => key !== 'update_id');
      this.#tools.log.error('telegram.unreadable', { account: this.account, kinds, error: String(error) });
      return null;
    }
  }

  #works(): void {
    this.#pause.reset();
    this.#say({ state: 'online' });
  }

  async #fails(error: unknown): Promise<void> {
    const { status, wait } = troubleOf(error, this.#webhook ? 'webhook' : 'polling');
    this.#say(status);
    await this.#pause.wait(wait ?? this.#pause.grow());
  }

  /** Tells of a change, once. */
  #say(status: AccountStatus): void {
    const line = `${status.state} ${status.detail ?? ''}`;
    if (line === this.#status || !this.#door) return;
    this.#status = line;
    this.#door.status(status);
  }

  #aside(task: Promise<unknown>): void {
    this.#asides.add(task);
    task.finally(() => this.#asides.delete(task)).catch(() => this.#tools.log.warn('telegram.aside'));
  }
}
