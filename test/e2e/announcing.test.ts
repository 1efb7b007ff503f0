import { afterAll, beforeAll, expect, it } from 'vitest';
import { identities, identityId } from '../../src/community/residents/identity.js';
import { residents } from '../../src/community/residents/resident.js';
import { members, type Role } from '../../src/community/staff/staff.js';
import { NOW } from '../clock.js';
import { type FakeTelegram, type FakeUser, fakeTelegram } from '../fakes/telegram/index.js';
import { DeskProcess } from '../real/desk-process.js';
import { DeskHome } from '../real/home.js';
import { telegramSettings } from '../real/telegram-settings.js';

const PEOPLE = 60;
const TEXT = '周二9点到12点停水，请先存水。';
const has = (part: string | RegExp) => (message: { text: string }) =>
  typeof part === 'string' ? message.text.includes(part) : part.test(message.text);

let api: FakeTelegram;
let home: DeskHome;
let desk: DeskProcess;
let env: Record<string, string>;
let staff: ReturnType<FakeTelegram['group']>;
let people: FakeUser[];
let hePing: FakeUser;
let liZhuren: FakeUser;

/** Somebody who works here already, and has written to the bot before. */
async function hired(name: string, role: Role): Promise<FakeUser> {
  const user = api.user({ name, locale: 'zh-hans' });
  user.chat.access = 'open';
  const person = String(user.user.id);
  const store = await home.openStore();
  await store.transact('huimin', async tx => {
    await tx.put(residents, {
      id: `r-${person}`,
      name,
      locale: 'zh-Hans',
      since: NOW - 1000,
      kept: {},
      consents: [],
      noticeAt: NOW,
      reach: { account: 'telegram', chat: person, person, kind: 'direct' },
    });
    await tx.put(identities, { id: identityId('telegram', person), resident: `r-${person}`, since: NOW });
    await tx.put(members, { id: `m-${person}`, resident: `r-${person}`, name, role, since: NOW });
  });
  await store.close();
  return user;
}

beforeAll(async () => {
  api = await fakeTelegram();
  home = await DeskHome.make();
  staff = api.group({ title: '惠民社区工作群' });
  hePing = await hired('何平', 'spokesperson');
  liZhuren = await hired('李主任', 'lead');
  people = Array.from({ length: PEOPLE }, (_, n) => api.user({ name: `居民${n}`, locale: 'zh-hans' }));
  env = {
    ...(await telegramSettings(api, 'polling')),
    TELEGRAM_MESSAGES_PER_SECOND: '20',
    LINLI_CONTENT: await home.contentWithStaff('telegram', String(staff.id)),
  };
  desk = new DeskProcess({ home, env });
  await desk.online('telegram');
  for (const user of people) user.starts();
  await Promise.all(people.map(user => user.chat.next(has('我是惠民社区的小惠'), 20_000)));
});
afterAll(async () => {
  await desk?.end();
  await api?.close();
  await home?.remove();
});

/** Each answer only once its question has come. */
async function talk(user: FakeUser, ...turns: [say: string, answer: string | RegExp][]): Promise<void> {
  for (const [said, answer] of turns) {
    if (said.startsWith('[')) user.presses(said.slice(1, -1));
    else user.says(said);
    await user.chat.next(has(answer));
  }
}

/** The announcement, as it was or corrected; not what is said about it. */
const copies = (user: FakeUser) =>
  user.chat.sent.filter(({ text }) => /^(?:【更正】.*\n\n)?周.9点到12点停水，请先存水。\n/u.test(text));

it('is written by one, let go by another, and adds up after a blocked chat, a no and a crash', async () => {
  const [first, , blocked] = people as [FakeUser, FakeUser, FakeUser];
  const last = people.at(-1) as FakeUser;
  blocked.blocks();
  await talk(
    hePing,
    ['写公告', '公告写什么'],
    [TEXT, '英文怎么写'],
    ['跳过', '配一张图'],
    ['跳过', '什么时候发'],
    ['[现在发]', '算哪一类'],
    ['[停水停电等通知]', '发给谁'],
    ['[全体居民]', /发给：62 人[\s\S]*要另一位同事/],
    ['确认', '交上去了，GG-0001'],
  );
  const notice = await staff.next(has('公告待审'));
  liZhuren.in(staff).presses('看全文，定下来', notice);
  liZhuren.in(staff).presses('同意', await staff.next(has('同意发吗')));
  await first.chat.next(has(TEXT));
  last.says('退订通知');
  await people[20]?.chat.next(has(TEXT));
  await desk.kill();
  desk = new DeskProcess({ home, env });
  await desk.online('telegram');

  const report = await hePing.chat.next(has('发完了'), 30_000);
  const figure = (word: string) => Number(new RegExp(`${word} (\\d+)`).exec(report.text)?.[1] ?? 0);
  const [sent, failed, unknown, skipped] = ['送到', '送不到', '说不准', '没发'].map(figure) as [
    number,
    number,
    number,
    number,
  ];
  const all = [...people, hePing, liZhuren];
  const got = all.filter(user => copies(user).length > 0).length;
  expect(sent + failed + unknown + skipped).toBe(PEOPLE + 2);
  expect([failed, skipped]).toEqual([1, 1]);
  expect(all.filter(user => copies(user).length > 1)).toEqual([]);
  expect([copies(blocked).length, copies(last).length]).toEqual([0, 0]);
  expect(got).toBeGreaterThanOrEqual(sent);
  expect(got).toBeLessThanOrEqual(sent + unknown);
}, 90_000);

it('is corrected where it stands, once a colleague has read it', async () => {
  await talk(
    hePing,
    ['公告', 'GG-0001'],
    ['[更正]', '整条公告'],
    ['周三9点到12点停水，请先存水。', '英文怎么写'],
    ['跳过', '交上去了'],
  );
  liZhuren.in(staff).presses('看全文，定下来', await staff.next(has('更正待审')));
  liZhuren.in(staff).presses('同意', await staff.next(has('同意发吗')));
  await hePing.chat.next(has('更正完了'), 30_000);
  // Of those of whom nobody knows, each got the new words in a message of its own.
  for (const user of people) expect(copies(user).at(-1)?.text ?? '周三').toContain('周三');
}, 60_000);
