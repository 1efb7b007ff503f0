import { describe, expect, test } from 'vitest';
import { LeaseLost } from '../../../src/community/store.js';
import { NINE } from '../hand-clock.js';
import { given, HUIMIN, type Make, row, visit, visits } from './given.js';

export function leases(make: Make): void {
  describe('leases', () => {
    test('a lease is one holder’s until it runs out, and can be renewed', async () => {
      const { store, clock } = await given(make);
      const first = await store.lease('courier/telegram', 'one', 1000);
      expect(first).toMatchObject({ name: 'courier/telegram', holder: 'one', until: NINE + 1000 });
      expect(await store.lease('courier/telegram', 'two', 1000)).toBeNull();
      expect(await store.lease('courier/wechat', 'two', 1000)).not.toBeNull();
      clock.pass(900);
      expect(await store.lease('courier/telegram', 'one', 1000)).toEqual({ ...first, until: NINE + 1900 });
      clock.pass(999);
      expect(await store.lease('courier/telegram', 'two', 1000)).toBeNull();
      clock.pass(1);
      const second = await store.lease('courier/telegram', 'two', 1000);
      expect(second!.epoch).toBeGreaterThan(first!.epoch);
    });

    test('a lease that is given back is free at once', async () => {
      const { store } = await given(make);
      const first = await store.lease('courier', 'one', 1000);
      await store.endLease(first!);
      const second = await store.lease('courier', 'two', 1000);
      expect(second!.epoch).toBeGreaterThan(first!.epoch);
      await store.endLease(first!);
      expect(await store.lease('courier', 'three', 1000)).toBeNull();
    });

    test('what is done under a lease is done while it stands, and not at all after it', async () => {
      const { store, clock } = await given(make);
      const under = (await store.lease('courier', 'one', 1000))!;
      const put = (id: string) => store.transact(HUIMIN, tx => tx.put(visits, visit(id)), { under });
      await put('v1');
      await store.transact(HUIMIN, tx => tx.enqueue('outbox', row('m1')));
      const claim = await store.claim('outbox', { now: NINE, under });
      expect(claim?.row.id).toBe('m1');
      expect(await store.claim('outbox', { now: NINE, under })).toBeNull();
      await store.release(claim!);
      clock.pass(1000);
      await expect(put('v2')).rejects.toThrow(LeaseLost);
      await expect(store.claim('outbox', { now: NINE, under })).rejects.toThrow(LeaseLost);
      expect(await store.lease('courier', 'two', 1000)).not.toBeNull();
      await expect(put('v3')).rejects.toThrow(LeaseLost);
      const kept = await store.read(HUIMIN, tx => tx.find(visits, 'time', { limit: 9 }));
      expect(kept.map(({ id }) => id)).toEqual(['v1']);
    });

    test('of several who ask at once, one gets it', async () => {
      const { store } = await given(make);
      const asked = await Promise.all(['one', 'two', 'three'].map(who => store.lease('courier', who, 1000)));
      expect(asked.filter(Boolean)).toHaveLength(1);
    });

    test('epochs go on rising when the store is opened again', async () => {
      const { store, reopen, clock } = await given(make);
      const first = await store.lease('courier', 'one', 1000);
      if (reopen === undefined) return;
      // Where other processes may be at work a lease outlives the one that took it.
      clock.pass(1000);
      const second = await (await reopen()).lease('courier', 'two', 1000);
      expect(second!.epoch).toBeGreaterThan(first!.epoch);
    });
  });
}
