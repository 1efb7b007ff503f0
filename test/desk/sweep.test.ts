import { expect, test } from 'vitest';
import { deadLetters } from '../../src/desk/dead-letter.js';
import { seen } from '../../src/desk/inbox.js';
import { Timekeeper } from '../../src/desk/timers.js';
import { undelivered } from '../../src/desk/undelivered.js';
import { memoryStore } from '../../src/storage/memory.js';
import { HandClock, NINE } from '../storage/hand-clock.js';

const COMMUNITY = 'huimin';
const DAY = 24 * 3_600_000;

test('what failed is kept for its time and no longer, however much there is', async () => {
  const clock = new HandClock();
  const store = memoryStore({ clock });
  const many = 250;
  await store.transact(COMMUNITY, async tx => {
    for (let n = 0; n < many; n += 1) {
      await tx.put(seen, { id: `s${n}`, until: NINE + n });
      await tx.put(deadLetters, {
        id: `d${n}`,
        queue: 'inbox',
        account: 'telegram',
        lane: 'telegram/c1/p1',
        body: { text: '我家煤气表坏了' },
        at: NINE + n,
        error: 'TypeError: x',
      });
      await tx.put(undelivered, {
        id: `u${n}`,
        account: 'wechat',
        chat: 'c1',
        kind: 'reply',
        outcome: 'gone',
        reason: 'blocked',
        at: NINE + n,
      });
    }
  });
  const left = () =>
    store.read(COMMUNITY, async tx => ({
      seen: (await tx.find(seen, 'until', { limit: 999 })).length,
      dead: (await tx.find(deadLetters, 'at', { limit: 999 })).length,
      undelivered: (await tx.find(undelivered, 'at', { limit: 999 })).length,
    }));
  const failures: unknown[] = [];
  const keeper = new Timekeeper({
    store,
    community: COMMUNITY,
    clock,
    failed: error => failures.push(error),
  });
  const leftAt = async (time: number) => {
    clock.pass(time - clock.now());
    await keeper.stop();
    keeper.start();
    await expect.poll(() => keeper.idle).toBe(true);
    return left();
  };

  expect(await leftAt(NINE)).toEqual({ seen: many, dead: many, undelivered: many });
  expect(await leftAt(NINE + 30 * DAY)).toEqual({ seen: 0, dead: many, undelivered: many });
  expect(await leftAt(NINE + 30 * DAY + many)).toEqual({ seen: 0, dead: many, undelivered: 0 });
  expect(await leftAt(NINE + 90 * DAY)).toEqual({ seen: 0, dead: many, undelivered: 0 });
  expect(await leftAt(NINE + 90 * DAY + many)).toEqual({ seen: 0, dead: 0, undelivered: 0 });
  await keeper.stop();
  expect(failures).toEqual([]);
});
