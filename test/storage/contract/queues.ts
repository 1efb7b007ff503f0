import { describe, expect, test } from 'vitest';
import type { Tx } from '../../../src/community/store.js';
import { NINE } from '../hand-clock.js';
import { given, HUIMIN, type Make, row } from './given.js';

export function queues(make: Make): void {
  describe('queues', () => {
    test('a row is as it was put in, with its place, its time and no tries', async () => {
      const { store, reopen } = await given(make);
      await store.transact(HUIMIN, tx => tx.enqueue('inbox', row('m1', { priority: 2, notBefore: 5 })));
      const expected = {
        ...row('m1', { priority: 2, notBefore: 5 }),
        community: HUIMIN,
        queue: 'inbox',
        order: expect.any(Number),
        tries: 0,
        state: 'waiting',
        since: NINE,
      };
      expect(await store.read(HUIMIN, tx => tx.row('inbox', 'm1'))).toEqual(expected);
      expect(await store.read(HUIMIN, tx => tx.row('outbox', 'm1'))).toBeUndefined();
      expect(await store.read('yongle', tx => tx.row('inbox', 'm1'))).toBeUndefined();
      const again = reopen === undefined ? store : await reopen();
      expect(await again.read(HUIMIN, tx => tx.row('inbox', 'm1'))).toEqual(expected);
    });

    test('an id that is still in the queue is refused; one that has left is not', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, tx => tx.enqueue('inbox', row('m1')));
      await expect(store.transact(HUIMIN, tx => tx.enqueue('inbox', row('m1')))).rejects.toThrow(/m1/);
      await store.transact('yongle', tx => tx.enqueue('inbox', row('m1')));
      await store.transact(HUIMIN, tx => tx.enqueue('outbox', row('m1')));
      expect(await store.transact(HUIMIN, tx => tx.complete('inbox', 'm1'))).toBe(true);
      expect(await store.transact(HUIMIN, tx => tx.complete('inbox', 'm1'))).toBe(false);
      await store.transact(HUIMIN, tx => tx.enqueue('inbox', row('m1')));
      expect((await store.depth('inbox')).rows).toBe(2);
    });

    test('the rows of a lane come in the order in which they were put in, the transaction’s own among them', async () => {
      const { store } = await given(make);
      const ids = (tx: Tx, limit = 9) =>
        tx.rows('outbox', 'a/1', limit).then(rows => rows.map(one => one.id));
      await store.transact(HUIMIN, async tx => {
        await tx.enqueue('outbox', row('late', { lane: 'a/1', priority: 3 }));
        await tx.enqueue('outbox', row('other', { lane: 'a/2' }));
        await tx.enqueue('outbox', row('soon', { lane: 'a/1', priority: 0 }));
      });
      await store.transact('yongle', tx => tx.enqueue('outbox', row('elsewhere', { lane: 'a/1' })));
      expect(await store.read(HUIMIN, tx => ids(tx))).toEqual(['late', 'soon']);
      expect(await store.read(HUIMIN, tx => ids(tx, 1))).toEqual(['late']);
      expect(
        await store.transact(HUIMIN, async tx => {
          await tx.complete('outbox', 'late');
          await tx.enqueue('outbox', row('new', { lane: 'a/1' }));
          return ids(tx);
        }),
      ).toEqual(['soon', 'new']);
      expect(await store.read(HUIMIN, tx => tx.rows('inbox', 'a/1', 9))).toEqual([]);
    });

    test('retry counts a try, mark says sending, and what has left can be neither', async () => {
      const { store, reopen } = await given(make);
      await store.transact(HUIMIN, tx => tx.enqueue('outbox', row('m1')));
      expect(await store.transact(HUIMIN, tx => tx.mark('outbox', 'm1'))).toBe(true);
      const again = reopen === undefined ? store : await reopen();
      expect(await again.read(HUIMIN, tx => tx.row('outbox', 'm1'))).toMatchObject({
        state: 'sending',
        tries: 0,
      });
      const retry = (how: { notBefore: number; tries?: number }) =>
        again.transact(HUIMIN, tx => tx.retry('outbox', 'm1', how));
      expect(await retry({ notBefore: NINE + 5 })).toBe(true);
      expect(await again.read(HUIMIN, tx => tx.row('outbox', 'm1'))).toMatchObject({
        state: 'waiting',
        tries: 1,
        notBefore: NINE + 5,
      });
      await retry({ notBefore: 0, tries: 1 });
      expect(await again.read(HUIMIN, tx => tx.row('outbox', 'm1'))).toMatchObject({
        tries: 1,
        notBefore: 0,
      });
      await again.transact(HUIMIN, tx => tx.complete('outbox', 'm1'));
      expect(await retry({ notBefore: 0 })).toBe(false);
      expect(await again.transact(HUIMIN, tx => tx.mark('outbox', 'm1'))).toBe(false);
    });

    test('depth counts the rows and knows the oldest, by account', async () => {
      const { store, clock } = await given(make);
      expect(await store.depth('outbox')).toEqual({ rows: 0, oldest: null });
      await store.transact(HUIMIN, tx => tx.enqueue('outbox', row('m1')));
      clock.pass(1000);
      await store.transact(HUIMIN, async tx => {
        await tx.enqueue('outbox', row('m2', { account: 'wechat', lane: 'wechat/c/p' }));
        await tx.enqueue('outbox', row('m3'));
      });
      expect(await store.depth('outbox')).toEqual({ rows: 3, oldest: NINE });
      expect(await store.depth('outbox', { account: 'wechat' })).toEqual({ rows: 1, oldest: NINE + 1000 });
      await store.transact(HUIMIN, tx => tx.retry('outbox', 'm1', { notBefore: 0 }));
      expect((await store.depth('outbox')).oldest).toBe(NINE);
      await store.transact(HUIMIN, tx => tx.complete('outbox', 'm1'));
      expect(await store.depth('outbox')).toEqual({ rows: 2, oldest: NINE + 1000 });
    });

    test('those who wait for rows are told when some have become durable', async () => {
      const { store } = await given(make);
      let told = 0;
      const stop = store.onRows('inbox', () => {
        told += 1;
      });
      await store.transact(HUIMIN, tx => tx.enqueue('outbox', row('m0')));
      expect(told).toBe(0);
      await store.transact(HUIMIN, tx => tx.enqueue('inbox', row('m1')));
      await expect.poll(() => told).toBeGreaterThan(0);
      const claim = await store.claim('inbox', { now: NINE });
      const before = told;
      await store.release(claim!);
      await expect.poll(() => told).toBeGreaterThan(before);
      stop();
      const after = told;
      await store.transact(HUIMIN, tx => tx.enqueue('inbox', row('m2')));
      expect(told).toBe(after);
    });
  });
}
