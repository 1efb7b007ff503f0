import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Saying } from '../../src/desk/message.js';
import type { SendOutcome } from '../../src/desk/platform.js';
import type { Telegram } from '../../src/platforms/telegram.js';
import { nguyenVanAn } from '../cast.js';
import {
  buttonsOf,
  type FakeTelegram,
  type FakeTelegramOptions,
  type FakeUser,
  type Fault,
  fakeTelegram,
} from '../fakes/telegram/index.js';
import { Heard } from './heard.js';
import { telegramOver } from './telegram-bench.js';

const ICS = { name: 'YY-0042.ics', mime: 'text/calendar', base64: Buffer.from('BEGIN').toString('base64') };
const PICTURE = { name: 'map.png', mime: 'image/png', base64: Buffer.from('png').toString('base64') };
const CONTROLS = ['帮助', '返回', '取消', '人工'].map((label, i) => ({ token: `c${i}`, label }));
const choices = (...labels: string[]) => labels.map((label, i) => ({ token: `t${i}`, label }));

describe('telegram sends', () => {
  let api: FakeTelegram;
  let platform: Telegram;
  let lines: string[];
  let tearDown: () => Promise<void>;
  let an: FakeUser;

  async function begin(options: FakeTelegramOptions = {}) {
    api = await fakeTelegram(options);
    ({ platform, tearDown, lines } = await telegramOver(api, 'polling'));
    const heard = new Heard();
    await platform.start(heard);
    await heard.online();
    an = api.user({ name: nguyenVanAn.name });
    an.chat.access = 'open';
  }
  beforeEach(() => begin());
  afterEach(() => tearDown());

  const say = (saying: Partial<Saying> & { text: string }) =>
    platform.send({
      chat: { id: String(an.chat.id), kind: 'direct' },
      saying: { locale: 'zh-Hans', ...saying },
      kind: 'reply',
    });
  const failure = async (
    saying: Partial<Saying> & { text: string } = { text: '您好' },
  ): Promise<SendOutcome> => {
    const error: unknown = await say(saying).catch(caught => caught);
    if (error instanceof Error && 'outcome' in error) {
      expect(`${error.stack} ${String(error.cause)}`).not.toContain(api.token);
      return error.outcome as SendOutcome;
    }
    throw new Error(`no failure: ${String(error)}`);
  };
  const rows = (i = 0) =>
    (an.chat.sent[i]!.markup?.inline_keyboard ?? []).map(row => row.map(button => button.text));

  describe('buttons', () => {
    it('puts as many in a row as the widest label lets, and the controls in the last one', async () => {
      await say({
        text: '几点？',
        choices: choices('08:00', '08:30', '09:00', '09:30', '10:00'),
        controls: CONTROLS,
      });
      await say({ text: '哪天？', choices: choices('11月24日 周二', '11月25日 周三', '11月26日 周四') });
      await say({ text: '哪项？', choices: choices('量血压（社区卫生站上门，免费）', '上门理发') });
      expect(rows(0)).toEqual([
        ['08:00', '08:30', '09:00', '09:30'],
        ['10:00'],
        ['帮助', '返回', '取消', '人工'],
      ]);
      expect(rows(1)).toEqual([['11月24日 周二', '11月25日 周三'], ['11月26日 周四']]);
      expect(rows(2)).toEqual([['量血压（社区卫生站上门，免费）'], ['上门理发']]);
    });

    it('asks for a phone number with the keyboard that sends it, beside the words of the controls', async () => {
      await say({ text: '您的电话？', wants: 'phone', controls: CONTROLS });
      const [prompt] = an.chat.sent;
      expect(prompt!.markup?.keyboard).toEqual([
        [{ text: '📱 发送我的手机号', request_contact: true }],
        [{ text: '帮助' }, { text: '返回' }, { text: '取消' }, { text: '人工' }],
      ]);
      expect(prompt!.markup?.one_time_keyboard).toBe(true);
      await say({ text: '约好了。' });
      expect(an.chat.sent[1]!.markup).toEqual({ remove_keyboard: true });
    });

    it('offers a remembered number as a button rather than the keyboard: a message has one or the other', async () => {
      await say({ text: '您的电话？', wants: 'phone', choices: choices('138****1234'), controls: CONTROLS });
      expect(an.chat.sent[0]!.markup?.keyboard).toBeUndefined();
      expect(rows()).toEqual([['138****1234'], ['帮助', '返回', '取消', '人工']]);
    });

    it('says “rejected” to a token that Telegram does not carry', async () => {
      const outcome = await failure({
        text: '哪项？',
        choices: [{ token: '长'.repeat(22), label: '量血压' }],
      });
      expect(outcome).toEqual({ kind: 'rejected', reason: 'Bad Request: BUTTON_DATA_INVALID' });
    });

    it('takes the buttons of a menu away that it no longer remembers', async () => {
      await say({ text: '哪项？', choices: choices('量血压') });
      await platform.stop();
      const again = await telegramOver(api, 'polling');
      const settles = { messageId: String(an.chat.sent[0]!.id), label: '量血压' };
      await again.platform.send({
        chat: { id: String(an.chat.id), kind: 'direct' },
        saying: { text: '哪天？', locale: 'zh-Hans', settles },
        kind: 'reply',
      });
      await an.chat.until(() => (an.chat.sent[0]!.edits > 0 ? true : undefined));
      expect(buttonsOf(an.chat.sent[0]!)).toEqual([]);
      await again.tearDown();
    });
  });

  describe('files', () => {
    it('makes one message of a text, a file and buttons', async () => {
      await say({ text: '约好了：YY-0042', files: [ICS], choices: choices('改时间') });
      expect(an.chat.sent).toHaveLength(1);
      expect(an.chat.sent[0]).toMatchObject({ method: 'sendDocument', text: '约好了：YY-0042' });
      expect(an.chat.sent[0]!.file).toMatchObject({ name: 'YY-0042.ics', mime: 'text/calendar' });
      expect(rows()).toEqual([['改时间']]);
    });

    it('sends pictures as pictures', async () => {
      await say({ text: '地图', files: [PICTURE] });
      expect(an.chat.sent[0]).toMatchObject({ method: 'sendPhoto', text: '地图' });
    });

    it('sends a text that is too long for a caption, or several files, one after another', async () => {
      const { messageId } = await say({ text: '长'.repeat(1025), files: [ICS], choices: choices('改时间') });
      await say({ text: '都在这里', files: [ICS, PICTURE] });
      expect(an.chat.sent.map(m => m.method)).toEqual([
        'sendMessage',
        'sendDocument',
        'sendMessage',
        'sendDocument',
        'sendPhoto',
      ]);
      expect(messageId).toBeUndefined();
      expect(rows(0)).toEqual([['改时间']]);
    });
  });

  describe('what somebody sent, passed on', () => {
    const file = (name: string, mime: string) => ({ name, mime, base64: btoa(name) });

    it('is played and shown where Telegram can, and else is a document', async () => {
      const files = [
        file('voice.ogg', 'audio/ogg'),
        file('song.mp3', 'audio/mpeg'),
        file('clip.mp4', 'video/mp4'),
        file('voice.silk', 'audio/silk'),
        file('photo.jpg', 'image/jpeg'),
      ];
      for (const one of files) await say({ text: '王奶奶：', files: [one] });
      expect(an.chat.sent.map(({ method, text, file }) => [method, text, file?.name])).toEqual([
        ['sendVoice', '王奶奶：', 'voice.ogg'],
        ['sendAudio', '王奶奶：', 'song.mp3'],
        ['sendVideo', '王奶奶：', 'clip.mp4'],
        ['sendDocument', '王奶奶：', 'voice.silk'],
        ['sendPhoto', '王奶奶：', 'photo.jpg'],
      ]);
    });

    it('arrives as a document when somebody takes no voice messages, or a picture is none', async () => {
      api.fails(
        { method: 'sendVoice' },
        { status: 400, description: 'Bad Request: VOICE_MESSAGES_FORBIDDEN' },
      );
      api.fails({ method: 'sendPhoto' }, { status: 400, description: 'Bad Request: IMAGE_PROCESS_FAILED' });
      await say({ text: '一', files: [file('voice.ogg', 'audio/ogg')] });
      await say({ text: '二', files: [PICTURE] });
      expect(an.chat.sent.map(({ method, text }) => [method, text])).toEqual([
        ['sendDocument', '一'],
        ['sendDocument', '二'],
      ]);
    });
  });

  describe('changes', () => {
    const chat = () => ({ id: String(an.chat.id), kind: 'direct' as const });
    const change = (messageId: string | undefined, saying: Saying | null) =>
      platform.replace(chat(), messageId ?? '', saying);
    const words = (text: string): Saying => ({ text, locale: 'zh-Hans' });
    const outcome = async (changing: Promise<boolean>) =>
      changing.then(
        () => null,
        error => error.outcome,
      );

    it('count as made when they were made already', async () => {
      const { messageId } = await say({ text: '明天停水。' });
      for (let twice = 0; twice < 2; twice += 1)
        expect(await change(messageId, words('后天停水。'))).toBe(true);
      for (let twice = 0; twice < 2; twice += 1) expect(await change(messageId, null)).toBe(true);
      expect(an.chat.sent).toEqual([]);
    });

    it('cannot be made of words that do not fit, nor take back what is older than two days', async () => {
      const { messageId } = await say({ text: '停水', files: [PICTURE] });
      expect(await change(messageId, words('长'.repeat(1025)))).toBe(false);
      expect(await change(messageId, words('长'.repeat(4097)))).toBe(false);
      expect(an.chat.sent.map(({ text }) => text)).toEqual(['停水']);
      const old = { ...an.chat.sent[0]!, at: Date.now() - 49 * 3_600_000 };
      an.chat.sent.splice(0, 1, old);
      expect(await change(messageId, null)).toBe(false);
      expect(an.chat.sent).toHaveLength(1);
    });

    it('can be settled afterwards, with the new words', async () => {
      const { messageId } = await say({ text: '周六放电影，来吗？', choices: choices('来') });
      await change(messageId, { ...words('周日放电影，来吗？'), choices: choices('来') });
      await say({ text: '好的', settles: { messageId: messageId ?? '', label: '来' } });
      await an.chat.until(() => (an.chat.sent[0]!.edits > 1 ? true : undefined));
      expect(an.chat.sent[0]!.text).toBe('周日放电影，来吗？\n\n✓ 来');
    });

    it('fail as sends do when Telegram is away, too fast, or the chat is gone', async () => {
      const { messageId } = await say({ text: '明天停水。' });
      const method = 'editMessageText';
      api.fails({ method }, { status: 429, parameters: { retry_after: 3 } });
      expect(await outcome(change(messageId, words('后')))).toEqual({ kind: 'slow-down', retryAfter: 3000 });
      api.fails({ method }, { status: 502 });
      expect(await outcome(change(messageId, words('后')))).toMatchObject({ kind: 'not-sent' });
      api.fails({ method }, { drop: 'after' });
      expect(await outcome(change(messageId, words('后')))).toMatchObject({ kind: 'unknown' });
      an.blocks();
      expect(await outcome(change(messageId, words('再')))).toMatchObject({ kind: 'gone' });
    });
  });

  describe('failures', () => {
    const cases: [string, Fault, SendOutcome][] = [
      ['its limit', { status: 429, parameters: { retry_after: 7 } }, { kind: 'slow-down', retryAfter: 7000 }],
      [
        'an error of its own',
        { status: 500, description: 'Internal' },
        { kind: 'not-sent', reason: 'Internal' },
      ],
      [
        'a gateway that lost patience',
        { status: 504, description: 'timeout' },
        { kind: 'unknown', reason: 'timeout' },
      ],
      [
        'a token that was revoked',
        { status: 401, description: 'Unauthorized' },
        { kind: 'not-sent', reason: 'Unauthorized' },
      ],
      [
        'a deleted group',
        { status: 403, description: 'Forbidden: the group chat was deleted' },
        { kind: 'gone', reason: 'Forbidden: the group chat was deleted' },
      ],
      [
        'a muted bot',
        { status: 400, description: 'Bad Request: not enough rights to send text messages to the chat' },
        { kind: 'gone', reason: 'Bad Request: not enough rights to send text messages to the chat' },
      ],
    ];
    for (const [what, fault, outcome] of cases)
      it(`understands ${what}`, async () => {
        api.fails({}, fault);
        expect(await failure()).toEqual(outcome);
      });

    it('understands a chat that there is not', async () => {
      api.chats.delete(an.chat.id);
      expect(await failure()).toEqual({ kind: 'gone', reason: 'Bad Request: chat not found' });
    });

    it('does not know what became of a message that was never answered', async () => {
      api.fails({}, { hang: true });
      expect(await failure()).toEqual({ kind: 'unknown', reason: 'no answer within 1000 ms' });
      expect(an.chat.sent).toHaveLength(1);
    });

    it('does not know what became of a message whose connection broke', async () => {
      api.fails({}, { drop: 'after' });
      expect((await failure()).kind).toBe('unknown');
      expect(an.chat.sent).toHaveLength(1);
    });

    it('knows that nothing went out when nobody listened', async () => {
      await api.goesDown();
      expect(await failure()).toEqual({ kind: 'not-sent', reason: 'ECONNREFUSED' });
    });

    it('goes on by itself with a message that was begun', async () => {
      const text = `${'长'.repeat(4000)}\n\n${'短'.repeat(4000)}`;
      let calls = 0;
      api.fails({ when: () => ++calls === 2 }, { status: 500 });
      await say({ text });
      expect(an.chat.sent.map(m => m.text[0])).toEqual(['长', '短']);
    });

    it('does not know what to say of a message that was begun and could not be ended', async () => {
      const text = `${'长'.repeat(4000)}\n\n${'短'.repeat(4000)}`;
      let calls = 0;
      api.fails({ when: () => ++calls >= 2, times: 9 }, { status: 429, parameters: { retry_after: 60 } });
      expect(await failure({ text })).toEqual({ kind: 'unknown', reason: 'part 2 of 2: slow-down' });
    });

    it('cannot make a link before it knows its own name', async () => {
      const { platform: fresh } = await telegramOver(api, 'polling');
      const chat = { id: '-1', kind: 'group' as const };
      const saying = { text: '请私聊', locale: 'zh-Hans', toDirect: { label: '私聊', start: 'x' } };
      await expect(fresh.send({ chat, saying, kind: 'reply' })).rejects.toMatchObject({
        outcome: { kind: 'not-sent' },
      });
      expect(fresh.directLink('x')).toBeNull();
    });

    it('keeps the words of residents out of the log', () => {
      expect(lines).toEqual([]);
    });
  });

  it('meets the real limits as “slow-down”', async () => {
    await tearDown();
    await begin({ limits: 'real' });
    for (let i = 0; i < 3; i++) await say({ text: `第${i}条` });
    expect(await failure({ text: '第3条' })).toEqual({ kind: 'slow-down', retryAfter: 1000 });
    expect(an.chat.sent).toHaveLength(3);
  });
});
