import { describe, expect, test } from 'vitest';
import type { Claim, ClaimFilter, NewRow, Store } from '../../../src/community/store.js';
import { NINE } from '../hand-clock.js';
import { given, HUIMIN, type Make, row } from './given.js';

const put = (store: Store, ...rows: NewRow[]) =>
  store.transact(HUIMIN, async tx => {
    for (const one of rows) await tx.enqueue('outbox', one);
  });
const done = async (store: Store, claim: Claim) => {
  await store.transact(claim.row.community, tx => tx.complete('outbox', claim.row.id));
  await store.release(claim);
};
const claim = (store: Store, filter: Partial<ClaimFilter> = {}) =>
  store.claim('outbox', { now: NINE, ...filter });
const inLane = (lane: string, id: string, more: Partial<NewRow> = {}) =>
  row(id, { lane: `telegram/${lane}`, ...more });

/** What leaves, in the order in which it leaves. */
async function drain(store: Store, filter: Partial<ClaimFilter> = {}): Promise<string[]> {
  const left: string[] = [];
  for (let turn = await claim(store, filter); turn !== null; turn = await claim(store, filter)) {
    left.push(turn.row.id);
    await done(store, turn);
  }
  return left;
}

export function lanes(make: Make): void {
  describe('lanes', () => {
    test('a lane is first in, first out', async () => {
      const { store, reopen } = await given(make);
      await put(store, row('m1'), row('m2'));
      await put(store, row('m3'));
      const again = reopen === undefined ? store : await reopen();
      expect(await drain(again)).toEqual(['m1', 'm2', 'm3']);
    });

    test('a claimed lane is nobody else’s until it is released', async () => {
      const { store } = await given(make);
      await put(store, inLane('a', 'a1'), inLane('a', 'a2'), inLane('b', 'b1'));
      const first = await claim(store);
      expect(first?.row.id).toBe('a1');
      const second = await claim(store);
      expect(second?.row.id).toBe('b1');
      expect(await claim(store)).toBeNull();
      await store.transact(HUIMIN, tx => tx.complete('outbox', 'a1'));
      await put(store, inLane('a', 'a0', { priority: -1 }));
      expect(await claim(store)).toBeNull();
      await store.release(first!);
      await store.release(second!);
      expect(await drain(store)).toEqual(['a0', 'a2', 'b1']);
    });

    test('releasing twice does not free somebody else’s claim', async () => {
      const { store } = await given(make);
      await put(store, row('m1'));
      const first = await claim(store);
      await store.release(first!);
      const second = await claim(store);
      await store.release(first!);
      expect(second).not.toBeNull();
      expect(await claim(store)).toBeNull();
    });

    test('the same lane name in two communities is two lanes', async () => {
      const { store } = await given(make);
      await put(store, row('m1'));
      await store.transact('yongle', tx => tx.enqueue('outbox', row('m1')));
      const both = [await claim(store), await claim(store)];
      expect(both.map(one => one?.row.community)).toEqual([HUIMIN, 'yongle']);
    });

    test('lower priority leaves first, in a lane and among lanes; then the oldest', async () => {
      const { store } = await given(make);
      await put(
        store,
        inLane('a', 'broadcast-a', { priority: 20 }),
        inLane('b', 'reminder-b', { priority: 10 }),
        inLane('b', 'reply-b', { priority: 0 }),
        inLane('c', 'reply-c', { priority: 0 }),
        inLane('a', 'reminder-a', { priority: 10 }),
      );
      expect(await drain(store)).toEqual(['reply-b', 'reply-c', 'reminder-b', 'reminder-a', 'broadcast-a']);
    });

    test('a row waits until its time, and holds those behind it in its priority', async () => {
      const { store } = await given(make);
      await put(
        store,
        inLane('a', 'later', { notBefore: NINE + 10 }),
        inLane('a', 'behind'),
        inLane('a', 'other-priority', { priority: 5 }),
      );
      expect(await drain(store)).toEqual(['other-priority']);
      expect(await drain(store, { now: NINE + 9 })).toEqual([]);
      expect(await drain(store, { now: NINE + 10 })).toEqual(['later', 'behind']);
    });

    test('what is retried keeps its place and holds its own priority, no other', async () => {
      const { store } = await given(make);
      await put(
        store,
        inLane('a', 'a1'),
        inLane('a', 'a2'),
        inLane('a', 'news', { priority: 20 }),
        inLane('b', 'b1'),
      );
      const first = await claim(store);
      expect(first?.row.id).toBe('a1');
      await store.transact(HUIMIN, tx => tx.retry('outbox', 'a1', { notBefore: NINE + 100 }));
      await store.release(first!);
      expect(await drain(store)).toEqual(['b1', 'news']);
      await put(store, inLane('a', 'a3'));
      expect(await drain(store, { now: NINE + 100 })).toEqual(['a1', 'a2', 'a3']);
    });

    test('nextDue says when somebody who waits will be wanted', async () => {
      const { store } = await given(make);
      const next = (account?: string) => store.nextDue('outbox', account === undefined ? {} : { account });
      expect(await next()).toBeNull();
      await put(
        store,
        inLane('a', 'a1', { notBefore: NINE + 50 }),
        inLane('a', 'a2', { notBefore: NINE + 20 }),
      );
      expect(await next()).toBe(NINE + 50);
      await put(store, row('w', { account: 'wechat', lane: 'wechat/c', notBefore: NINE + 30 }));
      expect(await next()).toBe(NINE + 30);
      expect(await next('telegram')).toBe(NINE + 50);
      expect(await next('web')).toBeNull();
      const held = await claim(store, { now: NINE + 30 });
      expect(held?.row.id).toBe('w');
      expect(await next()).toBe(NINE + 50);
      await store.release(held!);
      expect(await next()).toBeLessThanOrEqual(NINE + 30);
    });

    test('nextDue tells of what falls due later, whatever is due already and held back', async () => {
      const { store } = await given(make);
      await put(store, inLane('a', 'a1'), inLane('b', 'b1', { notBefore: NINE + 50 }));
      expect(await claim(store, { except: () => true })).toBeNull();
      expect(await store.nextDue('outbox', { after: NINE })).toBe(NINE + 50);
      expect(await store.nextDue('outbox', { after: NINE + 50 })).toBeNull();
    });

    test('a community’s claims are its own', async () => {
      const { store } = await given(make);
      await put(store, inLane('a', 'a1', { notBefore: NINE }));
      expect(await claim(store, { community: 'elsewhere' })).toBeNull();
      expect(await store.nextDue('outbox', { community: 'elsewhere' })).toBeNull();
      expect((await claim(store, { community: HUIMIN }))?.row.id).toBe('a1');
    });

    test('an account’s claims are its own', async () => {
      const { store } = await given(make);
      await put(store, inLane('a', 'a1'), row('w1', { account: 'wechat', lane: 'wechat/c' }));
      expect(await claim(store, { account: 'web' })).toBeNull();
      expect((await claim(store, { account: 'wechat' }))?.row.id).toBe('w1');
      expect(await claim(store, { account: 'wechat' })).toBeNull();
      expect((await claim(store))?.row.id).toBe('a1');
    });

    test('a lane that is excepted is passed over, whole', async () => {
      const { store } = await given(make);
      await put(
        store,
        inLane('a', 'a1'),
        inLane('a', 'a2', { priority: 20 }),
        inLane('b', 'b1', { priority: 10 }),
      );
      const except = (one: { id: string }) => one.id === 'a1';
      expect(await drain(store, { except })).toEqual(['b1']);
      expect(await drain(store)).toEqual(['a1', 'a2']);
    });

    test('a clock that was set back does not bring forward what must wait', async () => {
      const { store } = await given(make);
      await put(
        store,
        inLane('a', 'a1', { notBefore: NINE + 50 }),
        inLane('b', 'b1', { notBefore: NINE + 50 }),
      );
      const held = await claim(store, { now: NINE + 60 });
      expect(held?.row.id).toBe('a1');
      expect(await claim(store, { now: NINE })).toBeNull();
      expect((await claim(store, { now: NINE + 50 }))?.row.id).toBe('b1');
    });

    test('what a transaction has put in can be claimed when the transaction is over, not before', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, async tx => {
        await tx.enqueue('outbox', row('m1'));
        expect(await claim(store)).toBeNull();
      });
      expect((await claim(store))?.row.id).toBe('m1');
    });

    test('many workers on many lanes: each row once, each lane in order', async () => {
      const { store } = await given(make);
      for (let n = 0; n < 60; n += 1) await put(store, inLane(`l${n % 7}`, `m${n}`));
      const left: Record<string, number[]> = {};
      const worker = async () => {
        for (let turn = await claim(store); turn !== null; turn = await claim(store)) {
          left[turn.row.lane] = [...(left[turn.row.lane] ?? []), Number(turn.row.id.slice(1))];
          await done(store, turn);
        }
      };
      await Promise.all(Array.from({ length: 5 }, worker));
      const lanesLeft = Object.values(left);
      expect(lanesLeft.flat()).toHaveLength(60);
      for (const order of lanesLeft) expect(order).toEqual([...order].sort((a, b) => a - b));
    });
  });
}
