import { describe, expect, test } from 'vitest';
import { type JsonStore, openJsonStore, showStore } from '../../src/storage/json.js';
import { collections, HUIMIN, people, visit, visits } from './contract/given.js';
import { KEY, keptLog } from './given-folder.js';
import { HandClock } from './hand-clock.js';
import { type Disk, simulatedDisk, systemError } from './simulated-files.js';

const FOLDER = '/data';
const holder = { pid: 1, host: 'here', startOf: () => 'now', runs: () => false };

function given(seed = 1) {
  const disk = simulatedDisk({ seed });
  const log = keptLog();
  const options = { folder: FOLDER, key: KEY, log, collections, holder };
  return {
    disk,
    log,
    open: (more: { key?: Buffer } = {}) =>
      openJsonStore({ ...options, clock: new HandClock(), files: disk.files, ...more }),
    show: () => showStore({ ...options, files: disk.files, collection: 'visits' }),
  };
}

const put = (store: JsonStore, id: string) => store.transact(HUIMIN, tx => tx.put(visits, visit(id)));
const have = async (store: JsonStore) =>
  (await store.read(HUIMIN, tx => tx.find(visits, 'time', { limit: 99 }))).map(({ id }) => id);

function cut(disk: Disk, path: string, by: number): void {
  const bytes = disk.contents().get(path)!;
  disk.damage(path, bytes.subarray(0, bytes.length - by));
}

function flip(disk: Disk, path: string, offset: number): void {
  const bytes = Buffer.from(disk.contents().get(path)!);
  bytes.writeUInt8(bytes.readUInt8(offset) ^ 1, offset);
  disk.damage(path, bytes);
}

describe('a torn tail', () => {
  test('is dropped, and the log says in which file and where', async () => {
    const { disk, log, open } = given();
    const store = await open();
    await put(store, 'a');
    const whole = disk.contents().get('/data/journal-00000001')!.length;
    await put(store, 'b');
    await store.close();
    cut(disk, '/data/journal-00000001', 3);
    const again = await open();
    expect(await have(again)).toEqual(['a']);
    const said = log.lines.find(({ level }) => level === 'warn');
    expect(said).toMatchObject({
      message: 'a crash left an unfinished end in the journal; it was dropped',
      facts: { file: '/data/journal-00000001', offset: whole },
    });
    expect(disk.contents().get('/data/journal-00000001')).toHaveLength(whole);
    await put(again, 'c');
    await again.close();
    expect(await have(await open())).toEqual(['a', 'c']);
  });

  test('is left alone by who only looks', async () => {
    const { disk, open, show } = given();
    const store = await open();
    await put(store, 'a');
    await put(store, 'b');
    await store.close();
    cut(disk, '/data/journal-00000001', 3);
    const before = disk.contents();
    expect((await show()).map(({ doc }) => doc.id)).toEqual(['a']);
    expect(disk.contents()).toEqual(before);
  });
});

