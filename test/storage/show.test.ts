import { expect, test } from 'vitest';
import { openJsonStore, showStore } from '../../src/storage/json.js';
import { collections, HUIMIN, people, row, visit, visits } from './contract/given.js';
import { givenFolder, KEY, keptLog } from './given-folder.js';
import { HandClock } from './hand-clock.js';

test('what a store holds is shown when no process runs it, sealed or not, whole or one by one', async () => {
  const folder = await givenFolder();
  const options = { folder, key: KEY, log: keptLog(), collections };
  const store = await openJsonStore({ ...options, clock: new HandClock() });
  await store.transact(HUIMIN, async tx => {
    await tx.put(people, { id: 'r1', name: '王奶奶' });
    await tx.put(people, { id: 'r2', name: '小陈' });
    await tx.enqueue('inbox', row('m1'));
  });
  await store.snapshot();
  await store.transact('yongle', tx => tx.put(visits, visit('v1')));
  await expect(showStore({ ...options, collection: 'people' })).rejects.toThrow(/is using the data in/);
  await store.close();

  const names = (await showStore({ ...options, collection: 'people' })).map(({ doc }) => doc);
  expect(names).toEqual([
    { id: 'r1', name: '王奶奶' },
    { id: 'r2', name: '小陈' },
  ]);
  expect(await showStore({ ...options, collection: 'people', id: 'r2' })).toEqual([
    { community: HUIMIN, doc: { id: 'r2', name: '小陈' } },
  ]);
  expect(await showStore({ ...options, collection: 'visits' })).toEqual([
    { community: 'yongle', doc: visit('v1') },
  ]);
  expect(await showStore({ ...options, collection: 'inbox' })).toHaveLength(1);
  expect(await showStore({ ...options, collection: 'outbox' })).toEqual([]);
  await expect(showStore({ ...options, collection: 'peeple' })).rejects.toThrow(
    /people, visits, inbox, outbox/,
  );
});
