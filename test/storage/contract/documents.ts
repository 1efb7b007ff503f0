import { describe, expect, test } from 'vitest';
import { given, HUIMIN, type Make, people, visit, visits } from './given.js';

const granny = { id: 'r1', name: '王奶奶', phone: '13800138000' };

export function documents(make: Make): void {
  describe('documents', () => {
    test('a document is there after it was put, until it is removed', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, tx => tx.put(people, granny));
      expect(await store.read(HUIMIN, tx => tx.get(people, 'r1'))).toEqual(granny);
      await store.transact(HUIMIN, tx => tx.remove(people, 'r1'));
      expect(await store.read(HUIMIN, tx => tx.get(people, 'r1'))).toBeUndefined();
    });

    test('removing what is not there is no error', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, tx => tx.remove(people, 'nobody'));
      expect(await store.read(HUIMIN, tx => tx.get(people, 'nobody'))).toBeUndefined();
    });

    test('put replaces the whole document', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, tx => tx.put(people, granny));
      await store.transact(HUIMIN, tx => tx.put(people, { id: 'r1', name: '王秀英' }));
      expect(await store.read(HUIMIN, tx => tx.get(people, 'r1'))).toEqual({ id: 'r1', name: '王秀英' });
    });

    test('communities do not see each other', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, tx => tx.put(people, granny));
      expect(await store.read('yongle', tx => tx.get(people, 'r1'))).toBeUndefined();
      await store.transact('yongle', tx => tx.remove(people, 'r1'));
      expect(await store.read(HUIMIN, tx => tx.get(people, 'r1'))).toEqual(granny);
    });

    test('collections do not see each other', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, async tx => {
        await tx.put(people, granny);
        await tx.put(visits, visit('r1'));
      });
      await store.transact(HUIMIN, tx => tx.remove(visits, 'r1'));
      expect(await store.read(HUIMIN, tx => tx.get(people, 'r1'))).toEqual(granny);
    });

    test('a document that does not fit its schema ends the transaction, and the error names what is wrong', async () => {
      const { store } = await given(make);
      const wrong = { ...visit('v1'), time: 'nine' };
      await expect(
        store.transact(HUIMIN, async tx => {
          await tx.put(visits, visit('v2'));
          await tx.put(visits, wrong as never);
        }),
      ).rejects.toThrow(/visits: time/);
      expect(await store.read(HUIMIN, tx => tx.get(visits, 'v2'))).toBeUndefined();
    });

    test('a document that takes the place of one that fitted has to fit as well', async () => {
      const { store } = await given(make);
      const stood = { ...granny, answers: { day: ['mon'] } };
      await store.transact(HUIMIN, tx => tx.put(people, stood));
      const { name: _, ...nameless } = stood;
      for (const wrong of [
        { ...stood, name: 7 },
        { ...stood, colour: 'red' },
        { ...stood, answers: [] },
        nameless,
      ]) {
        const attempt = store.transact(HUIMIN, async tx => {
          const before = await tx.get(people, 'r1');
          await tx.put(people, {
            ...before,
            ...wrong,
            name: 'name' in wrong ? wrong.name : undefined,
          } as never);
        });
        await expect(attempt).rejects.toThrow(/does not fit people/);
      }
      expect(await store.read(HUIMIN, tx => tx.get(people, 'r1'))).toEqual(stood);
    });

    test('a document without an id is refused', async () => {
      const { store } = await given(make);
      await expect(store.transact(HUIMIN, tx => tx.put(visits, visit('')))).rejects.toThrow(/id/);
    });

    test('what a document holds cannot be changed behind the store’s back', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, tx => tx.put(people, { ...granny, answers: { day: ['mon'] } }));
      const mine = await store.read(HUIMIN, tx => tx.get(people, 'r1'));
      try {
        Object.assign(mine!.answers!, { day: 'tue' });
        (mine!.answers!.day as string[]).push('wed');
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
      const stored = await store.read(HUIMIN, tx => tx.get(people, 'r1'));
      expect(stored?.answers).toEqual({ day: ['mon'] });
    });

    test('properties that are undefined are not kept', async () => {
      const { store } = await given(make);
      await store.transact(HUIMIN, tx => tx.put(people, { ...granny, phone: undefined }));
      const stored = await store.read(HUIMIN, tx => tx.get(people, 'r1'));
      expect(Object.keys(stored!)).toEqual(['id', 'name']);
    });

    test('everything JSON can hold comes back as it was', async () => {
      const { store, reopen } = await given(make);
      const answers = {
        nothing: null,
        yes: true,
        half: 0.5,
        text: 'Nguyễn Văn An 👵\n"',
        list: [1, [], {}],
        deep: { a: {} },
      };
      await store.transact(HUIMIN, tx => tx.put(people, { ...granny, answers }));
      const again = reopen === undefined ? store : await reopen();
      expect((await again.read(HUIMIN, tx => tx.get(people, 'r1')))?.answers).toEqual(answers);
    });
  });
}
