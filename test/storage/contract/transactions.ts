import { describe, expect, test } from 'vitest';
import { Problem } from '../../../src/community/problem.js';
import type { Tx } from '../../../src/community/store.js';
import { given, HUIMIN, type Make, people, row, visit, visits } from './given.js';

export function transactions(make: Make): void {
  describe('transactions', () => {
    test('one that throws changes nothing, and its error comes out as it was thrown', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, tx => tx.put(visits, visit('v1')));
      const problem = new Problem('slot_taken');
      const attempt = store.transact(HUIMIN, async tx => {
        await tx.put(visits, visit('v1', 600));
        await tx.put(visits, visit('v2'));
        await tx.remove(visits, 'v1');
        await tx.enqueue('outbox', row('m1'));
        throw problem;
      });
      await expect(attempt).rejects.toBe(problem);
      expect(await store.read(HUIMIN, tx => tx.get(visits, 'v1'))).toEqual(visit('v1'));
      expect(await store.read(HUIMIN, tx => tx.get(visits, 'v2'))).toBeUndefined();
      expect(await store.read(HUIMIN, tx => tx.find(visits, 'time', { limit: 9 }))).toEqual([visit('v1')]);
      expect(await store.depth('outbox')).toEqual({ rows: 0, oldest: null });
    });

    test('it resolves with what its body returned', async () => {
      const { store } = await given(make);
      expect(await store.transact(HUIMIN, async () => 'booked')).toBe('booked');
    });

    test('its own changes are seen by it at once, and by nobody outside until it is over', async () => {
      const { store } = await given(make);
      const seen = await store.transact(HUIMIN, async tx => {
        await tx.put(people, { id: 'r1', name: '王奶奶' });
        const outside = await store.read(HUIMIN, other => other.get(people, 'r1'));
        return { inside: await tx.get(people, 'r1'), outside };
      });
      expect(seen).toEqual({ inside: { id: 'r1', name: '王奶奶' }, outside: undefined });
      expect(await store.read(HUIMIN, tx => tx.get(people, 'r1'))).toBeDefined();
    });

    test('the last place in a slot is sold once, however many run for it', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, tx => tx.put(visits, visit('v1')));
      const book = (who: string) =>
        store.transact(HUIMIN, async tx => {
          const slot = await tx.get(visits, 'v1', { forUpdate: true });
          if (slot!.taken >= 3) throw new Problem('slot_taken');
          await tx.put(visits, { ...slot!, taken: slot!.taken + 1 });
          await tx.put(people, { id: who, name: who });
        });
      const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => book(`p${n}`)));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      expect((await store.read(HUIMIN, tx => tx.get(visits, 'v1')))?.taken).toBe(3);
      const booked = await store.read(HUIMIN, tx =>
        Promise.all(Array.from({ length: 20 }, (_, n) => tx.get(people, `p${n}`))),
      );
      expect(booked.filter(Boolean)).toHaveLength(3);
    });

    test('changes that depend on each other are all there: nothing is lost between readers and writers', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, tx => tx.put(visits, visit('v1')));
      const add = async (tx: Tx) => {
        const slot = await tx.get(visits, 'v1', { forUpdate: true });
        await tx.put(visits, { ...slot!, taken: slot!.taken + 1 });
      };
      await Promise.all(Array.from({ length: 50 }, () => store.transact(HUIMIN, add)));
      expect((await store.read(HUIMIN, tx => tx.get(visits, 'v1')))?.taken).toBe(50);
    });

    test('read changes nothing: what would is refused', async () => {
      const { store } = await given(make);
      const attempts: ((tx: Tx) => Promise<unknown>)[] = [
        tx => tx.put(visits, visit('v1')),
        tx => tx.remove(visits, 'v1'),
        tx => tx.nextNumber('booking'),
        tx => tx.enqueue('inbox', row('m1')),
        tx => tx.complete('inbox', 'm1'),
        tx => tx.retry('inbox', 'm1', { notBefore: 0 }),
        tx => tx.mark('inbox', 'm1'),
      ];
      for (const attempt of attempts) await expect(store.read(HUIMIN, attempt)).rejects.toThrow(/read/);
    });

    test('a transaction cannot be used once it is over', async () => {
      const { store } = await given(make);
      let kept: Tx | undefined;
      await store.transact(HUIMIN, async tx => {
        kept = tx;
      });
      await expect(kept!.put(visits, visit('late'))).rejects.toThrow(/over/);
      await expect(kept!.get(visits, 'late')).rejects.toThrow(/over/);
    });

    test('numbers rise and are never given twice, also when a transaction was thrown away', async () => {
      const { store, reopen } = await given(make);
      const next = (scope: string) => store.transact(HUIMIN, tx => tx.nextNumber(scope));
      const first = await Promise.all(Array.from({ length: 10 }, () => next('booking')));
      expect(new Set(first).size).toBe(10);
      expect(Math.min(...first)).toBeGreaterThanOrEqual(1);
      let seen = 0;
      const thrown = store.transact(HUIMIN, async tx => {
        seen = await tx.nextNumber('booking');
        throw new Error('no');
      });
      await expect(thrown).rejects.toThrow('no');
      const eleventh = await next('booking');
      expect(eleventh).toBeGreaterThan(seen);
      expect(await store.transact('yongle', tx => tx.nextNumber('booking'))).toBeLessThan(3);
      expect(await next('proposal')).toBeLessThan(3);
      if (reopen === undefined) return;
      const again = await reopen();
      expect(await again.transact(HUIMIN, tx => tx.nextNumber('booking'))).toBeGreaterThan(eleventh);
    });

    test('each durable change is told once it can be read', async () => {
      const { store } = await given(make);
      const told: string[] = [];
      const seen: Promise<unknown>[] = [];
      const stop = store.onChange(change => {
        told.push(`${change.community} ${change.collection} ${change.id}`);
        seen.push(store.read(change.community, tx => tx.get(visits, change.id)));
      });
      await store.transact(HUIMIN, tx => tx.put(visits, visit('v1')));
      await expect.poll(() => told).toContain('huimin visits v1');
      expect(await seen[0]).toEqual(visit('v1'));
      await store
        .transact(HUIMIN, async tx => {
          await tx.put(visits, visit('v2'));
          throw new Error('no');
        })
        .catch(() => undefined);
      await store.transact(HUIMIN, tx => tx.remove(visits, 'v1'));
      await expect.poll(() => told.length).toBe(2);
      stop();
      await store.transact(HUIMIN, tx => tx.put(visits, visit('v3')));
      expect(told).toEqual(['huimin visits v1', 'huimin visits v1']);
    });

    test('what was committed is there after the store was closed and opened again', async () => {
      const { store, reopen } = await given(make);
      if (reopen === undefined) return;
      await store.transact(HUIMIN, async tx => {
        await tx.put(people, { id: 'r1', name: '王奶奶', phone: '13800138000' });
        await tx.put(visits, visit('v1'));
        await tx.put(visits, visit('v2'));
      });
      await store.transact(HUIMIN, tx => tx.remove(visits, 'v2'));
      const again = await reopen();
      const found = await again.read(HUIMIN, async tx => ({
        people: await tx.find(people, 'phone', { prefix: ['13800138000'], limit: 5 }),
        visits: await tx.find(visits, 'time', { limit: 5 }),
      }));
      expect(found).toEqual({
        people: [{ id: 'r1', name: '王奶奶', phone: '13800138000' }],
        visits: [visit('v1')],
      });
    });

    test('a closed store takes nothing more', async () => {
      const { store } = await given(make);
      await store.close();
      await expect(store.transact(HUIMIN, tx => tx.put(visits, visit('v1')))).rejects.toThrow(/closed/);
    });
  });
}
