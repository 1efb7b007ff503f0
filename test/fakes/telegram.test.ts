import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Telegraf } from 'telegraf';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTelegram, type FakeUser, fakeTelegram } from './telegram/index.js';

describe('the fake Bot API', () => {
  let api: FakeTelegram;
  let an: FakeUser;

  beforeEach(async () => {
    api = await fakeTelegram();
    an = api.user({ name: 'Nguyễn Văn An' });
  });
  afterEach(() => api.close());

  const call = async (method: string, values: object = {}) => {
    const res = await fetch(`${api.url}/bot${api.token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(values),
    });
    return (await res.json()) as { ok: boolean; result: unknown; description?: string; parameters?: object };
  };
  const texts = async (values: object) =>
    ((await call('getUpdates', values)).result as { update_id: number; message: { text: string } }[]).map(
      update => [update.update_id, update.message.text] as const,
    );
  const refusal = async (method: string, values: object) => (await call(method, values)).description;
  const send = (values: object) => refusal('sendMessage', { chat_id: an.chat.id, ...values });

  it('keeps an update until an offset beyond it is asked for', async () => {
    an.says('一');
    an.says('二');
    const [one, two] = await texts({});
    expect(await texts({})).toEqual([one, two]);
    expect(await texts({ offset: two![0] })).toEqual([two]);
    expect(await texts({ offset: two![0] + 1 })).toEqual([]);
    expect(api.updates.unconfirmed).toBe(0);
  });

  it('holds a poll open until something comes', async () => {
    const poll = texts({ timeout: 30 });
    await expect.poll(() => api.calls.get('getUpdates')).toBe(1);
    an.says('在吗');
    expect((await poll).map(([, text]) => text)).toEqual(['在吗']);
  });

  it('ends the first of two pollers with 409', async () => {
    const first = call('getUpdates', { timeout: 30 });
    await expect.poll(() => api.calls.get('getUpdates')).toBe(1);
    await call('getUpdates', { timeout: 0 });
    expect((await first).description).toContain('terminated by other getUpdates request');
  });

  it('calls a webhook until it answers 200, in order for one chat, with the secret', async () => {
    const got: string[] = [];
    let refusals = 2;
    const hook = createServer((req, res) => {
      let body = '';
      req.on('data', chunk => {
        body += chunk;
      });
      req.on('end', () => {
        const { message } = JSON.parse(body) as { message: { text: string } };
        got.push(`${message.text} ${req.headers['x-telegram-bot-api-secret-token']}`);
        res.writeHead(refusals-- > 0 ? 500 : 200).end();
      });
    });
    await new Promise<void>(resolve => hook.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
    api.updates.retryAfter = 5;
    await call('setWebhook', { url, secret_token: 's' });
    an.says('一');
    an.says('二');
    await api.updates.confirmed();
    expect(got).toEqual(['一 s', '一 s', '一 s', '二 s']);
    expect(await refusal('getUpdates', {})).toContain("can't use getUpdates method while webhook is active");
    hook.closeAllConnections();
    hook.close();
  });

  it('refuses what Telegram refuses, in its words', async () => {
    const markup = (button: object) => ({ text: 'x', reply_markup: { inline_keyboard: [[button]] } });
    expect(await send({ text: 'x' })).toBe("Forbidden: bot can't initiate conversation with a user");
    an.says('你好');
    expect(await send({ text: ' ' })).toBe('Bad Request: message text is empty');
    expect(await send({ text: 'x'.repeat(4097) })).toBe('Bad Request: message is too long');
    expect(await send(markup({ text: 'a', callback_data: 'x'.repeat(65) }))).toBe(
      'Bad Request: BUTTON_DATA_INVALID',
    );
    expect(await send(markup({ text: 'a', callback_data: 'x'.repeat(64) }))).toBeUndefined();
    expect(await refusal('sendMessage', { chat_id: 5, text: 'x' })).toBe('Bad Request: chat not found');
    an.blocks();
    expect(await send({ text: 'x' })).toBe('Forbidden: bot was blocked by the user');
    const group = api.group({ type: 'group' });
    group.migrates(api.group({ id: -100777 }), an.user);
    expect((await call('sendMessage', { chat_id: group.id, text: 'x' })).parameters).toEqual({
      migrate_to_chat_id: -100777,
    });
    const edit = { chat_id: an.chat.id, message_id: an.chat.sent[0]!.id, text: 'x' };
    an.unblocks();
    expect(await refusal('editMessageText', edit)).toBeUndefined();
    expect(await refusal('editMessageText', edit)).toContain('message is not modified');
    expect(await refusal('nonsense', {})).toBe('Not Found');
    expect(await (await fetch(`${api.url}/bot1:x/getMe`)).json()).toMatchObject({ error_code: 401 });
  });

  it('keeps the real limits: 3 at once and 1 a second in a chat, 20 a minute in a group, 30 a second', async () => {
    await api.close();
    api = await fakeTelegram({ limits: 'real' });
    const { gate } = api;
    const passes = (chat: number, group: boolean, at: number) => {
      try {
        gate!.pass(chat, group, at);
        return true;
      } catch {
        return false;
      }
    };
    expect([0, 0, 0, 0, 999, 1000, 1001].map(at => passes(1, false, at))).toEqual([
      true,
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
    expect(Array.from({ length: 40 }, (_, i) => passes(100 + i, false, 5_000)).filter(Boolean)).toHaveLength(
      30,
    );
    const minute = Array.from({ length: 59 }, (_, i) => passes(-1, true, 10_000 + i * 1_000));
    expect(minute.filter(Boolean)).toHaveLength(20);
    expect(passes(-1, true, 70_001)).toBe(true);
  });

  it('does to a method what was planned, once', async () => {
    an.says('你好');
    api.fails({ chat: an.chat }, { status: 429, parameters: { retry_after: 3 } });
    expect((await call('sendMessage', { chat_id: an.chat.id, text: 'x' })).parameters).toEqual({
      retry_after: 3,
    });
    api.fails({}, { drop: 'before' });
    await expect(send({ text: 'one' })).rejects.toThrow();
    api.fails({}, { drop: 'after' });
    await expect(send({ text: 'two' })).rejects.toThrow();
    expect(an.chat.sent.map(m => m.text)).toEqual(['two']);
  });

  it('comes back on the same port', async () => {
    const { url } = api;
    await api.goesDown();
    await expect(call('getMe')).rejects.toThrow();
    await api.comesUp();
    expect(api.url).toBe(url);
    expect((await call('getMe')).ok).toBe(true);
  });

  it('serves telegraf as it is, files and buttons included', async () => {
    const bot = new Telegraf(api.token, { telegram: { apiRoot: api.url } });
    bot.start(ctx =>
      ctx.reply('要哪项？', { reply_markup: { inline_keyboard: [[{ text: '甲', callback_data: 'a' }]] } }),
    );
    bot.on('callback_query', async ctx => {
      await ctx.answerCbQuery();
      await ctx.editMessageText('甲，好的');
      await ctx.replyWithDocument(
        { source: Buffer.from('BEGIN'), filename: '预约.ics' },
        { caption: '给您' },
      );
    });
    const running = bot.launch();
    an.starts();
    const menu = await an.chat.next(m => m.text === '要哪项？');
    an.presses('甲');
    const file = await an.chat.next(m => m.method === 'sendDocument');
    expect([menu.text, menu.edits, file.text, file.file?.name]).toEqual(['甲，好的', 1, '给您', '预约.ics']);
    expect(file.file?.bytes.toString()).toBe('BEGIN');
    bot.stop();
    await running;
  });
});
