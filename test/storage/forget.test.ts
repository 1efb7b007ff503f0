import { link, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type JsonStore, openJsonStore } from '../../src/storage/json.js';
import { collections, HUIMIN, people, visit, visits } from './contract/given.js';
import { givenFolder, KEY, keptLog } from './given-folder.js';
import { HandClock } from './hand-clock.js';
import { holding, remains } from './remains.js';
import { Seeded } from './seeded.js';
import { type Disk, simulatedDisk, systemError } from './simulated-files.js';

const FOLDER = '/data';
const OPEN_SECRET = 'walked in without shoes';
const SEALED_SECRET = '13800138000';

interface Life {
  readonly store: JsonStore;
  readonly clock: HandClock;
  readonly log: ReturnType<typeof keptLog>;
}

async function open(disk: Disk, life = 1): Promise<Life> {
  const clock = new HandClock();
  const log = keptLog();
  const chance = new Seeded(life);
  const store = await openJsonStore({
    folder: FOLDER,
    key: KEY,
    clock,
    log,
    collections,
    files: disk.files,
    holder: { pid: life, host: 'simulated', startOf: String, runs: pid => pid === life },
    salt: () => chance.bytes(32),
  });
  return { store, clock, log };
}

const written = ({ log }: Life) => log.lines.filter(({ message }) => message === 'a snapshot was written');

/** Somebody who is in two snapshots and their journals, and somebody else. */
async function fill(store: JsonStore): Promise<void> {
  for (const note of ['a', 'b', 'c']) {
    await store.transact(HUIMIN, async tx => {
      await tx.put(people, { id: 'r1', name: `王奶奶 ${note}`, phone: SEALED_SECRET });
      await tx.put(visits, visit('v1', 540, { service: OPEN_SECRET }));
      await tx.put(people, { id: 'r2', name: '小陈' });
    });
    if (note !== 'c') await store.snapshot();
  }
}

const remove = (store: JsonStore) =>
  store.transact(HUIMIN, async tx => {
    await tx.remove(people, 'r1');
    await tx.remove(visits, 'v1');
    await tx.forget();
  });

const left = (disk: Disk) => [OPEN_SECRET, SEALED_SECRET].flatMap(text => holding(disk.contents(), text));

/** What is stored is all there, with the one who was removed or without. */
async function expectWhole(store: JsonStore): Promise<boolean> {
  return store.read(HUIMIN, async tx => {
    expect((await tx.get(people, 'r2'))?.name).toBe('小陈');
    const there = (await tx.get(people, 'r1')) !== undefined;
    expect((await tx.get(visits, 'v1')) !== undefined).toBe(there);
    return there;
  });
}

