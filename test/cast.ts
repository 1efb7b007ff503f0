import type { Resident } from '../src/community/residents/resident.js';
import type { Chat, Incoming, Person, Said } from '../src/desk/message.js';
import { NOW } from './clock.js';

/** Somebody whom the tests know: who they are, where they write from, what they would answer. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  /** BCP 47. */
  readonly locale: string;
  /** As it is typed; `e164` as it is kept. */
  readonly phone: string;
  readonly e164: string;
  readonly address: string;
  /** The account by which they usually write. */
  readonly account: string;
  /** Their id on each platform, by account. */
  readonly on: Readonly<Record<string, string>>;
}

/** An elder, in whose family the blood pressure matters. Writes slowly, in WeChat, and sends voice messages. */
export const wangNainai: Actor = {
  id: 'wang-nainai',
  name: '王奶奶',
  locale: 'zh-Hans',
  phone: '138 0000 1234',
  e164: '+8613800001234',
  address: '惠民苑3号楼2单元501',
  account: 'wechat',
  on: { wechat: 'wxid_wangnainai', telegram: '71001', webchat: 'web-wangnainai', terminal: 'wangnainai' },
};

/** Leaves early, comes home at nine, books on the train. */
export const xiaoChen: Actor = {
  id: 'xiao-chen',
  name: '小陈',
  locale: 'zh-Hans',
  phone: '13900005678',
  e164: '+8613900005678',
  address: '惠民苑12号楼1204',
  account: 'webchat',
  on: { wechat: 'wxid_xiaochen', telegram: '71002', webchat: 'web-xiaochen', terminal: 'xiaochen' },
};

/** Works on the building site behind the market; Telegram, in English. */
export const nguyenVanAn: Actor = {
  id: 'nguyen-van-an',
  name: 'Nguyễn Văn An',
  locale: 'en',
  phone: '137 0000 4321',
  e164: '+8613700004321',
  address: 'Dormitory 2, room 15, Minsheng Road site',
  account: 'telegram',
  on: { wechat: 'wxid_nguyenvanan', telegram: '71003', webchat: 'web-an', terminal: 'an' },
};

/** At the front desk of 惠民社区, and in the staff's chat. */
export const liZhuren: Actor = {
  id: 'li-zhuren',
  name: '李主任',
  locale: 'zh-Hans',
  phone: '13600009999',
  e164: '+8613600009999',
  address: '惠民社区服务中心',
  account: 'telegram',
  on: { wechat: 'wxid_lizhuren', telegram: '71009', webchat: 'web-lizhuren', terminal: 'lizhuren' },
};

/** Takes the calls at the front desk. */
export const sunJie: Actor = {
  id: 'sun-jie',
  name: '孙洁',
  locale: 'zh-Hans',
  phone: '13600008888',
  e164: '+8613600008888',
  address: '惠民社区服务中心',
  account: 'wechat',
  on: { wechat: 'wxid_sunjie', telegram: '71010', webchat: 'web-sunjie', terminal: 'sunjie' },
};

/** The community's nurse; handles what concerns health. */
export const zhouMin: Actor = {
  id: 'zhou-min',
  name: '周敏',
  locale: 'zh-Hans',
  phone: '13600007777',
  e164: '+8613600007777',
  address: '惠民社区卫生站',
  account: 'telegram',
  on: { wechat: 'wxid_zhoumin', telegram: '71011', webchat: 'web-zhoumin', terminal: 'zhoumin' },
};

/** Speaks for the community online. */
export const hePing: Actor = {
  id: 'he-ping',
  name: '何平',
  locale: 'zh-Hans',
  phone: '13600006666',
  e164: '+8613600006666',
  address: '惠民社区服务中心',
  account: 'webchat',
  on: { wechat: 'wxid_heping', telegram: '71012', webchat: 'web-heping', terminal: 'heping' },
};

/** The residents, without staff. */
export const residents: readonly Actor[] = [wangNainai, xiaoChen, nguyenVanAn];
export const cast: readonly Actor[] = [...residents, liZhuren, sunJie, zhouMin, hePing];

/** Their document as it stands when they have written once and agreed to nothing yet. */
export function residentOf(actor: Actor, account: string = actor.account): Resident {
  const person = personOf(actor, account);
  return {
    id: actor.id,
    name: actor.name,
    locale: actor.locale,
    since: NOW,
    kept: {},
    consents: [],
    reach: { account, chat: person.id, person: person.id, kind: 'direct' },
  };
}

/** Who they are on that account's platform. */
export function personOf(actor: Actor, account: string = actor.account): Person {
  const id = actor.on[account];
  if (id === undefined) throw new Error(`${actor.id} is not on ${account}, only on ${Object.keys(actor.on)}`);
  return { id, name: actor.name, locale: actor.locale };
}

/** Their chat with the bot alone: the platforms number it like the person. */
export function directChat(actor: Actor, account: string = actor.account): Chat {
  return { id: personOf(actor, account).id, kind: 'direct' };
}

/** The group of the building, in which everybody is. */
export const buildingGroup: Chat = { id: '-1001', kind: 'group', title: '惠民苑3号楼邻里群' };
/** Where staff are told. */
export const staffGroup: Chat = { id: '-1009', kind: 'group', title: '惠民社区工作群' };

/** What an actor hands in, in their direct chat unless said otherwise. `id` tells two messages apart. */
export function incoming(
  actor: Actor,
  id: string,
  said: Said | string,
  how: { account?: string; chat?: Chat; addressed?: boolean; at?: number } = {},
): Incoming {
  const chat = how.chat ?? directChat(actor, how.account);
  return {
    id,
    chat,
    person: personOf(actor, how.account),
    at: how.at ?? NOW,
    addressed: how.addressed ?? chat.kind === 'direct',
    said: typeof said === 'string' ? { kind: 'text', text: said } : said,
  };
}
