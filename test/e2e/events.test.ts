import { afterAll, beforeAll, expect, it } from 'vitest';
import { events } from '../../src/community/events/event.js';
import { signUps } from '../../src/community/events/sign-up.js';
import { identities, identityId } from '../../src/community/residents/identity.js';
import { residents } from '../../src/community/residents/resident.js';
import { members } from '../../src/community/staff/staff.js';
import { hePing, wangNainai } from '../cast.js';
import { NOW } from '../clock.js';
import { type FakeTelegram, type FakeUser, fakeTelegram } from '../fakes/telegram/index.js';
import { FakeWechat } from '../fakes/wechat/service.js';
import { DeskProcess } from '../real/desk-process.js';
import { DeskHome } from '../real/home.js';
import { telegramSettings } from '../real/telegram-settings.js';

const PEOPLE = 59;
const has = (part: string | RegExp) => (message: { text: string }) =>
  typeof part === 'string' ? message.text.includes(part) : part.test(message.text);

let api: FakeTelegram;
let wechat: FakeWechat;
let home: DeskHome;
let desk: DeskProcess;
let env: Record<string, string>;
let people: FakeUser[];
const staff = hePing.on.wechat ?? '';
const elder = wangNainai.on.wechat ?? '';

/** Somebody on WeChat says something, and hears an answer with this in it. */
async function says(who: string, text: string, answer: string): Promise<void> {
  const before = wechat.sent.all.length;
  wechat.says(who, text);
  await hears(who, answer, before);
}

const hears = (who: string, part: string, from = 0) =>
  wechat.sent.next(({ to, text }) => to === who && text.includes(part), `“${part}” to ${who}`, from, 20_000);

async function open(): Promise<void> {
  desk = new DeskProcess({ home, env });
  await desk.online('telegram');
  await desk.online('wechat');
}

beforeAll(async () => {
  api = await fakeTelegram();
  wechat = await FakeWechat.start();
  home = await DeskHome.make();
  wechat.contact(staff, hePing.name);
  wechat.contact(elder, wangNainai.name);
  const store = await home.openStore();
  await store.transact('huimin', async tx => {
    const { id, name, locale } = hePing;
    const reach = { account: 'wechat', chat: staff, person: staff, kind: 'direct' } as const;
    await tx.put(residents, {
      id,
      name,
      locale,
      since: NOW,
      kept: {},
      consents: [],
      noticeAt: NOW,
      reach,
    });
    await tx.put(identities, { id: identityId('wechat', staff), resident: id, since: NOW });
    await tx.put(members, { id: 'm-1', resident: id, name, role: 'spokesperson', since: NOW });
  });
  await store.close();
  people = Array.from({ length: PEOPLE }, (_, n) => api.user({ name: `居民${n}`, locale: 'zh-hans' }));
  env = {
    ...(await telegramSettings(api, 'polling')),
    WECHATY_PUPPET: 'wechaty-puppet-service',
    WECHATY_PUPPET_SERVICE_TOKEN: wechat.token,
    WECHATY_PUPPET_SERVICE_ENDPOINT: wechat.endpoint,
    WECHAT_SECONDS_BETWEEN_MESSAGES: '0',
    WECHAT_MESSAGES_PER_DAY: '0',
  };
  await open();
});
afterAll(async () => {
  await desk?.end();
  await api?.close();
  await wechat?.stop();
  await home?.remove();
});

it('fills a film night to its last seat from two platforms, and has the rest wait in line', async () => {
  await says(elder, '这周有什么活动', '露天电影晚会');
  await says(elder, '报名电影晚会，就我自己', '报上了');
  for (const user of people) user.says('报名电影晚会一个人');
  await Promise.all(people.map(user => user.chat.next(has('报上了'), 30_000)));
  const late = api.user({ name: '晚到的', locale: 'zh-hans' });
  late.says('报名电影晚会一个人');
  await late.chat.next(has('位子满了'));
  late.presses('排队等');
  await late.chat.next(has('您排在最前面'));
  // Whoever leaves on one platform makes room on the other.
  await says(elder, '取消报名', '确定吗');
  await says(elder, '确定不去', '给您取消了');
  await late.chat.next(has('有位子了'));
  late.presses('我要去');
  await late.chat.next(has('位子是您的了'));
}, 90_000);

it('tells all who come of a change, though the desk is killed on the way, and adds up', async () => {
  await says(staff, '管理活动', '哪个活动');
  await says(staff, '电影', '报名：60 份');
  await says(staff, '改时间', '改到哪天');
  await says(staff, '周六', '几点开始');
  await says(staff, '晚上六点半', '都会收到通知');
  await says(staff, '确认', '正在通知大家');
  await people[5]?.chat.next(has('现在是 11月28日周六 18:30'));
  await desk.kill();
  await open();
  const told = (user: FakeUser) => user.chat.sent.filter(has('现在是 11月28日周六 18:30')).length;
  for (const user of people)
    if (told(user) === 0) await user.chat.next(has('现在是 11月28日周六 18:30'), 30_000);
  // What was on its way when it was killed may have come twice: one message a lane, and each has a lane of its own.
  expect(people.filter(user => told(user) > 2)).toEqual([]);

  expect(await desk.stop()).toMatchObject({ code: 0 });
  const [film] = (await home.stored(events)).filter(event => event.sample === 'film-night');
  const coming = (await home.stored(signUps)).filter(({ state }) => state === 'going');
  expect(film).toMatchObject({ day: '2026-11-28', capacity: 60, taken: 60, sequence: 1 });
  expect(coming).toHaveLength(60);
  expect(new Set(coming.map(one => one.resident)).size).toBe(60);
}, 90_000);
