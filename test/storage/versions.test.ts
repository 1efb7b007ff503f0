import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Collection } from '../../src/community/store.js';
import { openJsonStore } from '../../src/storage/json.js';
import { HUIMIN } from './contract/given.js';
import { KEY, keptLog } from './given-folder.js';
import { HandClock } from './hand-clock.js';
import { simulatedDisk } from './simulated-files.js';

const first: Collection<{ id: string; name: string }> = {
  name: 'people',
  version: 1,
  schema: z.strictObject({ id: z.string(), name: z.string() }),
  personal: true,
  indexes: {},
};
const second: Collection<{ id: string; called: string }> = {
  name: 'people',
  version: 2,
  schema: z.strictObject({ id: z.string(), called: z.string() }),
  personal: true,
  indexes: { called: { key: ({ called }) => [called] } },
  upgrade: (doc, version) => {
    const { id, name } = z.object({ id: z.string(), name: z.string() }).parse(doc);
    return { id, called: `${name} (of version ${version})` };
  },
};

function given() {
  const disk = simulatedDisk({ seed: 1 });
  const open = (...collections: Collection[]) =>
    openJsonStore({
      folder: '/data',
      key: KEY,
      clock: new HandClock(),
      log: keptLog(),
      collections,
      files: disk.files,
    });
  return { disk, open };
}

async function withOne() {
  const room = given();
  const store = await room.open(first);
  await store.transact(HUIMIN, tx => tx.put(first, { id: 'r1', name: '小陈' }));
  return { ...room, store };
}

test.each(['journal', 'snapshot'])(
  'documents of an older version are upgraded when they are read (from a %s)',
  async where => {
    const { open, store } = await withOne();
    if (where === 'snapshot') await store.snapshot();
    await store.close();
    const newer = await open(second);
    const found = await newer.read(HUIMIN, tx => tx.find(second, 'called', { limit: 5 }));
    expect(found).toEqual([{ id: 'r1', called: '小陈 (of version 1)' }]);
    await newer.snapshot();
    await newer.close();
    const again = await open(second);
    expect(await again.read(HUIMIN, tx => tx.get(second, 'r1'))).toEqual(found[0]);
  },
);

test('documents of a newer version stop the start', async () => {
  const { open } = given();
  const store = await open(second);
  await store.transact(HUIMIN, tx => tx.put(second, { id: 'r1', called: '小陈' }));
  await store.close();
  await expect(open(first)).rejects.toThrow(/people of version 2, but this Linli knows version 1/);
});

test('an older version that nobody can upgrade stops the start, and so does an upgrade that goes wrong', async () => {
  const { open, store } = await withOne();
  await store.close();
  const { upgrade: _, ...without } = second;
  await expect(open(without)).rejects.toThrow(/people\/r1 .* declares no `upgrade`/);
  await expect(open({ ...second, upgrade: () => ({ id: 'r2', called: '' }) })).rejects.toThrow(
    /it changed the id/,
  );
  await expect(open({ ...second, upgrade: doc => doc as never })).rejects.toThrow(
    /upgrade from version 1 went wrong/,
  );
});

test('documents of a collection that is not declared stop the start: they are not dropped', async () => {
  const { open, store } = await withOne();
  await store.close();
  await expect(open()).rejects.toThrow(/holds documents of "people", which this Linli does not know/);
});

test('a collection that is not declared cannot be used; the known ones are listed', async () => {
  const { store } = await withOne();
  const other = { ...first, name: 'peeple' };
  await expect(store.transact(HUIMIN, tx => tx.get(other, 'r1'))).rejects.toThrow(
    /"peeple".*declared: people/,
  );
});
