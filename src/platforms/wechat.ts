import { join } from 'node:path';
import type { payloads } from 'wechaty';
import type { Chat, Delivery, Incoming, Saying } from '../desk/message.js';
import type {
  Abilities,
  Door,
  Fetched,
  PaceLimits,
  Platform,
  PlatformTools,
  Sent,
} from '../desk/platform.js';
import { Arrivals } from './wechat/arrivals.js';
import { Connection, type Line } from './wechat/connection.js';
import { codeOf } from './wechat/error-code.js';
import { Events } from './wechat/events.js';
import { Files } from './wechat/files.js';
import { inTime } from './wechat/in-time.js';
import { readMessage } from './wechat/incoming.js';
import { FILE_LIMIT, TEXT_LENGTH, type WechatOptions } from './wechat/options.js';
import { sendDelivery } from './wechat/outgoing.js';
import type { Puppet } from './wechat/puppet.js';
import { RECALL_MS, Recalls } from './wechat/recalls.js';
import { Welcome } from './wechat/welcome.js';

export type { WechatOptions } from './wechat/options.js';

/** What it leans on: it keeps nothing in the store. */
export type WechatTools = Pick<PlatformTools, 'clock' | 'chance' | 'log'>;

const ABILITIES: Abilities = {
  buttons: false,
  edits: false,
  recallMs: RECALL_MS,
  textLength: TEXT_LENGTH,
};
/** A message whose words are not there after this time loses its place in the order rather than hold up all, ms. */
const PATIENCE = 3_000;
/** How long the words of a message, and its picture or file, may take to come, ms. */
const LOADS = { words: 15_000, files: 60_000 };
/** How long a stop waits for what is being handed in, ms. */
const LAST_MESSAGES = 3_000;
/** Between two tries to hand a message in, ms: this wire never brings one again, so we keep it until it is taken. */
const REFUSED = { first: 200, most: 30_000 };
const DEFAULTS = { secondsBetweenFriends: 60, sendTimeout: 30_000 };

/** WeChat through wechaty, with whichever puppet is configured. wechaty is loaded when it starts. */
export function wechatPlatform(options: WechatOptions, tools: WechatTools): Platform {
  return new Wechat(options, tools);
}

class Wechat implements Platform {
  readonly kind = 'wechat';
  readonly account: string;
  readonly abilities = ABILITIES;
  readonly pace: PaceLimits;
  private readonly options: WechatOptions;
  private readonly tools: WechatTools;
  private readonly files: Files;
  private readonly arrivals: Arrivals;
  private readonly recalls: Recalls;
  private readonly welcome: Welcome;
  private readonly connection: Connection;
  private readonly events: Events;
  private door: Door | null = null;
  private stopping: Promise<void> | null = null;
  private giveUp: () => void = () => {};
  private readonly givenUp: Promise<void>;

  constructor(options: WechatOptions, tools: WechatTools) {
    this.options = options;
    this.tools = tools;
    this.account = options.account;
    this.pace = options.pace;
    this.files = new Files(join(options.folder, 'files'), options.fileKey, FILE_LIMIT);
    this.recalls = new Recalls(tools.clock, options.sendTimeout ?? DEFAULTS.sendTimeout);
    this.arrivals = new Arrivals(tools.clock, PATIENCE);
    const gap = (options.secondsBetweenFriends ?? DEFAULTS.secondsBetweenFriends) * 1_000;
    this.welcome = new Welcome(tools.clock, tools.chance, gap);
    this.connection = new Connection(options, {
      clock: tools.clock,
      log: tools.log,
      status: state => this.door?.status(state),
      listen: puppet => this.listen(puppet),
    });
    this.events = new Events({
      account: options.account,
      log: tools.log,
      welcome: this.welcome,
      line: () => this.connection.line,
      handIn: message => this.happened(message),
    });
    this.givenUp = new Promise(resolve => {
      this.giveUp = resolve;
    });
  }

  async start(door: Door): Promise<void> {
    this.door = door;
    await this.connection.start();
  }

  stop(): Promise<void> {
    this.stopping ??= this.windDown();
    return this.stopping;
  }

