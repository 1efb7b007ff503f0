import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type JsonStore, openJsonStore } from '../../src/storage/json.js';
import { collections, HUIMIN, people, row, visit, visits } from './contract/given.js';
import { givenFolder, KEY, keptLog } from './given-folder.js';
import { HandClock } from './hand-clock.js';

async function open(folder: string): Promise<JsonStore> {
  const store = await openJsonStore({
    folder,
    key: KEY,
    clock: new HandClock(),
    log: keptLog(),
    collections,
  });
  onTestFinished(() => store.close());
  return store;
}

async function filled(folder: string): Promise<JsonStore> {
  const store = await open(folder);
  for (let n = 0; n < 3; n += 1) {
    await store.transact(HUIMIN, async tx => {
      await tx.put(people, {
        id: 'r1',
        name: '王奶奶',
        phone: '13800138000',
        answers: { address: 'Huimin Road 7' },
      });
      await tx.put(visits, visit('v1', 540 + n));
      await tx.enqueue('inbox', row(`m${n}`, { body: { text: 'my back hurts' } }));
      await tx.enqueue('outbox', row(`m${n}`, { body: { text: 'see you at nine' } }));
    });
    if (n < 2) await store.snapshot();
  }
  return store;
}

const filesIn = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));

async function holding(folder: string, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const file of await filesIn(folder)) if ((await readFile(file)).includes(text)) found.push(file);
  return found;
}

test('nobody else may read it: folders are 0700, files 0600, also where the folder was there before', async () => {
  const folder = await givenFolder();
  await mkdir(folder, { mode: 0o755 });
  await chmod(folder, 0o755);
  await filled(folder);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const { mode } = await stat(join(entry.parentPath, entry.name));
    expect([entry.name, (mode & 0o777).toString(8)]).toEqual([entry.name, entry.isFile() ? '600' : '700']);
  }
  expect(((await stat(folder)).mode & 0o777).toString(8)).toBe('700');
});

test('nothing personal can be read in its files; the rest can', async () => {
  const folder = await givenFolder();
  const store = await filled(folder);
  for (const secret of [
    '王奶奶',
    '13800138000',
    'Huimin Road',
    'my back hurts',
    'see you at nine',
    'telegram/c1',
  ]) {
    expect([secret, await holding(folder, secret)]).toEqual([secret, []]);
  }
  await store.close();
  expect(
    (await holding(folder, '"service":"blood-pressure","time":542')).map(file => file.slice(-16)),
  ).toEqual(['journal-00000003']);
  expect(await holding(folder, '"service":"blood-pressure","time":541')).not.toEqual([]);
});

describe('a folder in use', () => {
  test('is refused to a second store, with whoever holds it named', async () => {
    const folder = await givenFolder();
    const store = await open(folder);
    await expect(open(folder)).rejects.toThrow(
      new RegExp(`Process ${process.pid} on .* is using the data in`),
    );
    await store.close();
    await expect(open(folder)).resolves.toBeDefined();
  });

  test('is taken over from a process that has died, and from one whose number was given again', async () => {
    const folder = await givenFolder();
    await (await open(folder)).close();
    const lock = join(folder, 'lock');
    const { hostname } = await import('node:os');
    for (const dead of [
      { pid: 4_000_000, start: '1' },
      { pid: process.pid, start: 'long before' },
    ]) {
      await writeFile(lock, JSON.stringify({ ...dead, host: hostname(), since: '2026-11-22' }));
      await (await open(folder)).close();
    }
  });

  test('is not taken over from another machine, whose processes cannot be seen', async () => {
    const folder = await givenFolder();
    await (await open(folder)).close();
    await writeFile(
      join(folder, 'lock'),
      JSON.stringify({ pid: 1, start: '1', host: 'elsewhere', since: '2026-11-22' }),
    );
    await expect(open(folder)).rejects.toThrow(/Process 1 on elsewhere \(since 2026-11-22\).*remove .*lock/s);
  });
});

describe('snapshots', () => {
  test('the one before is kept, with the journals that it needs; what is older goes', async () => {
    const folder = await givenFolder();
    const store = await open(folder);
    for (const id of ['a', 'b', 'c', 'd']) {
      await store.transact(HUIMIN, tx => tx.put(visits, visit(id)));
      await store.snapshot();
    }
    expect((await readdir(folder)).filter(name => name !== 'lock')).toEqual([
      'journal-00000004',
      'journal-00000005',
      'snapshot-00000004',
      'snapshot-00000005',
    ]);
  });

  test('are written by themselves as the journal grows', async () => {
    const folder = await givenFolder();
    const snapshots = { bytes: 3000, times: 1 };
    const log = keptLog();
    const store = await openJsonStore({
      folder,
      key: KEY,
      clock: new HandClock(),
      log,
      collections,
      snapshots,
    });
    const written = () => log.lines.filter(({ message }) => message === 'a snapshot was written').length;
    let last = 0;
    // A slow disk takes longer for a snapshot than for many a write.
    while (last < 57 || written() < 2) {
      last += 3;
      for (const n of [last, last + 1, last + 2])
        await store.transact(HUIMIN, tx => tx.put(visits, visit(`v${n % 3}`, n)));
    }
    await store.close();
    const again = await open(folder);
    expect(
      (await again.read(HUIMIN, tx => tx.find(visits, 'time', { limit: 9 }))).map(({ time }) => time),
    ).toEqual([last, last + 1, last + 2]);
  });

  test('are written in a quiet moment before the journal has grown that far', async () => {
    const folder = await givenFolder();
    const clock = new HandClock();
    const log = keptLog();
    const snapshots = { bytes: 3000, times: 1000 };
    const store = await openJsonStore({ folder, key: KEY, clock, log, collections, snapshots });
    onTestFinished(() => store.close());
    const written = () => log.lines.filter(({ message }) => message === 'a snapshot was written').length;
    const put = (n: number) => store.transact(HUIMIN, tx => tx.put(visits, visit('v1', n)));
    await put(0);
    // Until there is one, any journal has outgrown it.
    await store.snapshot();
    for (let n = 0; n < 30; n += 1) await put(n);
    clock.pass(1999);
    await put(30);
    clock.pass(1999);
    expect(written()).toBe(1);
    clock.pass(2000);
    await expect.poll(written).toBe(2);
  });
});
