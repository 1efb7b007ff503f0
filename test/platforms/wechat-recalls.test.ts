import { afterEach, expect, it } from 'vitest';
import { RECALL_MS } from '../../src/platforms/wechat/recalls.js';
import { NOW, VirtualClock } from '../clock.js';
import { WechatBench, wallClock } from './wechat-bench.js';

const WANG = 'wxid_wangnainai';
let bench: WechatBench;
afterEach(() => bench.tearDown());

/** Timers run; the time of day is ours. */
function handClock() {
  const day = new VirtualClock(NOW);
  return { day, clock: { now: () => day.now(), after: wallClock.after } };
}
const recall = (messageId: string | undefined) =>
  bench.platform.replace({ id: WANG, kind: 'direct' }, messageId ?? '', null);

it('takes a message back within two minutes, and does not even try later', async () => {
  const { day, clock } = handClock();
  bench = await WechatBench.setUp({ clock });
  await bench.online();
  const first = await bench.say(WANG, '明天停水。');
  const second = await bench.say(WANG, '后天停水。');
  await day.advance(RECALL_MS - 1);
  expect(await recall(first.messageId)).toBe(true);
  await day.advance(1);
  const asked: string[] = [];
  bench.wechat.puppet.beforeRecall = id => void asked.push(id);
  expect(await recall(second.messageId)).toBe(false);
  expect([asked, [...bench.wechat.puppet.recalled]]).toEqual([[], [first.messageId]]);
});

it('leaves it to words when the puppet cannot, and waits while WeChat is logged out', async () => {
  bench = await WechatBench.setUp();
  await bench.online();
  const { messageId } = await bench.say(WANG, '明天停水。');
  bench.wechat.puppet.beforeRecall = () => {
    throw new Error('not supported');
  };
  expect(await recall(messageId)).toBe(false);
  await bench.wechat.logout();
  await bench.heard.statuses.next(({ state }) => state === 'needs-login', 'to be logged out');
  await expect(recall(messageId)).rejects.toMatchObject({ outcome: { kind: 'not-sent' } });
});

it('gives no id of a message that became several: nobody could take it back as one', async () => {
  bench = await WechatBench.setUp();
  await bench.online();
  const file = { name: 'a.pdf', mime: 'application/pdf', base64: 'QUJD' };
  expect(await bench.say(WANG, '材料', { files: [file] })).toEqual({});
});
