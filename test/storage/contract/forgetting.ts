import { describe, expect, test } from 'vitest';
import { given, HUIMIN, type Make, people, row, visit, visits } from './given.js';

export function forgetting(make: Make): void {
  describe('forgetting', () => {
    test('takes nothing from what is there, and gives back nothing of what is not', async () => {
      const { store, reopen } = await given(make);
      await store.transact(HUIMIN, async tx => {
        await tx.put(people, { id: 'r1', name: '王奶奶', phone: '13800138000' });
        await tx.put(people, { id: 'r2', name: '小陈' });
        await tx.put(visits, visit('v1'));
        await tx.enqueue('outbox', row('m1'));
        await tx.nextNumber('booking');
      });
      await store.transact(HUIMIN, tx => tx.remove(people, 'r1'));
      await store.forget();
      const again = (await reopen?.()) ?? store;
      await again.read(HUIMIN, async tx => {
        expect(await tx.get(people, 'r1')).toBeUndefined();
        expect(await tx.find(people, 'phone', { prefix: ['13800138000'], limit: 9 })).toEqual([]);
        expect(await tx.get(people, 'r2')).toEqual({ id: 'r2', name: '小陈' });
        expect(await tx.get(visits, 'v1')).toEqual(visit('v1'));
        expect((await tx.row('outbox', 'm1'))?.id).toBe('m1');
      });
      expect(await again.transact(HUIMIN, tx => tx.nextNumber('booking'))).toBeGreaterThan(1);
    });

    test('holds up no transaction, and answers all who call for it', async () => {
      const { store, reopen } = await given(make);
      const put = (n: number) => store.transact(HUIMIN, tx => tx.put(visits, visit(`v${n}`, n)));
      for (let n = 0; n < 20; n += 1) await put(n);
      const forgotten = Promise.all([store.forget(), store.forget(), store.forget()]);
      await Promise.all(Array.from({ length: 20 }, (_, n) => put(n + 20)));
      await forgotten;
      await store.forget();
      const again = (await reopen?.()) ?? store;
      expect(await again.read(HUIMIN, tx => tx.find(visits, 'time', { limit: 99 }))).toHaveLength(40);
    });

    test('is asked for by a transaction, with its changes or not at all', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, async tx => {
        await tx.put(people, { id: 'r1', name: '王奶奶' });
        await tx.forget();
      });
      const refused = store.transact(HUIMIN, async tx => {
        await tx.forget();
        throw new Error('on second thoughts');
      });
      await expect(refused).rejects.toThrow('on second thoughts');
      await expect(store.read(HUIMIN, tx => tx.forget())).rejects.toThrow(/changes nothing/);
      expect(await store.read(HUIMIN, tx => tx.get(people, 'r1'))).toBeDefined();
    });
  });
}
