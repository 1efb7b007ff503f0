import { describe, expect, test } from 'vitest';
import type { Range, Store, Tx } from '../../../src/community/store.js';
import { given, HUIMIN, type Make, people, visit, visits } from './given.js';

const ids = async (tx: Tx, index: string, range: Range) =>
  (await tx.find(visits, index, range)).map(({ id }) => id);

/** Nine, ten and eleven for blood pressure, nine for a haircut; the ten o'clock is full. */
async function fill(store: Store): Promise<void> {
  await store.transact(HUIMIN, async tx => {
    await tx.put(visits, visit('c', 660));
    await tx.put(visits, visit('a', 540));
    await tx.put(visits, visit('b', 600, { open: false }));
    await tx.put(visits, visit('h', 540, { service: 'haircut' }));
  });
}

export function finding(make: Make): void {
  describe('find', () => {
    const look = (store: Store, index: string, range: Range) =>
      store.read(HUIMIN, tx => ids(tx, index, range));

    test('gives documents in the order of their keys', async () => {
      const { store } = await given(make);
      await fill(store);
      expect(await look(store, 'time', { limit: 10 })).toEqual(['a', 'b', 'c', 'h']);
      expect(await look(store, 'time', { limit: 10, order: 'down' })).toEqual(['h', 'c', 'b', 'a']);
    });

    test('prefix, from (inclusive) and to (exclusive) bound it', async () => {
      const { store } = await given(make);
      await fill(store);
      const prefix = ['blood-pressure'];
      expect(await look(store, 'time', { prefix, limit: 10 })).toEqual(['a', 'b', 'c']);
      expect(await look(store, 'time', { prefix, limit: 10, order: 'down' })).toEqual(['c', 'b', 'a']);
      expect(await look(store, 'time', { prefix, from: [...prefix, 600], limit: 10 })).toEqual(['b', 'c']);
      expect(await look(store, 'time', { prefix, to: [...prefix, 600], limit: 10 })).toEqual(['a']);
      expect(await look(store, 'time', { from: [...prefix, 600], to: ['haircut'], limit: 10 })).toEqual([
        'b',
        'c',
      ]);
      expect(
        await look(store, 'time', { from: [...prefix, 600], to: ['haircut'], limit: 10, order: 'down' }),
      ).toEqual(['c', 'b']);
      expect(await look(store, 'time', { prefix: ['blood'], limit: 10 })).toEqual([]);
    });

    test('a document without a key is not in the index', async () => {
      const { store } = await given(make);
      await fill(store);
      expect(await look(store, 'open', { limit: 10 })).toEqual(['a', 'h', 'c']);
      await store.transact(HUIMIN, tx => tx.put(visits, visit('a', 540, { open: false })));
      expect(await look(store, 'open', { limit: 10 })).toEqual(['h', 'c']);
    });

    test('numbers come before strings, and a prefix before what it begins', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, async tx => {
        await tx.put(visits, visit('z', 2, { service: '2' }));
        await tx.put(visits, visit('y', 10, { service: '10' }));
        await tx.put(visits, visit('x', 9, { service: '10' }));
      });
      expect(await look(store, 'time', { limit: 10 })).toEqual(['x', 'y', 'z']);
      expect(await look(store, 'time', { from: ['10'], to: ['10', 10], limit: 10 })).toEqual(['x']);
      expect(await look(store, 'time', { from: [99], limit: 10 })).toEqual(['x', 'y', 'z']);
      expect(await look(store, 'time', { to: [99], limit: 10 })).toEqual([]);
    });

    test('pages go on after the last document of the page before, in both directions', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, async tx => {
        for (let n = 0; n < 25; n += 1)
          await tx.put(visits, visit(`v${String(n).padStart(2, '0')}`, 600 + (n % 3)));
      });
      for (const order of ['up', 'down'] as const) {
        const whole = await look(store, 'time', { limit: 100, order });
        const paged: string[] = [];
        let after: Range['after'];
        for (;;) {
          const page = await store.read(HUIMIN, tx =>
            tx.find(visits, 'time', { limit: 4, order, ...(after && { after }) }),
          );
          if (page.length === 0) break;
          paged.push(...page.map(({ id }) => id));
          const last = page.at(-1)!;
          after = { key: [last.service, last.time], id: last.id };
        }
        expect(paged).toEqual(whole);
        expect(paged).toHaveLength(25);
      }
    });

    test('equal keys come in the order of their ids, reversed when going down', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, async tx => {
        for (const id of ['m', 'k', 'l']) await tx.put(visits, visit(id));
      });
      expect(await look(store, 'time', { limit: 10 })).toEqual(['k', 'l', 'm']);
      expect(await look(store, 'time', { limit: 10, order: 'down' })).toEqual(['m', 'l', 'k']);
    });

    test('sees the transaction’s own changes, and only it does', async () => {
      const { store } = await given(make);
      await fill(store);
      const prefix = ['blood-pressure'];
      const inside = await store.transact(HUIMIN, async tx => {
        await tx.put(visits, visit('aa', 550));
        await tx.remove(visits, 'b');
        await tx.put(visits, visit('a', 700));
        const outside = await look(store, 'time', { prefix, limit: 10 });
        return {
          up: await ids(tx, 'time', { prefix, limit: 10 }),
          down: await ids(tx, 'time', { prefix, limit: 2, order: 'down' }),
          outside,
        };
      });
      expect(inside).toEqual({ up: ['aa', 'c', 'a'], down: ['a', 'c'], outside: ['a', 'b', 'c'] });
      expect(await look(store, 'time', { prefix, limit: 10 })).toEqual(['aa', 'c', 'a']);
    });

    test('an unknown index is answered with the known ones', async () => {
      const { store } = await given(make);
      await expect(look(store, 'colour', { limit: 1 })).rejects.toThrow(/colour.*time, open/);
    });

    test('a personal value is found by equality, and never by range', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, async tx => {
        await tx.put(people, { id: 'r1', name: '王奶奶', phone: '13800138000' });
        await tx.put(people, { id: 'r2', name: '小陈', phone: '138001380001' });
        await tx.put(people, { id: 'r3', name: 'An' });
      });
      const found = await store.read(HUIMIN, tx =>
        tx.find(people, 'phone', { prefix: ['13800138000'], limit: 5 }),
      );
      expect(found.map(({ name }) => name)).toEqual(['王奶奶']);
      for (const range of [
        { limit: 5 },
        { from: ['138'], limit: 5 },
        { prefix: ['1'], to: ['2'], limit: 5 },
      ]) {
        await expect(store.read(HUIMIN, tx => tx.find(people, 'phone', range))).rejects.toThrow(/blind/);
      }
    });
  });
}
