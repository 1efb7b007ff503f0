import { describe, expect, test } from 'vitest';
import { NINE } from '../hand-clock.js';
import { given, type Make } from './given.js';

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

    test('of several who ask at once, one gets it', async () => {
      const { store } = await given(make);
      const asked = await Promise.all(['one', 'two', 'three'].map(who => store.lease('courier', who, 1000)));
      expect(asked.filter(Boolean)).toHaveLength(1);
    });

    test('epochs go on rising when the store is opened again', async () => {
      const { store, reopen } = await given(make);
      const first = await store.lease('courier', 'one', 1000);
      if (reopen === undefined) return;
      const second = await (await reopen()).lease('courier', 'two', 1000);
      expect(second!.epoch).toBeGreaterThan(first!.epoch);
    });
  });
}
