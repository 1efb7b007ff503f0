import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Incoming } from '../../src/desk/message.js';
import type { Telegram, TelegramOptions } from '../../src/platforms/telegram.js';
import { nguyenVanAn, wangNainai, xiaoChen } from '../cast.js';
import { type FakeTelegram, type FakeUser, fakeTelegram } from '../fakes/telegram/index.js';
import { Heard } from './heard.js';
import { telegramOver } from './telegram-bench.js';

const textOf = (message: Incoming) => (message.said.kind === 'text' ? message.said.text : message.said.kind);

describe('telegram receives', () => {
  let api: FakeTelegram;
  let heard: Heard;
  let platform: Telegram;
  let lines: string[];
  let webUrl: string;
  let tearDown: () => Promise<void>;
  let an: FakeUser;
  let chen: FakeUser;
  let wang: FakeUser;

  beforeEach(async () => {
    api = await fakeTelegram();
    heard = new Heard();
    const user = (actor: typeof nguyenVanAn) => api.user({ id: Number(actor.on.telegram), name: actor.name });
    [an, chen, wang] = [user(nguyenVanAn), user(xiaoChen), user(wangNainai)];
  });
  afterEach(() => tearDown());

  async function begin(mode: 'polling' | 'webhook' = 'polling', more: Partial<TelegramOptions> = {}) {
    ({ platform, lines, webUrl, tearDown } = await telegramOver(api, mode, more));
    await platform.start(heard);
  }

  for (const mode of ['polling', 'webhook'] as const) {
    it(`brings what was refused again, in order, and nothing else twice (${mode})`, async () => {
      let refusals = 1;
      heard.rule = message => {
        if (textOf(message) === '王一' && refusals-- > 0) throw new Error('the disk is full');
      };
      // All of it waits before the bot is there, so that it comes as one batch.
      for (const text of ['一', '二', '三']) {
        an.says(`安${text}`);
        wang.says(`王${text}`);
        chen.says(`陈${text}`);
      }
      await begin(mode);
      await heard.durable.count(9, 'messages');
      await api.updates.confirmed();
      const of = (person: FakeUser) =>
        heard.durable.all.filter(m => m.person.id === String(person.user.id)).map(textOf);
      expect(of(an)).toEqual(['安一', '安二', '安三']);
      expect(of(wang)).toEqual(['王一', '王二', '王三']);
      expect(of(chen)).toEqual(['陈一', '陈二', '陈三']);
      expect(heard.messages.all.map(textOf).filter(text => text === '王一')).toHaveLength(2);
      expect(heard.messages.all).toHaveLength(10);
    });

    it(`lets nobody wait for somebody else's slow message (${mode})`, async () => {
      let open = () => {};
      const gate = new Promise<void>(resolve => {
        open = resolve;
      });
      heard.rule = message => (message.person.id === String(wang.user.id) ? gate : undefined);
      await begin(mode);
      wang.says('王一');
      wang.says('王二');
      await heard.messages.count(1, 'message');
      for (const text of ['陈一', '陈二', '陈三']) {
        chen.says(text);
        await heard.durable.next(m => textOf(m) === text, text);
      }
      expect(api.updates.unconfirmed).toBeGreaterThanOrEqual(2);
      open();
      await heard.durable.count(5, 'messages');
      await api.updates.confirmed();
      expect(heard.messages.all.map(textOf).sort()).toEqual(['王一', '王二', '陈一', '陈二', '陈三'].sort());
    });
  }

  describe('by webhook', () => {
    const post = (path: string, body: string, secret?: string) =>
      fetch(webUrl + path, {
        method: 'POST',
        body,
        headers: { ...(secret !== undefined && { 'x-telegram-bot-api-secret-token': secret }) },
      }).then(res => res.status);

    it('takes nothing without the secret', async () => {
      await begin('webhook', { webhook: { url: 'http://127.0.0.1:9', secret: 'the-right-secret' } });
      await heard.online();
      const [route] = platform.routes;
      const body = JSON.stringify({ update_id: 1, message: { message_id: 1, date: 1, text: 'x' } });
      expect(await post(route!.path, body)).toBe(403);
      expect(await post(route!.path, body, 'the-wrong-secret')).toBe(403);
      expect(await post(route!.path, body, 'the-right-secre')).toBe(403);
      expect(await post('/telegram/guess', body, 'the-right-secret')).toBe(404);
      expect(await post(route!.path, 'no json', 'the-right-secret')).toBe(400);
      expect(heard.messages.all).toEqual([]);
    });

    it('has a path and a secret of its own that do not show the token', async () => {
      await begin('webhook');
      await heard.online();
      const path = platform.routes[0]!.path;
      expect(api.updates.webhookUrl).toBe(webUrl + path);
      expect(path).toMatch(/^\/telegram\/[\w-]{43}$/);
      expect(path).not.toContain(api.token);
    });

    it('asks to come again while it does not know its own name, and after it has stopped', async () => {
      const up = api.fails({ method: 'getMe', times: 1000 }, { status: 502 });
      await begin('webhook', { webhook: { url: 'http://127.0.0.1:9', secret: 's' } });
      const path = platform.routes[0]!.path;
      const body = JSON.stringify({ update_id: 1 });
      expect(await post(path, body, 's')).toBe(503);
      up();
      await heard.online();
      expect(await post(path, body, 's')).toBe(200);
      await platform.stop();
      expect(await post(path, body, 's')).toBe(503);
    });

    it('hands in one update once when it is delivered twice at the same time', async () => {
      await begin('webhook', { webhook: { url: 'http://127.0.0.1:9', secret: 's' } });
      await heard.online();
      const door = heard.hold();
      const update = {
        update_id: 5,
        message: { message_id: 1, date: 1, text: '在吗', from: an.user, chat: an.chat.json },
      };
      const [route] = platform.routes;
      const body = Buffer.from(JSON.stringify(update));
      const headers = { 'x-telegram-bot-api-secret-token': 's' };
      const request = { params: {}, query: new URLSearchParams(), cookies: {}, headers, body };
      const more = { address: '', secure: false, host: '', signal: AbortSignal.timeout(9_000) };
      const both = [1, 2].map(() => route!.handle({ ...request, ...more }));
      await heard.messages.count(1, 'message');
      door.open();
      expect(await Promise.all(both)).toEqual([{ status: 200 }, { status: 200 }]);
      expect(heard.durable.all).toHaveLength(1);
    });
  });

  describe('through trouble', () => {
    it('begins although nothing can be reached, and is online once it can', async () => {
      await api.goesDown();
      await begin();
      const status = await heard.statuses.next(s => s.state === 'offline', 'offline');
      expect(status.detail).toBe('Telegram cannot be reached (ECONNREFUSED). Trying again.');
      await api.comesUp();
      await heard.online();
      an.says('在吗');
      await heard.durable.count(1, 'message');
    });

    it('stops at once although Telegram never answers', async () => {
      api.fails({ method: 'getMe' }, { hang: true });
      await begin();
      const before = Date.now();
      await platform.stop();
      expect(Date.now() - before).toBeLessThan(1_000);
    });

    it('survives errors and dropped connections without losing or doubling', async () => {
      await begin();
      await heard.online();
      api.fails({ method: 'getUpdates', times: 2 }, { status: 502 });
      api.fails({ method: 'getUpdates', times: 2 }, { drop: 'before' });
      for (let i = 0; i < 5; i++) an.says(`第${i}句`);
      await heard.durable.count(5, 'messages');
      await api.updates.confirmed();
      expect(heard.messages.all.map(textOf)).toEqual(['第0句', '第1句', '第2句', '第3句', '第4句']);
      await heard.statuses.next(s => s.state === 'online', 'online again', 2);
    });

    it('says what to do about a token that Telegram does not know, and shows it nowhere', async () => {
      await begin('polling', { token: '999:not-this-one' });
      const status = await heard.statuses.next(s => s.state === 'needs-login', 'needs-login');
      expect(status.detail).toContain('@BotFather');
      expect(JSON.stringify([heard.statuses.all, lines])).not.toContain('not-this-one');
    });

    it('says that another program polls with its token, and comes back when that has ended', async () => {
      await begin();
      await heard.online();
      await fetch(`${api.url}/bot${api.token}/getUpdates?timeout=0`);
      const status = await heard.statuses.next(s => s.state === 'offline', 'offline');
      expect(status.detail).toContain('Another program');
      an.says('在吗');
      await heard.durable.count(1, 'message');
    });

    it('goes on after updates that it cannot read, and tells the log without their words', async () => {
      await begin();
      await heard.online();
      api.updates.push('message', 1, { text: 'a secret of 王奶奶' });
      an.says('在吗');
      await heard.durable.count(1, 'message');
      await api.updates.confirmed();
      expect(lines.filter(line => line.startsWith('telegram.unreadable'))).toHaveLength(1);
      expect(lines.join()).not.toContain('secret');
    });

    it('tells Telegram how far it is before it goes, so that a restart brings nothing twice', async () => {
      await begin();
      await heard.online();
      const door = heard.hold();
      an.says('在吗');
      await heard.messages.count(1, 'message');
      const stopping = platform.stop();
      door.open();
      await stopping;
      expect(api.updates.unconfirmed).toBe(0);
    });
  });

  it('answers a press once it is durable, and not before', async () => {
    await begin();
    await heard.online();
    an.says('你好');
    await heard.durable.count(1, 'message');
    const chat = { id: String(an.chat.id), kind: 'direct' as const };
    const saying = { text: '想约哪项？', choices: [{ token: 't1', label: '量血压' }], locale: 'zh-Hans' };
    await platform.send({ chat, saying, kind: 'reply' });
    const door = heard.hold();
    an.presses('量血压');
    await heard.messages.count(2, 'messages');
    expect(api.callbacks.get('cb1')?.answered).toBe(false);
    door.open();
    await heard.durable.count(2, 'messages');
    await platform.stop();
    expect(api.callbacks.get('cb1')?.answered).toBe(true);
  });

  it('fetches a photo in its largest size, and refuses what is too large', async () => {
    await begin();
    await heard.online();
    an.sendsPhoto(Buffer.from('the whole picture'), '楼道灯坏了');
    const { said } = await heard.durable.next(m => m.said.kind === 'media', 'photo');
    if (said.kind !== 'media') throw new Error('no media');
    expect(said.caption).toBe('楼道灯坏了');
    const file = await platform.fetch(said.attachment.ref);
    expect(file.bytes.toString()).toBe('the whole picture');
    expect(file.mime).toBe('image/jpeg');
    an.sendsDocument('video.pdf', Buffer.alloc(10_000_001));
    const large = await heard.durable.next(m => m.said.kind === 'media', 'file', 1);
    const ref = large.said.kind === 'media' ? large.said.attachment.ref : '';
    await expect(platform.fetch(ref)).rejects.toThrow('at most 10000000 are fetched');
  });

  it('sets the command menu for everybody and by language', async () => {
    const commands = [
      {
        locale: 'zh-Hans',
        list: [
          { command: 'book', description: '预约' },
          { command: '预约', description: '预约' },
        ],
      },
      { locale: 'en', list: [{ command: 'book', description: 'Book a visit' }] },
    ];
    await begin('polling', { commands });
    await heard.online();
    await vi.waitFor(() => expect(api.commands.size).toBe(3));
    expect(Object.fromEntries(api.commands)).toEqual({
      '': [{ command: 'book', description: '预约' }],
      zh: [{ command: 'book', description: '预约' }],
      en: [{ command: 'book', description: 'Book a visit' }],
    });
  });
});