describe('a damaged journal', () => {
  test('stops the start, with the file, the byte and what to do, and changes nothing', async () => {
    const { disk, open } = given();
    const store = await open();
    await put(store, 'a');
    const damagedAt = disk.contents().get('/data/journal-00000001')!.length;
    await put(store, 'b');
    await put(store, 'c');
    await store.close();
    flip(disk, '/data/journal-00000001', damagedAt + 60);
    const before = disk.contents();
    await expect(open()).rejects.toMatchObject({
      name: 'StoreError',
      file: '/data/journal-00000001',
      offset: damagedAt,
      message: expect.stringMatching(/damaged at byte \d+.*backup.*truncate -s/s),
    });
    expect(disk.contents()).toEqual(before);
  });

  test('is mended as the error says: what was saved before the damage is kept', async () => {
    const { disk, open } = given();
    const store = await open();
    await put(store, 'a');
    const damagedAt = disk.contents().get('/data/journal-00000001')!.length;
    await put(store, 'b');
    await put(store, 'c');
    await store.close();
    flip(disk, '/data/journal-00000001', damagedAt + 60);
    const bytes = disk.contents().get('/data/journal-00000001')!;
    disk.damage('/data/journal-00000001', bytes.subarray(0, damagedAt));
    expect(await have(await open())).toEqual(['a']);
  });

  test('a torn end that later journals go on after is damage, not a crash', async () => {
    const { disk, open } = given();
    for (const id of ['a', 'b']) {
      const store = await open();
      await put(store, id);
      await store.close();
    }
    cut(disk, '/data/journal-00000001', 3);
    await expect(open()).rejects.toMatchObject({ file: '/data/journal-00000001' });
  });

  test('a missing one is named', async () => {
    const { disk, open } = given();
    for (const id of ['a', 'b', 'c']) {
      const store = await open();
      await put(store, id);
      await store.close();
    }
    await disk.files.remove('/data/journal-00000002');
    await expect(open()).rejects.toThrow('/data/journal-00000002 is missing');
  });
});

describe('a damaged snapshot', () => {
  async function withTwoSnapshots() {
    const room = given();
    const store = await room.open();
    await put(store, 'a');
    await store.snapshot();
    await put(store, 'b');
    await store.snapshot();
    await put(store, 'c');
    await store.close();
    return room;
  }

  test.each(['visits.slices', 'manifest'])(
    'stops the start when it is the %s, and says that the one before is there',
    async name => {
      const { disk, open } = await withTwoSnapshots();
      const file = `/data/snapshot-00000003/${name}`;
      flip(disk, file, disk.contents().get(file)!.length - 10);
      const error = await open().catch((reason: Error) => reason);
      expect(error).toMatchObject({ name: 'StoreError', file });
      expect(String(error)).toMatch(/Nothing is lost: the snapshot before \(\/data\/snapshot-00000002\)/);
    },
  );

  test('doing what the error says brings everything back', async () => {
    const { disk, open } = await withTwoSnapshots();
    await disk.files.remove('/data/snapshot-00000003');
    expect(await have(await open())).toEqual(['a', 'b', 'c']);
  });

  test('a file that is missing from it is damage too', async () => {
    const { disk, open } = await withTwoSnapshots();
    await disk.files.remove('/data/snapshot-00000003/visits.slices');
    await expect(open()).rejects.toThrow('/data/snapshot-00000003/visits.slices is damaged');
  });

  test('one that was never finished is no snapshot: it is removed', async () => {
    const { disk, open } = await withTwoSnapshots();
    await disk.files.remove('/data/snapshot-00000003/manifest');
    const store = await open();
    expect(await have(store)).toEqual(['a', 'b', 'c']);
    expect([...disk.contents().keys()].filter(name => name.includes('snapshot-00000003'))).toEqual([]);
  });
});

test('another key is told from damage', async () => {
  const { open } = given();
  const store = await open();
  await store.transact(HUIMIN, tx => tx.put(people, { id: 'r1', name: '王奶奶' }));
  await store.close();
  await expect(open({ key: Buffer.alloc(32, 8) })).rejects.toThrow(/sealed with another key.*LINLI_KEY/s);
});

test('what a killed process had written, but not synced, is synced before anything is built upon it', async () => {
  for (let seed = 0; seed < 30; seed += 1) {
    const { disk, open } = given(seed);
    const first = await open();
    await put(first, 'a');
    disk.fail = ({ kind }) => {
      if (kind !== 'sync') return;
      disk.crash({ kept: true });
      throw systemError('EIO', 'killed');
    };
    await expect(put(first, 'b')).rejects.toThrow();
    const second = await open();
    expect(await have(second)).toEqual(['a', 'b']);
    await put(second, 'c');
    disk.crash();
    expect([seed, await have(await open())]).toEqual([seed, ['a', 'b', 'c']]);
  }
});
