import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/community/clock.js';
import type { Door, Log, Platform } from '../../src/desk/platform.js';
import { KIND } from '../../src/platforms/wechat/said.js';
import { type WechatOptions, wechatPlatform } from '../../src/platforms/wechat.js';
import { SeededChance } from '../clock.js';
import { FakeWechat } from '../fakes/wechat/service.js';
import type { Act, Bench, Shown } from './contract.js';
import { Heard } from './heard.js';

/** The real passing of time: the wire is real, so its clock must be. */
export const wallClock: Clock = {
  now: () => Date.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

export interface Logged {
  readonly event: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A log that keeps what it was told, to be looked through for what must not be in it. */
export class KeptLog implements Log {
  readonly all: Logged[] = [];
  info = (event: string, facts = {}) => void this.all.push({ event, facts });
  warn = (event: string, facts = {}) => void this.all.push({ event, facts });
  error = (event: string, facts = {}) => void this.all.push({ event, facts });
}

export const GROUP = 'huiminyuan3@chatroom';
export const UNHURRIED = {
  perSecond: 0,
  perSecondPerChat: 0,
  burstPerChat: 1,
  perMinutePerGroup: 0,
  perDay: 0,
  jitter: 0,
};

/** One WeChat account over a fake service of its own, with 王奶奶 and 小陈 in the building's group. */
export class WechatBench {
  readonly wechat: FakeWechat;
  readonly platform: Platform;
  readonly heard = new Heard();
  readonly log: KeptLog;
  readonly folder: string;

  static async setUp(
    more: Partial<WechatOptions> & { clock?: Clock; login?: boolean } = {},
  ): Promise<WechatBench> {
    const { clock = wallClock, login = true, ...options } = more;
    const wechat = await FakeWechat.start({ login });
    wechat.contact('wxid_wangnainai', '王奶奶');
    wechat.contact('wxid_xiaochen', '小陈');
    wechat.room(GROUP, '惠民苑3号楼邻里群', ['wxid_wangnainai', 'wxid_xiaochen']);
    const folder = await mkdtemp(join(tmpdir(), 'linli-wechat-'));
    const log = new KeptLog();
    const platform = wechatPlatform(
      {
        account: 'wechat',
        token: wechat.token,
        endpoint: wechat.endpoint,
        insecure: true,
        folder,
        fileKey: Buffer.alloc(32, 7),
        pace: UNHURRIED,
        ...options,
      },
      { clock, chance: new SeededChance(7), log },
    );
    return new WechatBench(wechat, platform, folder, log);
  }

  private constructor(wechat: FakeWechat, platform: Platform, folder: string, log: KeptLog) {
    this.wechat = wechat;
    this.platform = platform;
    this.folder = folder;
    this.log = log;
  }

  /** Starts, and resolves once the account is online. */
  async online(): Promise<void> {
    await this.platform.start(this.heard);
    await this.heard.online();
  }

  /** Sends to a person or a room, as the courier would. */
  say(to: string, text: string, more: Partial<Parameters<Platform['send']>[0]['saying']> = {}) {
    const kind = to.endsWith('@chatroom') ? ('group' as const) : ('direct' as const);
    return this.platform.send({
      chat: { id: to, kind },
      saying: { locale: 'zh-Hans', text, ...more },
      kind: 'reply',
    });
  }

  async tearDown(): Promise<void> {
    await this.platform.stop();
    await this.wechat.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

const MEDIA = {
  photo: { type: KIND.image, name: 'photo.jpg' },
  voice: { type: KIND.audio, name: 'voice.silk' },
  file: { type: KIND.attachment, name: '户口本.pdf' },
  video: { type: KIND.video, name: 'video.mp4' },
} as const;

/** The same, as the platform contract wants it. */
export async function contractBench(): Promise<Bench> {
  const bench = await WechatBench.setUp({ sendTimeout: 5_000 });
  const { wechat } = bench;
  const people = ['wxid_wangnainai', 'wxid_xiaochen'] as const;
  let last = '';
  // What the door is told about the connection, so that a failure can wait until the platform knows of it.
  const statuses = new Heard().statuses;
  const platform: Platform = Object.create(bench.platform, {
    start: {
      value: (door: Door) =>
        bench.platform.start({
          receive: message => door.receive(message),
          status: state => {
            statuses.push(state);
            door.status(state);
          },
        }),
    },
  });
  const turnsTo = async (state: string, change: () => Promise<void> | void) => {
    const from = statuses.all.length;
    await change();
    await statuses.next(status => status.state === state, `the account to be ${state}`, from);
  };

  const act = async (where: 'direct' | 'group', what: Act, person: 0 | 1 = 0) => {
    const from = people[person];
    if (what.kind === 'text') {
      const how = where === 'direct' ? {} : { room: GROUP, mention: what.addressed === true };
      last = wechat.says(from, what.text, how);
    } else if (what.kind === 'command') {
      last = wechat.says(from, what.text, where === 'direct' ? {} : { room: GROUP });
    } else if (what.kind === 'media') {
      const { type, name } = MEDIA[what.of];
      last = wechat.sendsFile(from, type, name, Buffer.from(`${what.of}-${Date.now()}`));
    } else if (what.kind === 'location') {
      last = wechat.sendsLocation(from, what.latitude, what.longitude);
    } else if (what.kind === 'sticker') {
      last = wechat.sends(from, { type: KIND.emoticon });
    } else {
      throw new Error(`nobody can ${what.kind} in WeChat`);
    }
  };

  return {
    platform,
    chats: { direct: people[0], group: GROUP },
    people,
    act,
    shown: async (where, atLeast) => {
      const sent = await wechat.sentTo(where === 'direct' ? people[0] : GROUP, atLeast);
      return sent
        .filter(({ id }) => !wechat.puppet.recalled.has(id))
        .map(({ text, file }): Shown => ({ text, buttons: [], files: file === undefined ? [] : [file] }));
    },
    fail: async kind => {
      if (kind === 'gone') wechat.forget(people[0]);
      if (kind === 'not-sent') await turnsTo('needs-login', () => wechat.logout());
      if (kind === 'unknown') wechat.puppet.afterSend = () => wechat.kill();
    },
    heal: async () => {
      wechat.puppet.afterSend = () => {};
      if (!wechat.puppet.isLoggedIn) await turnsTo('online', () => wechat.login());
      if (!wechat.up) await turnsTo('online', () => wechat.restart());
    },
    again: async () => wechat.again(last),
    tearDown: () => bench.tearDown(),
  };
}