describe('what was removed', () => {
  test('is in no file any more, readable or sealed, and what is there is', async () => {
    const disk = simulatedDisk({ seed: 1 });
    const { store } = await open(disk);
    await fill(store);
    expect(left(disk).length).toBeGreaterThan(4);
    await store.transact(HUIMIN, async tx => {
      await tx.remove(people, 'r1');
      await tx.remove(visits, 'v1');
    });
    await store.forget();
    expect(left(disk)).toEqual([]);
    expect([...disk.contents().keys()].filter(name => !name.endsWith('lock')).sort()).toEqual([
      '/data/journal-00000004',
      '/data/snapshot-00000004/manifest',
      '/data/snapshot-00000004/people.slices',
      '/data/snapshot-00000004/visits.slices',
    ]);
    disk.crash();
    const { store: again } = await open(disk, 2);
    expect(await expectWhole(again)).toBe(false);
    expect(left(disk)).toEqual([]);
  });

  test('does not open from the blocks of a file that is gone, not even with the key', async () => {
    const folder = await givenFolder();
    const store = await openJsonStore({
      folder,
      key: KEY,
      clock: new HandClock(),
      log: keptLog(),
      collections,
    });
    onTestFinished(() => store.close());
    await fill(store);
    // A second name keeps the blocks, as a disk may that somebody searches afterwards.
    const kept = `${folder}-blocks`;
    await mkdir(kept);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const names = entries.filter(entry => entry.isFile() && entry.name !== 'lock');
    for (const [at, { parentPath, name }] of names.entries())
      await link(join(parentPath, name), join(kept, String(at)));
    const blocks = async () =>
      (await Promise.all((await readdir(kept)).map(name => readFile(join(kept, name))))).map(remains);
    expect((await blocks()).filter(text => text.includes(SEALED_SECRET)).length).toBeGreaterThan(1);
    await remove(store);
    await store.forget();
    expect((await blocks()).filter(text => text.includes(SEALED_SECRET))).toEqual([]);
  });

  test('is seen to in a quiet moment when a transaction asks for it', async () => {
    const disk = simulatedDisk({ seed: 1 });
    const life = await open(disk);
    await fill(life.store);
    await remove(life.store);
    const before = written(life).length;
    life.clock.pass(1999);
    expect(left(disk)).not.toEqual([]);
    life.clock.pass(1);
    await expect.poll(() => written(life).length).toBe(before + 1);
    expect(left(disk)).toEqual([]);
    life.clock.pass(600_000);
    await life.store.transact(HUIMIN, tx => tx.put(visits, visit('v2')));
    expect(written(life).length).toBe(before + 1);
  });

  test('is seen to within a minute where no moment is quiet', async () => {
    const disk = simulatedDisk({ seed: 1 });
    const life = await open(disk);
    await fill(life.store);
    await remove(life.store);
    for (let second = 0; second < 62; second += 1) {
      await life.store.transact(HUIMIN, tx => tx.put(visits, visit('v2', second)));
      life.clock.pass(1000);
    }
    await expect.poll(() => left(disk)).toEqual([]);
  });

  test('is seen to at the next start when the process dies right after the transaction', async () => {
    const disk = simulatedDisk({ seed: 1 });
    const { store } = await open(disk);
    await fill(store);
    await remove(store);
    disk.crash();
    const life = await open(disk, 2);
    expect(left(disk)).not.toEqual([]);
    life.clock.pass(2000);
    await expect.poll(() => left(disk)).toEqual([]);
    expect(await expectWhole(life.store)).toBe(false);
  });

  test('is seen to by a snapshot that would have been made anyway', async () => {
    const disk = simulatedDisk({ seed: 1 });
    const { store } = await open(disk);
    await fill(store);
    await remove(store);
    await store.snapshot();
    expect(left(disk)).toEqual([]);
  });
});

test('calls that wait together are one; a later one sees to what was removed meanwhile', async () => {
  let slow = () => Promise.resolve();
  const disk = simulatedDisk({ seed: 1, pause: () => slow() });
  const life = await open(disk);
  await fill(life.store);
  const before = written(life).length;
  await remove(life.store);
  await Promise.all([life.store.forget(), life.store.forget(), life.store.forget()]);
  expect(written(life).length).toBe(before + 1);

  await life.store.transact(HUIMIN, tx => tx.put(visits, visit('v3', 1, { service: OPEN_SECRET })));
  slow = () => new Promise(resolve => setImmediate(resolve));
  let begun = () => undefined as unknown;
  const slices = new Promise<void>(resolve => {
    begun = () => resolve();
  });
  disk.fail = ({ path }) => {
    if (path.endsWith('visits.slices')) begun();
  };
  const first = life.store.forget();
  await slices;
  await life.store.transact(HUIMIN, tx => tx.remove(visits, 'v3'));
  const second = life.store.forget();
  expect(second).not.toBe(first);
  await Promise.all([first, second]);
  expect(written(life).length).toBe(before + 3);
  expect(left(disk)).toEqual([]);
});

