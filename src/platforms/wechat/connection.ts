import type { AccountStatus, Log } from '../../desk/platform.js';
import { codeOf } from './error-code.js';
import { inTime } from './in-time.js';
import type { Clock, WechatOptions } from './options.js';
import { accepts, readEndpoint } from './probe.js';
import { type Bot, loadWechaty, type MakeBot, type Puppet } from './puppet.js';

/** Between two looks at a port that does not accept: the service is back at most this long before we know, ms. */
const PROBE_EVERY = 500;
const PROBE_TIMEOUT = 2_000;
/** How long taking a bot down may hold us up, ms. */
const CLOSE_TIMEOUT = 3_000;
/** Between two attempts that got as far as the service and failed there, ms. */
const RETRY = { first: 500, most: 30_000 };

/**
 * Events that we take from the puppet ourselves. wechaty's own handlers load every member of a room for each message,
 * and leave promises to reject unheard, which ends the process, when the service goes away meanwhile.
 */
const OURS = [
  'message',
  'friendship',
  'room-invite',
  'room-join',
  'room-leave',
  'room-topic',
  'post',
  'dirty',
] as const;
/** wechaty's numbers for the steps of a scan. */
const SCANNED = 3;
const CONFIRMED = 4;

export interface ConnectionTools {
  readonly clock: Clock;
  readonly log: Log;
  status(state: AccountStatus): void;
  /** A new puppet, before it starts: the place to listen to its events. */
  listen(puppet: Puppet): void;
}

/** Somebody is logged in: who, and the puppet to speak through. */
export interface Line {
  readonly puppet: Puppet;
  readonly selfId: string;
}

interface Session {
  readonly bot: Bot;
  /** Resolves when its start has come to an end, one way or the other. */
  readonly began: Promise<boolean>;
  /** Resolves with the reason when the connection is lost for good. */
  readonly over: Promise<string>;
  /** It came up, so that the next attempt need not wait. */
  readonly came: boolean;
}

/**
 * Keeps a bot up: waits for the service's port, builds a bot, and when its connection breaks throws it away and
 * builds the next one (wechaty does not come back by itself when the service stays away longer than a moment).
 */
export class Connection {
  private readonly options: WechatOptions;
  private readonly tools: ConnectionTools;
  private current: Line | null = null;
  private stopping = false;
  private readonly stopped: Promise<void>;
  private stopNow: () => void = () => {};
  private running: Promise<void> = Promise.resolve();
  /** Bots on their way out. */
  private readonly closing = new Set<Promise<void>>();

  constructor(options: WechatOptions, tools: ConnectionTools) {
    this.options = options;
    this.tools = tools;
    this.stopped = new Promise(resolve => {
      this.stopNow = resolve;
    });
  }

  /** Who is logged in; null while nobody is, or the service is away. */
  get line(): Line | null {
    return this.current;
  }

  /** Resolves when wechaty is loaded and the first attempt begins. Rejects when the puppet is not installed. */
  async start(): Promise<void> {
    this.tools.status({ state: 'starting' });
    const make = await loadWechaty(this.options);
    this.running = this.run(make);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.stopNow();
    await this.running;
    await Promise.all(this.closing);
    this.tools.status({ state: 'stopped' });
  }

  private async run(make: MakeBot): Promise<void> {
    let failures = 0;
    while (!this.stopping) {
      await this.portAccepts();
      if (this.stopping) return;
      const session = await this.open(make);
      const why = await Promise.race([session.over, this.stopped]);
      this.current = null;
      this.close(session);
      if (this.stopping) return;
      failures = session.came ? 0 : failures + 1;
      this.tools.log.warn('wechat.lost', { account: this.options.account, why, failures });
      this.tools.status({ state: 'offline', detail: `The WeChat puppet service is away (${why}).` });
      if (failures > 0) await this.pause(Math.min(RETRY.most, RETRY.first * 2 ** (failures - 1)));
    }
  }

  /** Where the address is known: a connection attempt of gRPC against a closed port takes far longer to give up. */
  private async portAccepts(): Promise<void> {
    const address = readEndpoint(this.options.endpoint);
    if (address === null) return;
    let told = false;
    while (!this.stopping && !(await accepts(address.host, address.port, PROBE_TIMEOUT))) {
      if (!told) {
        this.tools.status({ state: 'offline', detail: `Nothing answers at ${this.options.endpoint}.` });
        told = true;
      }
      await this.pause(PROBE_EVERY);
    }
  }

  private async open(make: MakeBot): Promise<Session> {
    const session = { ended: false };
    let end: (why: string) => void = () => {};
    const over = new Promise<string>(resolve => {
      end = resolve;
    });
    const lost = (why: string) => {
      // From here on the bot is only being taken down, and its "logout" is not WeChat's.
      session.ended = true;
      end(why);
    };
    const bot = make(lost);
    bot.wechaty.on('error', error => {
      if (session.ended) return;
      this.tools.log.warn('wechat.error', { account: this.options.account, error: codeOf(error) });
    });
    const began = this.begin(bot, session).catch(error => {
      lost(codeOf(error));
      return false;
    });
    const came = await Promise.race([began, over.then(() => false), this.stopped.then(() => false)]);
    if (!came) lost('it did not start');
    return { bot, began, over, came };
  }

  /** Whether it came up: wechaty reports a puppet that does not start, but goes on without it. */
  private async begin({ wechaty }: Bot, session: { readonly ended: boolean }): Promise<boolean> {
    await wechaty.init();
    for (const event of OURS) wechaty.puppet.removeAllListeners(event);
    this.watch(wechaty.puppet, () => !session.ended && !this.stopping);
    this.tools.listen(wechaty.puppet);
    await wechaty.start();
    return wechaty.puppet.state.active() === true;
  }

  /** The login, from the puppet itself: wechaty passes it on only once it could look up who it is. */
  private watch(puppet: Puppet, live: () => boolean): void {
    puppet.on('scan', ({ qrcode, status }) => {
      if (!live()) return;
      this.current = null;
      const scanned = status === SCANNED || status === CONFIRMED;
      const detail = scanned
        ? 'Confirm the login on the phone.'
        : 'Scan the code with the WeChat of the account.';
      const qr = scanned || qrcode === undefined || qrcode === '' ? {} : { qr: qrcode };
      this.tools.status({ state: 'needs-login', detail, ...qr });
    });
    puppet.on('login', ({ contactId }) => {
      if (!live()) return;
      this.current = { puppet, selfId: contactId };
      this.tools.status({ state: 'online' });
    });
    puppet.on('logout', () => {
      if (!live()) return;
      this.current = null;
      this.tools.status({ state: 'needs-login', detail: 'WeChat logged the account out.' });
    });
  }

  /** Takes a bot down, beside the next one coming up; its start must have ended, or it would leave timers behind. */
  private close({ bot, began }: Session): void {
    bot.hangUp();
    const down = began.then(() => bot.wechaty.stop());
    const closed = inTime(down, this.tools.clock, CLOSE_TIMEOUT, () => new Error('too late'))
      .catch(error => {
        this.tools.log.warn('wechat.close', { account: this.options.account, error: codeOf(error) });
      })
      .finally(() => this.closing.delete(closed));
    this.closing.add(closed);
  }

  private async pause(ms: number): Promise<void> {
    let callOff = () => {};
    const over = new Promise<void>(resolve => {
      callOff = this.tools.clock.after(ms, resolve);
    });
    await Promise.race([over, this.stopped]);
    callOff();
  }
}
