import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { AccountStatus } from '../../src/desk/platform.js';
import { GROUP, WechatBench } from './wechat-bench.js';

const WANG = 'wxid_wangnainai';

describe('wechat: the connection', () => {
  let bench: WechatBench;
  afterEach(() => bench.tearDown());

  const turnsTo = async (state: AccountStatus['state'], change: () => Promise<void> | void) => {
    const from = bench.heard.statuses.all.length;
    await change();
    return await bench.heard.statuses.next(status => status.state === state, `${state}`, from);
  };
  const texts = () =>
    bench.heard.durable.all.map(({ said }) => (said.kind === 'text' ? said.text : said.kind));

  it('comes back after the service was killed: nothing is said twice, and what is said later arrives', async () => {
    bench = await WechatBench.setUp();
    const { wechat } = bench;
    await bench.online();
    wechat.says(WANG, '我想预约');
    await bench.heard.durable.count(1, 'message');
    await bench.say(WANG, '要约哪项？');

    await turnsTo('offline', () => wechat.kill());
    wechat.says(WANG, '喂？'); // Lost by the wire: nobody was listening.
    await expect(bench.say(WANG, '第一次试')).rejects.toMatchObject({ outcome: { kind: 'not-sent' } });
    const began = Date.now();
    await turnsTo('online', () => wechat.restart());
    expect(Date.now() - began).toBeLessThan(2_000);

    wechat.says(WANG, '2');
    await bench.heard.durable.count(2, 'message');
    await bench.say(WANG, '哪一天？');
    expect(texts()).toEqual(['我想预约', '2']);
    expect((await wechat.sentTo(WANG, 2)).map(({ text }) => text)).toEqual(['要约哪项？', '哪一天？']);
  });

  it('comes back as often as it is cut off', async () => {
    bench = await WechatBench.setUp();
    const { wechat } = bench;
    await bench.online();
    for (const [times, text] of ['一', '二', '三'].entries()) {
      await turnsTo('offline', () => wechat.kill());
      await turnsTo('online', () => wechat.restart());
      wechat.says(WANG, text);
      wechat.says(WANG, `${text}，在房间`, { room: GROUP, mention: true });
      await bench.heard.durable.count(2 * times + 2, 'message');
    }
    expect(new Set(bench.heard.durable.all.map(({ id }) => id)).size).toBe(6);
    expect(wechat.puppet.listenerCount('message')).toBe(1);
  });

  it('begins without the service, and is there when the service is', async () => {
    bench = await WechatBench.setUp();
    bench.wechat.kill();
    await bench.platform.start(bench.heard);
    const away = await bench.heard.statuses.next(({ state }) => state === 'offline', 'offline');
    expect(away.detail).toContain(bench.wechat.endpoint);
    await expect(bench.say(WANG, '您好')).rejects.toMatchObject({ outcome: { kind: 'not-sent' } });
    await turnsTo('online', () => bench.wechat.restart());
    await bench.say(WANG, '您好');
    expect(await bench.wechat.sentTo(WANG, 1)).toHaveLength(1);
  });

  it('does not know what became of a message when the line broke under it', async () => {
    bench = await WechatBench.setUp();
    const { wechat } = bench;
    await bench.online();
    wechat.puppet.afterSend = () => wechat.kill();
    await expect(bench.say(WANG, '约好了')).rejects.toMatchObject({ outcome: { kind: 'unknown' } });
    expect(await wechat.sentTo(WANG)).toHaveLength(1);
  });

  it('does not fall when the line breaks under a large file', async () => {
    bench = await WechatBench.setUp();
    const { wechat } = bench;
    await bench.online();
    const base64 = Buffer.alloc(8_000_000, 1).toString('base64');
    for (const afterMs of [0, 2, 5, 10, 20]) {
      const from = bench.heard.statuses.all.length;
      setTimeout(() => wechat.kill(), afterMs);
      const outcome = await bench
        .say(WANG, '', { files: [{ name: '材料.pdf', mime: 'application/pdf', base64 }] })
        .then(
          () => 'sent',
          error => error.outcome.kind,
        );
      expect(['sent', 'unknown', 'not-sent']).toContain(outcome);
      await bench.heard.statuses.next(({ state }) => state === 'offline', 'offline', from);
      await wechat.restart();
      await bench.heard.statuses.next(({ state }) => state === 'online', 'online', from);
    }
  });

  it('does not know it either when the service never answers', async () => {
    bench = await WechatBench.setUp({ sendTimeout: 200 });
    await bench.online();
    let answer = () => {};
    bench.wechat.puppet.afterSend = () =>
      new Promise(resolve => {
        answer = resolve;
      });
    await expect(bench.say(WANG, '约好了')).rejects.toMatchObject({ outcome: { kind: 'unknown' } });
    answer();
  });

  it('says of a message that went out in part that nobody knows, so that it is not simply sent again', async () => {
    bench = await WechatBench.setUp();
    const { wechat } = bench;
    await bench.online();
    wechat.puppet.afterSend = () => wechat.forget(WANG);
    await expect(bench.say(WANG, '长'.repeat(3_000))).rejects.toMatchObject({ outcome: { kind: 'unknown' } });
    expect(await wechat.sentTo(WANG)).toHaveLength(1);
  });

  it('shows the code to scan, takes the login, and says when WeChat logged it out', async () => {
    bench = await WechatBench.setUp({ login: false });
    const { wechat } = bench;
    wechat.scan('https://login.weixin.qq.com/l/abc');
    const scan = await turnsTo('needs-login', () => bench.platform.start(bench.heard));
    expect(scan.qr).toBe('https://login.weixin.qq.com/l/abc');
    await turnsTo('online', () => wechat.login());
    const out = await turnsTo('needs-login', () => wechat.logout());
    expect(out.qr).toBeUndefined();
    await expect(bench.say(WANG, '您好')).rejects.toMatchObject({ outcome: { kind: 'not-sent' } });
    await turnsTo('online', () => wechat.login());
    await bench.say(WANG, '您好');
  });

  it('says that the service is away rather than logged out when it is killed', async () => {
    bench = await WechatBench.setUp();
    await bench.online();
    await turnsTo('offline', () => bench.wechat.kill());
    await turnsTo('online', () => bench.wechat.restart());
    expect(bench.heard.statuses.all.map(({ state }) => state)).not.toContain('needs-login');
  });

  it('takes a quiet night for what it is', async () => {
    bench = await WechatBench.setUp({ secondsOfSilence: 0.2 });
    await bench.online();
    await bench.wechat.puppet.asked.count(4, 'question whether it is there');
    expect(bench.heard.statuses.all.map(({ state }) => state)).toEqual(['starting', 'online']);
  });

  it('gives up a connection that is dead without knowing it', async () => {
    bench = await WechatBench.setUp({ secondsOfSilence: 0.2 });
    bench.wechat.puppet.mute = true;
    await bench.online();
    await turnsTo('offline', () => {});
    bench.wechat.puppet.mute = false;
    await turnsTo('online', () => {});
    bench.wechat.says(WANG, '在吗');
    await bench.heard.durable.count(1, 'message');
  });

  it('leaves WeChat logged in when it stops, and stops while the service is away', async () => {
    bench = await WechatBench.setUp();
    await bench.online();
    await turnsTo('offline', () => bench.wechat.kill());
    const began = Date.now();
    await bench.platform.stop();
    expect(Date.now() - began).toBeLessThan(1_000);
    expect(bench.wechat.puppet.isLoggedIn).toBe(true);
  });

  it('takes any other puppet by its name, and keeps its login where nobody else reads it', async () => {
    bench = await WechatBench.setUp({ puppet: 'wechaty-puppet-mock' });
    await bench.platform.start(bench.heard);
    const memory = await stat(join(bench.folder, 'wechat.memory-card.json'));
    expect(memory.mode & 0o777).toBe(0o600);
    await bench.platform.stop();
    expect(bench.heard.statuses.all.map(({ state }) => state)).toEqual(['starting', 'stopped']);
  });

  it('names what is missing', async () => {
    bench = await WechatBench.setUp({ puppet: 'wechaty-puppet-nowhere' });
    await expect(bench.platform.start(bench.heard)).rejects.toThrow('npm install wechaty-puppet-nowhere');
  });

  it('asks for the token', async () => {
    bench = await WechatBench.setUp({ token: '' });
    await expect(bench.platform.start(bench.heard)).rejects.toThrow('WECHATY_PUPPET_SERVICE_TOKEN');
  });

  it('keeps words, names and tokens out of the log', async () => {
    bench = await WechatBench.setUp();
    const { wechat } = bench;
    await bench.online();
    wechat.says(WANG, '我住惠民苑3号楼2单元501');
    await bench.heard.durable.count(1, 'message');
    wechat.puppet.afterSend = () => wechat.kill();
    await bench.say(WANG, '约好了').catch(() => 'not known');
    await bench.heard.statuses.next(({ state }) => state === 'offline', 'offline');
    const log = JSON.stringify(bench.log.all);
    expect(bench.log.all.map(({ event }) => event)).toContain('wechat.lost');
    for (const secret of ['惠民苑', '王奶奶', WANG, '约好了', wechat.token])
      expect(log).not.toContain(secret);
  });
});