describe('a disk that does not take it', () => {
  test('when full, says so, loses nothing, and is tried again until it is done', async () => {
    const disk = simulatedDisk({ seed: 1 });
    const life = await open(disk);
    await fill(life.store);
    await remove(life.store);
    disk.capacity = 0;
    await expect(life.store.forget()).rejects.toThrow(
      /What was removed can still be in older files of \/data: .*ENOSPC.*tried again by itself\. Free some space/s,
    );
    disk.capacity = Number.POSITIVE_INFINITY;
    expect(left(disk)).not.toEqual([]);
    life.clock.pass(59_000);
    await life.store.transact(HUIMIN, tx => tx.put(visits, visit('v2')));
    expect(life.store.healthy).toBe(true);
    life.clock.pass(60_000);
    await expect.poll(() => left(disk)).toEqual([]);
    expect(await expectWhole(life.store)).toBe(false);
  });

  test('when it cannot remove a file, says so, and does at the next start', async () => {
    const disk = simulatedDisk({ seed: 1 });
    const life = await open(disk);
    await fill(life.store);
    await remove(life.store);
    disk.fail = ({ kind, path }) => {
      if (kind === 'remove' && path.includes('journal')) throw systemError('EACCES');
    };
    await expect(life.store.forget()).rejects.toThrow(/EACCES.*Make that folder writable/s);
    expect(left(disk)).not.toEqual([]);
    expect(life.store.healthy).toBe(true);
    disk.crash({ kept: true });
    disk.fail = ({ kind, path }) => {
      if (kind === 'remove' && path.includes('journal')) throw systemError('EACCES');
    };
    const second = await open(disk, 2);
    expect(second.log.lines.map(({ message }) => message)).toContain(
      'what was removed can still be in older files; it is tried again later',
    );
    expect(await expectWhole(second.store)).toBe(false);
    disk.crash({ kept: true });
    await open(disk, 3);
    expect(left(disk)).toEqual([]);
  });
});

describe('whenever the power goes', () => {
  /** Removes, with the power cut at operation `at`; gives whether it came to the cut, and what was promised. */
  async function cutAt(disk: Disk, at: number, kept: boolean) {
    const { store } = await open(disk);
    await fill(store);
    const end = disk.count + at;
    let dead = false;
    disk.fail = () => {
      if (disk.count < end || dead) return;
      dead = true;
      disk.crash({ kept });
      throw systemError('EIO', 'power cut');
    };
    const removed = await remove(store).then(
      () => !dead,
      () => false,
    );
    const forgotten = await store.forget().then(
      () => !dead,
      () => false,
    );
    if (!dead) disk.crash({ kept });
    return { dead, removed, forgotten };
  }

  test.each([
    [false, 1],
    [false, 2],
    [false, 3],
    [true, 1],
  ])(
    'either generation is whole, and what was promised to go is gone soon (kept: %s, seed %i)',
    async (kept, seed) => {
      let [cuts, halves] = [0, 0];
      for (let at = 1; ; at += 1) {
        const disk = simulatedDisk({ seed: seed * 1000 + at });
        const { dead, removed, forgotten } = await cutAt(disk, at, kept);
        const life = await open(disk, 2);
        const there = await expectWhole(life.store);
        if (removed) expect([at, there]).toEqual([at, false]);
        if (forgotten) expect([at, left(disk)]).toEqual([at, []]);
        if (removed && left(disk).length > 0) halves += 1;
        if (!there) {
          life.clock.pass(2000);
          await expect.poll(() => [at, left(disk)]).toEqual([at, []]);
          expect(await expectWhole(life.store)).toBe(false);
        }
        disk.crash();
        expect(await expectWhole((await open(disk, 3)).store)).toBe(there);
        if (!there) expect([at, left(disk)]).toEqual([at, []]);
        if (!dead) break;
        cuts += 1;
      }
      expect(cuts).toBeGreaterThan(30);
      expect(halves).toBeGreaterThan(5);
    },
  );
});
