import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Saying } from '../../src/desk/message.js';
import type { Telegram } from '../../src/platforms/telegram.js';
import { liZhuren, nguyenVanAn, xiaoChen } from '../cast.js';
import {
  buttonsOf,
  type FakeGroup,
  type FakeTelegram,
  type FakeUser,
  fakeTelegram,
} from '../fakes/telegram/index.js';
import { Heard } from './heard.js';
import { telegramOver } from './telegram-bench.js';

describe('telegram in groups', () => {
  let api: FakeTelegram;
  let heard: Heard;
  let platform: Telegram;
  let tearDown: () => Promise<void>;
  let group: FakeGroup;
  let an: FakeUser;

  beforeEach(async () => {
    api = await fakeTelegram();
    heard = new Heard();
    ({ platform, tearDown } = await telegramOver(api, 'polling'));
    await platform.start(heard);
    await heard.online();
    group = api.group();
    an = api.user({ id: Number(nguyenVanAn.on.telegram), name: nguyenVanAn.name });
  });
  afterEach(() => tearDown());

  const say = (saying: Partial<Saying> & { text: string }) =>
    platform.send({
      chat: { id: String(group.id), kind: 'group' },
      saying: { locale: 'zh-Hans', ...saying },
      kind: 'reply',
    });
  /** What the door got of what `act` did; null when a later message came and this never did. */
  const hears = async (act: () => void) => {
    const from = heard.durable.all.length;
    act();
    const mark = `mark ${from}`;
    an.says(mark);
    await heard.durable.next(m => m.said.kind === 'text' && m.said.text === mark, 'the mark', from);
    return heard.durable.all.slice(from).find(m => m.said.kind !== 'text' || m.said.text !== mark) ?? null;
  };

  it('heeds a mention wherever it stands, and takes it out of the words', async () => {
    const seat = an.in(group);
    for (const [text, rest] of [
      ['@linli_bot 我要量血压', '我要量血压'],
      ['我要量血压 @linli_bot', '我要量血压'],
      ['请问 @linli_bot 收费吗', '请问 收费吗'],
      ['@LINLI_BOT，收费吗', '收费吗'],
      ['👨‍👩‍👧 @linli_bot 收费吗', '👨‍👩‍👧 收费吗'],
      ['@linli_bot', ''],
    ] as const) {
      const message = await hears(() => seat.says(text));
      expect([message?.addressed, message?.said]).toEqual([true, { kind: 'text', text: rest }]);
    }
    const named = await hears(() =>
      seat.says('小惠 在吗', { entities: [{ type: 'text_mention', offset: 0, length: 2, user: api.bot }] }),
    );
    expect([named?.addressed, named?.said]).toEqual([true, { kind: 'text', text: '在吗' }]);
  });

  it('does not heed what is said to others', async () => {
    const seat = an.in(group);
    const other = { id: seat.says('有人吗'), from: an.user };
    await heard.durable.count(1, 'message');
    for (const act of [
      () => seat.says('2'),
      () => seat.says('@linli_bot2 在吗'),
      () => seat.says('mail an@linli_bot.example'),
      () => seat.says('是的', { replyTo: other }),
      () => seat.sendsSticker(),
      () => seat.sendsPhoto(),
    ])
      expect((await hears(act))?.addressed).toBe(false);
  });

  it('heeds a reply to its own message, and a photo that mentions it', async () => {
    await say({ text: '您的地址是？' });
    const [prompt] = group.sent;
    const reply = await hears(() => an.in(group).says('3号楼', { replyTo: prompt! }));
    expect([reply?.addressed, reply?.said]).toEqual([true, { kind: 'text', text: '3号楼' }]);
    const photo = await hears(() => an.in(group).sendsPhoto(undefined, '@linli_bot 灯坏了'));
    expect(photo?.addressed).toBe(true);
    expect(photo?.said).toMatchObject({ kind: 'media', caption: '灯坏了' });
  });

  it("takes its own commands, and leaves another bot's alone", async () => {
    const seat = an.in(group);
    expect((await hears(() => seat.says('/book@linli_bot 明天')))?.said).toEqual({
      kind: 'command',
      name: 'book',
      args: '明天',
    });
    expect(await hears(() => seat.says('/book@other_bot 明天'))).toBeNull();
    expect((await hears(() => seat.says('/预约 量血压')))?.said).toEqual({
      kind: 'command',
      name: '预约',
      args: '量血压',
    });
    expect((await hears(() => seat.says('/etc/passwd')))?.said).toEqual({
      kind: 'text',
      text: '/etc/passwd',
    });
  });

  it('flags whoever is no person to talk with', async () => {
    const admin = await hears(() => group.anonymousAdminSays('@linli_bot 开门吗'));
    expect(admin?.person).toEqual({ id: String(group.id), name: group.title, anonymous: true });
    expect(admin?.addressed).toBe(true);
    const bot = await hears(() => group.otherBotSays('@linli_bot hello'));
    expect(bot?.person.bot).toBe(true);
    const channel = api.group({ type: 'channel', title: '惠民播报' });
    const post = await hears(() => channel.posts('明天停水'));
    expect(post?.person).toMatchObject({ anonymous: true, name: '惠民播报' });
    expect(post?.addressed).toBe(false);
  });

  it('notices being thrown out, taken in and moved', async () => {
    expect((await hears(() => group.throwsBotOut(an.user)))?.said).toEqual({ kind: 'left' });
    expect((await hears(() => group.takesBotIn(an.user)))?.said).toEqual({ kind: 'joined' });
    const to = api.group();
    const moved = await hears(() => group.migrates(to, an.user));
    expect(moved).toMatchObject({ addressed: true, said: { kind: 'migrated', to: String(to.id) } });
    await expect(say({ text: '在' })).rejects.toMatchObject({
      outcome: { kind: 'moved', to: String(to.id) },
    });
  });

  it('passes over what merely happens in a group', async () => {
    const seat = an.in(group);
    for (const content of [
      { new_chat_members: [an.user] },
      { left_chat_member: an.user },
      { new_chat_title: '新群名' },
      { pinned_message: {} },
      { forum_topic_created: { name: 'x', icon_color: 1 } },
      { video_chat_started: {} },
    ])
      expect(await hears(() => seat.sends(content))).toBeNull();
    const inTopic = { id: 1, from: api.bot };
    expect(await hears(() => seat.says('闲聊', { replyTo: inTopic }))).toMatchObject({ addressed: true });
  });

  it('does not take a message in a topic that it opened for a reply', async () => {
    const message = {
      message_id: 900,
      date: 1,
      chat: group.json,
      from: an.user,
      text: '闲聊',
      reply_to_message: {
        message_id: 1,
        date: 1,
        chat: group.json,
        from: api.bot,
        forum_topic_created: { name: '三号楼', icon_color: 1 },
      },
    };
    expect((await hears(() => api.updates.push('message', group.id, message)))?.addressed).toBe(false);
  });

  it('forces a reply from the one who is asked, and from nobody else', async () => {
    const asked = an.in(group).mentions('我要预约');
    await heard.durable.count(1, 'message');
    await say({
      text: '请问您的称呼？',
      to: { personId: String(an.user.id), name: nguyenVanAn.name },
      controls: [
        { token: 'c', label: '取消' },
        { token: 'p', label: '人工' },
      ],
    });
    const [prompt] = group.sent;
    expect(prompt!.markup).toEqual({ force_reply: true, selective: true });
    expect(prompt!.replyTo).toBe(asked);
    expect(prompt!.text).toBe('Nguyễn Văn An 请问您的称呼？\n（也可以直接回复：取消、人工）');
    expect(prompt!.entities).toMatchObject([
      { type: 'text_mention', offset: 0, length: nguyenVanAn.name.length, user: { id: an.user.id } },
    ]);
  });

  it('has buttons instead where there are choices, and a link where it goes on in direct chat', async () => {
    await say({ text: '想约哪项？', choices: [{ token: 'a', label: '量血压' }], wants: 'text' });
    expect(group.sent[0]!.markup?.force_reply).toBeUndefined();
    await say({ text: '请私聊我', toDirect: { label: '私聊小惠', start: 'book-service' } });
    expect(an.in(group).presses('私聊小惠')).toBe('https://t.me/linli_bot?start=book-service');
    an.starts('book-service');
    const opened = await heard.durable.next(m => m.said.kind === 'command', 'the deep link');
    expect(opened.said).toEqual({ kind: 'command', name: 'book-service', args: '' });
    expect(opened.chat.kind).toBe('direct');
    expect(platform.directLink('not a parameter!')).toBe('https://t.me/linli_bot');
  });

  it('never asks for a phone number with a button in a group: Telegram would refuse it', async () => {
    await say({ text: '您的电话？', wants: 'phone' });
    expect(group.sent[0]!.markup).toEqual({ force_reply: true, selective: true });
  });

  it('keeps 20 people in one group apart', async () => {
    const people = Array.from({ length: 20 }, (_, i) => api.user({ name: `邻居${i}` }));
    const answers = heard.messages;
    // Each asks, gets a menu of their own, and presses on it, all at the same time.
    const rounds = people.map(async (person, i) => {
      const seat = person.in(group);
      const id = String(person.user.id);
      seat.mentions(`我要预约 ${i}`);
      await answers.next(m => m.person.id === id && m.addressed, 'the mention');
      await say({
        text: '想约哪项？',
        choices: [{ token: `p${i}.1`, label: `选项${i}` }],
        to: { personId: id, name: `邻居${i}` },
      });
      seat.says('2');
      seat.presses(`选项${i}`);
      const press = await answers.next(m => m.person.id === id && m.said.kind === 'press', 'the press');
      expect(press.said).toMatchObject({ token: `p${i}.1` });
      const menu = group.sent.find(m => buttonsOf(m)[0]?.text === `选项${i}`);
      expect(press.said).toMatchObject({ messageId: String(menu!.id) });
      expect(menu!.text.startsWith(`邻居${i} `)).toBe(true);
    });
    await Promise.all(rounds);
    await api.updates.confirmed();
    const chatter = heard.durable.all.filter(m => !m.addressed);
    expect(chatter).toHaveLength(20);
    for (const person of people) {
      const own = heard.durable.all.filter(m => m.person.id === String(person.user.id));
      expect(own.map(m => m.said.kind)).toEqual(['text', 'text', 'press']);
    }
  });

  it('lets staff see who settled a menu: the choice is shown, the mention stays', async () => {
    const chen = api.user({ id: Number(xiaoChen.on.telegram), name: xiaoChen.name });
    await say({
      text: '想约哪项？',
      choices: [{ token: 'a', label: '量血压' }],
      to: { personId: String(chen.user.id), name: xiaoChen.name },
    });
    const [menu] = group.sent;
    await say({
      text: `${liZhuren.name}会联系您`,
      settles: { messageId: String(menu!.id), label: '量血压' },
    });
    await group.until(() => (menu!.edits > 0 ? true : undefined));
    expect(menu!.text).toBe('小陈 想约哪项？\n\n✓ 量血压');
    expect(menu!.entities).toHaveLength(1);
    expect(buttonsOf(menu!)).toEqual([]);
  });
});
