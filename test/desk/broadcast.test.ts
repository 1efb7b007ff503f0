import { expect, it, onTestFinished } from 'vitest';
import { Courier } from '../../src/desk/courier.js';
import { asJson } from '../../src/desk/effects.js';
import { chatName } from '../../src/desk/lane.js';
import { type Delivery, PRIORITY } from '../../src/desk/message.js';
import { noMetrics } from '../../src/desk/metrics.js';
import { fetchPassed } from '../../src/desk/passing.js';
import { memoryStore } from '../../src/storage/memory.js';
import { SeededChance } from '../clock.js';
import { silent } from '../fakes/desk.js';
import { type FakeChat, fakeTelegram } from '../fakes/telegram/index.js';
import { Heard } from '../platforms/heard.js';
import { systemClock, telegramOver } from '../platforms/telegram-bench.js';
import { COMMUNITY } from './round.js';

// In real time over real HTTP, at the limits that Telegram really has. How fast it goes is a matter of the machine
// (`npm run bench -- broadcast`); that nothing is refused, lost or doubled, and who comes first, is not.

const RECIPIENTS = 90;

it('brings an announcement to everybody once and is never refused, while replies come first', {
  timeout: 30_000,
}, async () => {
  const api = await fakeTelegram({ limits: 'real', latency: 5 });
  const { platform, tearDown } = await telegramOver(api, 'polling', { sendTimeout: 10_000 });
  const store = memoryStore({ clock: systemClock });
  const courier = new Courier(platform, {
    store,
    community: COMMUNITY,
    zone: 'Asia/Shanghai',
    clock: systemClock,
    chance: new SeededChance(1),
    log: silent,
    metrics: noMetrics,
    fetch: fetchPassed([platform], systemClock),
    words: { say: (_, key) => key },
  });
  onTestFinished(async () => {
    await courier.stop();
    await tearDown();
  });
  const heard = new Heard();
  await platform.start(heard);
  await heard.online();
  const people = Array.from({ length: RECIPIENTS }, () => api.user());
  const booking = Array.from({ length: 5 }, () => api.user());
  const group = api.group();
  for (const { chat } of [...people, ...booking]) chat.access = 'open';

  let rows = 0;
  const put = (chat: FakeChat, text: string, kind: Delivery['kind']) => {
    rows += 1;
    const delivery: Delivery = {
      chat: { id: String(chat.id), kind: chat.isGroup ? 'group' : 'direct' },
      saying: { text, locale: 'zh-Hans' },
      kind,
    };
    const row = {
      id: `row-${rows}`,
      lane: chatName('telegram', String(chat.id)),
      account: 'telegram',
      priority: PRIORITY[kind],
      notBefore: 0,
      body: asJson(delivery),
    };
    return store.transact(COMMUNITY, tx => tx.enqueue('outbox', row));
  };
  const told = () => people.filter(({ chat }) => chat.sent.length > 0).length;

  for (const { chat } of people) await put(chat, '明天停水。', 'broadcast');
  for (let i = 0; i < 3; i += 1) await put(group, `第${i}条`, 'broadcast');
  await courier.start();
  /** How many announcements arrived while each reply was on its way. */
  const before: number[] = [];
  // A reply to somebody who books, at every tenth announcement.
  for (let tenth = 1; tenth < RECIPIENTS / 10; tenth += 1) {
    await Promise.race(
      people.map(({ chat }) => chat.until(() => (told() >= tenth * 10 ? true : undefined), 0)),
    );
    const { chat } = booking[tenth % booking.length]!;
    const place = chat.sent.length;
    await put(chat, `回复${tenth}`, 'reply');
    const from = told();
    await chat.until(() => chat.sent[place]);
    before.push(told() - from);
  }
  await Promise.all(people.map(({ chat }) => chat.until(() => chat.sent[0], 0)));
  await group.until(() => group.sent[2], 0);
  await expect.poll(async () => (await store.depth('outbox')).rows).toBe(0);

  expect(people.flatMap(({ chat }) => chat.sent.map(({ text }) => text))).toEqual(
    Array.from({ length: RECIPIENTS }, () => '明天停水。'),
  );
  expect(group.sent.map(({ text }) => text)).toEqual(['第0条', '第1条', '第2条']);
  expect(booking.flatMap(({ chat }) => chat.sent)).toHaveLength(before.length);
  // Those that were on the wire already; in a queue it would have been behind dozens.
  expect(Math.max(...before)).toBeLessThanOrEqual(6);
  expect(api.gate?.refused).toBe(0);
});
