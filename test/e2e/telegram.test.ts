import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookings } from '../../src/community/bookings/booking.js';
import { residents } from '../../src/community/residents/resident.js';
import { liZhuren, nguyenVanAn, wangNainai } from '../cast.js';
import { buttonsOf, type FakeTelegram, type FakeUser, fakeTelegram } from '../fakes/telegram/index.js';
import { DeskProcess } from '../real/desk-process.js';
import { DeskHome } from '../real/home.js';
import { telegramSettings } from '../real/telegram-settings.js';

const has = (part: string | RegExp) => (message: { text: string }) =>
  typeof part === 'string' ? message.text.includes(part) : part.test(message.text);

describe.each(['polling', 'webhook'] as const)('the real desk on Telegram, %s', mode => {
  let api: FakeTelegram;
  let home: DeskHome;
  let desk: DeskProcess;
  let env: Record<string, string>;
  let url = '';
  let staff: ReturnType<FakeTelegram['group']>;
  /** Who was told of which booking. */
  const told = new Map<FakeUser, string>();

  beforeAll(async () => {
    api = await fakeTelegram();
    home = await DeskHome.make();
    staff = api.group({ title: `${liZhuren.name}的值班群` });
    env = {
      ...(await telegramSettings(api, mode)),
      LINLI_CONTENT: await home.contentWithStaff('telegram', String(staff.id)),
    };
    desk = new DeskProcess({ home, env });
    url = await desk.open();
    await desk.online('telegram');
  });
  afterAll(async () => {
    await desk?.end();
    await api?.close();
    await home?.remove();
  });

  /** As far as the summary; each answer only once its question has come. */
  const fillIn = async (
    user: FakeUser,
    how: { day: string; time: string; address: string; phone: string },
  ) => {
    user.says('预约');
    await user.chat.next(has('想约哪一项'));
    user.presses('上门量血压');
    await user.chat.next(has('哪天方便'));
    user.says(how.day);
    await user.chat.next(has('几点来好'));
    user.presses(how.time);
    await user.chat.next(has('上门到哪里'));
    user.says(how.address);
    await user.chat.next(has('留个电话'));
    user.says(how.phone);
    return user.chat.next(has('您看对不对'));
  };
  const numberIn = (text: string) => /YY-\d{4}/.exec(text)?.[0] ?? '';
  /** Everything that was said before has been answered once this is. */
  const fence = async (user: FakeUser) => {
    user.starts();
    return user.chat.next(has(/您好，我是|Hello, I'm/));
  };

  it('books a visit, with a phone number that is wrong at first', async () => {
    const wang = api.user({ name: '王奶奶', locale: 'zh-hans' });
    wang.starts();
    const hello = await wang.chat.next();
    expect(hello.text).toContain('我是惠民社区的小惠');
    expect(hello.text).toContain('只记下办事要用的信息');
    wang.presses('预约上门');
    await wang.chat.next(has('想约哪一项'));
    wang.presses('上门量血压');
    const days = await wang.chat.next(has('哪天方便'));
    expect(buttonsOf(days).length).toBeGreaterThan(4);
    wang.says('明天');
    await wang.chat.next(has('几点来好'));
    wang.presses('09:00');
    await wang.chat.next(has('上门到哪里'));
    wang.says(wangNainai.address);
    await wang.chat.next(has('留个电话'));
    wang.says('1380000');
    const refused = await wang.chat.next();
    expect(refused.text).toContain('少了几位');
    expect(refused.text).toContain('13812345678');
    wang.says(wangNainai.phone);
    const summary = await wang.chat.next(has('您看对不对'));
    for (const part of ['上门量血压', '11月24日', '09:00', wangNainai.address, wangNainai.phone])
      expect(summary.text).toContain(part);
    wang.presses('确认提交');
    const booked = await wang.chat.next(has('约好了'));
    expect(booked.file?.name).toMatch(/\.ics$/);
    expect(booked.file?.bytes.toString()).toContain('DTSTART:20261124T010000Z');
    await wang.chat.until(() => (summary.edits > 0 ? summary : undefined));
    const notice = await staff.next(has('新预约'));
    for (const part of [numberIn(booked.text), wangNainai.address, '13800001234'])
      expect(notice.text.replaceAll(' ', '')).toContain(part.replaceAll(' ', ''));
    told.set(wang, numberIn(booked.text));
  });

  it('does nothing more when an update is delivered again and again', async () => {
    const chen = api.user({ name: '小陈' });
    await fillIn(chen, { day: '周三', time: '10:00', address: '惠民苑12号楼1204', phone: '13900005678' });
    chen.presses('确认提交');
    api.updates.again();
    const booked = await chen.chat.next(has('约好了'));
    api.updates.again();
    const sent = chen.chat.sent.length;
    await fence(chen);
    api.updates.again();
    await api.updates.confirmed();
    expect(chen.chat.sent.length - sent).toBe(1);
    told.set(chen, numberIn(booked.text));
  });

  it('books once when somebody presses twice in a hurry', async () => {
    const zhao = api.user({ name: '赵师傅' });
    const summary = await fillIn(zhao, {
      day: '周三',
      time: '10:30',
      address: '惠民苑1号楼1单元101',
      phone: '13900005679',
    });
    zhao.presses('确认提交', summary);
    zhao.presses('确认提交', summary);
    const booked = await zhao.chat.next(has('约好了'));
    const second = await zhao.chat.next();
    expect(second.text).toContain('那个按钮是前面的');
    expect(second.text).not.toContain('约好了');
    told.set(zhao, numberIn(booked.text));
  });

  it('lets twenty people in one group talk at once, each with their own conversation', async () => {
    const group = api.group({ title: '惠民苑3号楼邻里群' });
    const people = Array.from({ length: 20 }, (_, i) => {
      const user = api.user({ name: `邻居${i + 1}`, locale: 'zh-hans' });
      return { user, here: user.in(group), wants: i % 2 === 0 ? 'English' : '简体中文' };
    });
    /** A message that is for this person: it begins with their name, as a mention. */
    const isFor = (user: FakeUser) => (message: (typeof group.sent)[number]) =>
      message.entities.some(entity => entity.user?.id === user.user.id);
    const answers = (user: FakeUser, from: number) =>
      group.until(() => group.sent.slice(from).find(isFor(user)));

    for (const { here } of people) here.mentions('换语言');
    const prompts = await Promise.all(people.map(({ user }) => answers(user, 0)));
    const asked = group.sent.length;
    expect(asked).toBe(20);
    for (const prompt of prompts) expect(prompt.text).toContain('以后用哪种语言');

    // What is not said to the bot is chatter, also when it looks like an answer; and a neighbour's button is none of theirs.
    for (const { here } of people) here.says('1');
    people[0]!.here.presses('English', prompts[1]!);
    const foreign = await group.until(() => group.sent[asked]);
    expect(isFor(people[0]!.user)(foreign)).toBe(true);
    expect(foreign.text).toMatch(/那个按钮是前面的/);

    for (const [i, { here, wants }] of people.entries()) here.presses(wants, i === 0 ? foreign : prompts[i]);
    const done = await Promise.all(people.map(({ user }) => answers(user, asked + 1)));
    for (const [i, { wants }] of people.entries())
      expect(done[i]?.text).toContain(wants === 'English' ? 'English from now on' : '以后跟您说中文');
    expect(group.sent).toHaveLength(asked + 1 + 20);
  });

  it('takes what is private from the group to direct chat, by a link', async () => {
    const group = api.group();
    const an = api.user({ name: nguyenVanAn.name, locale: 'en' });
    an.in(group).mentions('book a home visit');
    const invitation = await group.next();
    expect(invitation.text).toContain("Let's do it in private");
    const link = an.in(group).presses('Chat with me') ?? '';
    expect(link).toMatch(/^https:\/\/t\.me\/linli_bot\?start=[\w-]+$/);
    an.starts(new URL(link).searchParams.get('start') ?? '');
    const asked = await an.chat.next();
    expect(asked.text).toContain('What would you like to book');
    expect(group.sent).toHaveLength(1);
  });

  it('says how it is: alive, ready, and in figures', async () => {
    const get = async (path: string) => {
      const answer = await fetch(url + path);
      return { status: answer.status, text: await answer.text() };
    };
    expect((await get('/healthz')).status).toBe(200);
    const ready = await get('/readyz');
    expect(ready.status).toBe(200);
    expect(JSON.parse(ready.text)).toMatchObject({
      ready: true,
      accounts: expect.arrayContaining([{ account: 'telegram', platform: 'telegram', state: 'online' }]),
    });
    const metrics = (await get('/metrics')).text;
    const figure = (name: string) =>
      Number(new RegExp(`^${name.replaceAll(/[{}"]/g, '\\$&')} (.+)$`, 'm').exec(metrics)?.[1]);
    expect(figure('linli_turns_total{how="done"}')).toBeGreaterThan(40);
    expect(figure('linli_sends_total{account="telegram",outcome="sent"}')).toBeGreaterThan(40);
    expect(figure('linli_store_healthy')).toBe(1);
    expect(figure('linli_account_state{account="telegram",state="online"}')).toBe(1);
    expect(metrics).not.toContain('linli_turns_total{how="failed"}');
    expect(metrics).not.toContain('linli_dead_letters_total{');
  });

  it('stops in time with exit code 0, keeps all it said, and reminds next morning although it was off at six', async () => {
    const ended = await desk.stop();
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.ms).toBeLessThan(5_000);
    expect(desk.stderr).toBe('');
    const log = JSON.stringify(desk.lines.all);
    for (const secret of [api.token, wangNainai.address, '13800001234', '王奶奶', 'a-secret-for'])
      expect(log).not.toContain(secret);
    const stored = await home.stored(bookings);
    expect(stored.map(booking => booking.id).sort()).toEqual([...told.values()].sort());
    const languages = (await home.stored(residents)).map(({ name, locale }) => `${name} ${locale}`);
    expect(languages).toEqual(expect.arrayContaining(['邻居1 en', '邻居2 zh-Hans', '邻居19 en']));

    const [[wang, number] = []] = [...told];
    desk = new DeskProcess({ home, env, at: Date.parse('2026-11-24T07:30:00+08:00') });
    const reminder = await wang!.chat.next(has('快到时间了'));
    expect(reminder.text).toContain(number);
    wang!.presses('没问题', reminder);
    expect((await wang!.chat.next()).text).toContain(number);
    expect(wang!.chat.sent.filter(has('提醒您'))).toEqual([]);
    await desk.stop();
    expect((await home.stored(bookings)).find(booking => booking.id === number)?.acknowledged).toBeDefined();
  });
});