  async send(delivery: Delivery): Promise<Sent> {
    const timeout = this.options.sendTimeout ?? DEFAULTS.sendTimeout;
    const gap = this.pace.perSecond === 0 ? 0 : 1_000 / this.pace.perSecond;
    const sent = await sendDelivery(delivery, this.connection.line, this.tools.clock, { timeout, gap });
    this.recalls.note(sent.messageId);
    return sent;
  }

  /** Words cannot be changed in WeChat; a message can be taken back, for two minutes. */
  async replace(_chat: Chat, messageId: string, saying: Saying | null): Promise<boolean> {
    return saying === null && (await this.recalls.recall(messageId, this.connection.line));
  }

  /** WeChat has no links that open a chat with somebody; the menu says it in words. */
  directLink(): string | null {
    return null;
  }

  fetch(ref: string): Promise<Fetched> {
    return this.files.fetch(ref);
  }

  drop(ref: string): Promise<void> {
    return this.files.drop(ref);
  }

  receivedBefore(time: number): Promise<string[]> {
    return this.files.before(time);
  }

  private async windDown(): Promise<void> {
    this.giveUp();
    await this.welcome.stop();
    // While the line is still up: what came before the stop is still loaded and handed in.
    await inTime(this.arrivals.idle(), this.tools.clock, LAST_MESSAGES, () => new Error('too late')).catch(
      error => this.tools.log.warn('wechat.stopped_early', { account: this.account, error: codeOf(error) }),
    );
    await this.connection.stop();
  }

  private listen(puppet: Puppet): void {
    puppet.on('message', ({ messageId }) => this.heard(puppet, messageId));
    this.events.listen(puppet);
  }

  private heard(puppet: Puppet, id: string): void {
    if (this.stopping !== null) return;
    const line = this.connection.line;
    if (line === null) return;
    // The load begins now, whoever is before us; the reading waits its turn.
    const loading = this.orLost(puppet.messagePayload(id), LOADS.words);
    this.arrivals.take(
      async () => {
        const payload = await loading;
        return payload === null ? null : { lane: laneOf(payload), payload };
      },
      async ({ payload }) => {
        const message = await this.orLost(this.read(payload, line), LOADS.files);
        if (message !== null) await this.handIn(message);
      },
    );
  }

  private read(payload: payloads.Message, line: Line): Promise<Incoming | null> {
    return readMessage(payload, line, { files: this.files, log: this.tools.log, account: this.account });
  }

  private happened(message: Incoming): void {
    if (this.stopping !== null) return;
    this.arrivals.take(
      async () => ({ lane: `${message.chat.id} ${message.person.id}`, message }),
      loaded => this.handIn(loaded.message),
    );
  }

  /** The wire cannot be asked again: a message that it lost is counted in the log, without its words. */
  private async orLost<T>(work: Promise<T>, ms: number): Promise<T | null> {
    try {
      return await inTime(work, this.tools.clock, ms, () => new Error('too late'));
    } catch (error) {
      this.tools.log.warn('wechat.message_lost', { account: this.account, error: codeOf(error) });
      return null;
    }
  }

  private async handIn(message: Incoming): Promise<void> {
    let tries = 0;
    for (;;) {
      try {
        await this.door?.receive(message);
        return;
      } catch (error) {
        tries += 1;
        this.tools.log.warn('wechat.refused', { account: this.account, tries, error: codeOf(error) });
        if (await this.stoppedWithin(Math.min(REFUSED.most, REFUSED.first * 2 ** (tries - 1)))) {
          this.tools.log.error('wechat.message_lost', { account: this.account, error: 'never written' });
          return;
        }
      }
    }
  }

  private async stoppedWithin(ms: number): Promise<boolean> {
    let callOff = () => {};
    const over = new Promise<boolean>(resolve => {
      callOff = this.tools.clock.after(ms, () => resolve(false));
    });
    const stopped = await Promise.race([over, this.givenUp.then(() => true)]);
    callOff();
    return stopped;
  }
}

function laneOf(payload: payloads.Message): string {
  const room = payload.roomId ?? '';
  return `${room === '' ? payload.talkerId : room} ${payload.talkerId}`;
}
