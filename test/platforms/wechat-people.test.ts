import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FILE_LIMIT } from '../../src/platforms/wechat/options.js';
import { KIND } from '../../src/platforms/wechat/said.js';
import { MINUTE, VirtualClock } from '../clock.js';
import { BOT } from '../fakes/wechat/service.js';
import { GROUP, WechatBench } from './wechat-bench.js';

const WANG = 'wxid_wangnainai';

describe('wechat: people', () => {
  let bench: WechatBench;
  afterEach(() => bench.tearDown());
  const heard = async (from = 0) => await bench.heard.durable.next(() => true, 'a message', from);
  /** Resolves once everything that went over the wire before has been taken in: this takes two calls of its own. */
  const settled = async () => {
    const id = bench.wechat.says('wxid_xiaochen', '……');
    await bench.heard.durable.next(message => message.id === id, 'the last message');
  };

  it('are let in at a human pace, each with a hello', async () => {
    const clock = new VirtualClock();
    bench = await WechatBench.setUp({ clock });
    const { wechat } = bench;
    await bench.online();
    const asked = ['一', '二', '三'].map(n =>
      wechat.asksToBeFriends(wechat.contact(`wxid_new${n}`, `新邻居${n}`)),
    );
    // Not one of them before its minute, and at most half a minute later.
    await settled();
    for (const [at, id] of asked.entries()) {
      await clock.advance(MINUTE - 1);
      await settled();
      expect(wechat.puppet.accepted.all).toEqual(asked.slice(0, at));
      await clock.advance(MINUTE / 2 + 1);
      await wechat.puppet.accepted.count(at + 1, 'acceptance');
      expect(wechat.puppet.accepted.all).toEqual(asked.slice(0, at + 1));
      const personId = id.split('-')[1]!;
      const joined = await bench.heard.durable.next(({ person }) => person.id === personId, 'a hello');
      expect(joined).toMatchObject({
        said: { kind: 'joined' },
        chat: { id: personId, kind: 'direct' },
        person: { id: personId, name: `新邻居${['一', '二', '三'][at]}` },
        addressed: true,
      });
    }
  });

  it('are greeted once when WeChat confirms what we accepted', async () => {
    const clock = new VirtualClock();
    bench = await WechatBench.setUp({ clock });
    const { wechat } = bench;
    await bench.online();
    wechat.asksToBeFriends(WANG);
    await settled();
    await clock.advance(2 * MINUTE);
    await heard(1);
    wechat.confirmsFriendship(WANG);
    await settled();
    wechat.says(WANG, '你好');
    expect((await heard(3)).said).toEqual({ kind: 'text', text: '你好' });
  });

  it('are greeted when staff accepted them on the phone', async () => {
    bench = await WechatBench.setUp();
    await bench.online();
    bench.wechat.confirmsFriendship(WANG);
    expect(await heard()).toMatchObject({ said: { kind: 'joined' }, person: { id: WANG, name: '王奶奶' } });
  });

  it('wait for the login when nobody is logged in at their turn', async () => {
    const clock = new VirtualClock();
    bench = await WechatBench.setUp({ clock });
    const { wechat } = bench;
    await bench.online();
    const id = wechat.asksToBeFriends(WANG);
    await settled();
    await wechat.logout();
    await bench.heard.statuses.next(({ state }) => state === 'needs-login', 'logout');
    await clock.advance(2 * MINUTE);
    const from = bench.heard.statuses.all.length;
    wechat.login();
    await bench.heard.statuses.next(({ state }) => state === 'online', 'login', from);
    await clock.advance(2 * MINUTE);
    await wechat.puppet.accepted.count(1, 'acceptance');
    expect(wechat.puppet.accepted.all).toEqual([id]);
  });

  it('may bring the bot into their rooms, at the same pace', async () => {
    const clock = new VirtualClock();
    bench = await WechatBench.setUp({ clock });
    await bench.online();
    const id = bench.wechat.invites(WANG, '惠民苑5号楼邻里群');
    await settled();
    await clock.advance(MINUTE - 1);
    await settled();
    expect(bench.wechat.puppet.accepted.all).toEqual([]);
    await clock.advance(MINUTE);
    await bench.wechat.puppet.accepted.count(1, 'acceptance');
    expect(bench.wechat.puppet.accepted.all).toEqual([id]);
  });

  it('send pictures that are kept for nobody else to read, once', async () => {
    bench = await WechatBench.setUp();
    await bench.online();
    const bytes = Buffer.from('a picture of the lamp that is out');
    const id = bench.wechat.sendsFile(WANG, KIND.image, '路灯.JPG', bytes);
    const { said } = await heard();
    bench.wechat.again(id);
    expect((await heard(1)).said).toEqual(said);
    if (said.kind !== 'media') throw new Error(`came as ${said.kind}`);
    const { ref } = said.attachment;
    expect(said.attachment).toEqual({
      kind: 'photo',
      ref: expect.stringMatching(/^[0-9a-f]{40}\.jpg$/),
      mime: 'image/jpeg',
      name: '路灯.JPG',
      bytes: bytes.length,
    });
    const fetched = await bench.platform.fetch(ref);
    expect(fetched.bytes.equals(bytes)).toBe(true);
    expect(fetched.mime).toBe('image/jpeg');
    expect((await readFile(join(bench.folder, 'files', ref))).includes(bytes)).toBe(false);
    const kept = await stat(join(bench.folder, 'files', ref));
    expect(kept.mode & 0o777).toBe(0o600);
    expect((await stat(join(bench.folder, 'files'))).mode & 0o777).toBe(0o700);
    await expect(bench.platform.fetch('../../etc/passwd')).rejects.toThrow('not a file of this account');
    await expect(bench.platform.fetch('0'.repeat(40))).rejects.toThrow();
    expect(await bench.platform.receivedBefore?.(kept.mtimeMs)).toEqual([]);
    expect(await bench.platform.receivedBefore?.(kept.mtimeMs + 1)).toEqual([ref]);
    await bench.platform.drop?.('../../etc/passwd');
    await bench.platform.drop?.(ref);
    await bench.platform.drop?.(ref);
    await expect(bench.platform.fetch(ref)).rejects.toThrow('no longer there');
    expect(await readdir(join(bench.folder, 'files'))).toEqual([]);
  });

  it('send files that are too big, or that cannot be read, and still get an answer', async () => {
    bench = await WechatBench.setUp();
    await bench.online();
    bench.wechat.sendsFile(WANG, KIND.video, 'long.mp4', Buffer.alloc(FILE_LIMIT + 1));
    expect((await heard()).said).toEqual({ kind: 'other', what: 'too-big' });
    bench.wechat.sends(WANG, { type: KIND.image, filename: 'gone.jpg' });
    expect((await heard(1)).said).toEqual({ kind: 'other', what: 'unreadable' });
  });

  it('get an answer although the service dies while their picture comes', async () => {
    bench = await WechatBench.setUp();
    const { wechat } = bench;
    await bench.online();
    for (const [at, afterMs] of [0, 2, 5, 10, 20, 40].entries()) {
      const from = bench.heard.statuses.all.length;
      wechat.puppet.afterFetch = () => void setTimeout(() => wechat.kill(), afterMs);
      wechat.sendsFile(WANG, KIND.image, 'photo.jpg', Buffer.alloc(8_000_000, at));
      const { said } = await heard(at);
      // All of it or none of it: a line that breaks must not look like the end of the file.
      if (said.kind === 'media') expect(said.attachment.bytes).toBe(8_000_000);
      else expect(said).toEqual({ kind: 'other', what: 'unreadable' });
      await bench.heard.statuses.next(({ state }) => state === 'offline', 'offline', from);
      await wechat.restart();
      await bench.heard.statuses.next(({ state }) => state === 'online', 'online', from);
    }
  });

  it('send a file of many parts over the wire and get it whole', async () => {
    bench = await WechatBench.setUp();
    await bench.online();
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7) % 251));
    bench.wechat.sendsFile(WANG, KIND.attachment, '材料.pdf', bytes);
    const { said } = await heard();
    if (said.kind !== 'media') throw new Error(`came as ${said.kind}`);
    const { bytes: kept, mime } = await bench.platform.fetch(said.attachment.ref);
    expect(kept.equals(bytes)).toBe(true);
    expect(mime).toBe('application/pdf');
    await bench.say(WANG, '收到了', {
      files: [{ name: '回执.pdf', mime: 'application/pdf', base64: bytes.toString('base64') }],
    });
    const [, sent] = await bench.wechat.sentTo(WANG, 2);
    expect(sent?.file?.name).toBe('回执.pdf');
    expect(sent?.file?.bytes.equals(bytes)).toBe(true);
  });

  it('send cards, with a number or without', async () => {
    bench = await WechatBench.setUp();
    const { wechat } = bench;
    await bench.online();
    wechat.sendsCard(WANG, wechat.contact('wxid_daughter', '小丽', { phone: ['13700137000'] }));
    expect((await heard()).said).toEqual({ kind: 'contact', phone: '13700137000', name: '小丽', own: false });
    wechat.sendsCard(WANG, 'wxid_xiaochen');
    expect((await heard(1)).said).toEqual({ kind: 'other', what: 'card' });
  });

  it.each([
    [KIND.emoticon, 'sticker'],
    [KIND.miniProgram, 'mini-program'],
    [KIND.url, 'link'],
    [KIND.recalled, 'recalled'],
    [KIND.redEnvelope, 'red-envelope'],
    [99, 'unknown'],
  ])('send things of kind %i, which are named', async (type, what) => {
    bench = await WechatBench.setUp();
    await bench.online();
    bench.wechat.sends(WANG, { type });
    expect((await heard()).said).toEqual({ kind: 'other', what });
  });

  it('are heard in their order although their words come in another', async () => {
    bench = await WechatBench.setUp();
    const { wechat } = bench;
    await bench.online();
    const texts = Array.from({ length: 20 }, (_, at) => `第${at}句`);
    // The first asked for is the last to come.
    const gates: (() => void)[] = [];
    wechat.puppet.beforeLoad = () => new Promise(resolve => void gates.push(resolve));
    const asked = wechat.puppet.loads;
    for (const text of texts) wechat.says(WANG, text, { room: GROUP, mention: true });
    await asked.count(texts.length, 'payload asked for');
    for (const gate of gates.reverse()) gate();
    const got = await bench.heard.durable.count(texts.length, 'message');
    expect(got.map(({ said }) => (said.kind === 'text' ? said.text : said.kind))).toEqual(texts);
  });

  it('are told apart from the bot itself', async () => {
    bench = await WechatBench.setUp();
    await bench.online();
    bench.wechat.says(BOT.id, '我是小惠', { room: GROUP });
    bench.wechat.says(WANG, '你好', { room: GROUP });
    expect((await heard()).person.id).toBe(WANG);
  });
});
