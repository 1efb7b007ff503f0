import { describe, expect, test } from 'vitest';
import { openJsonStore } from '../../src/storage/json.js';
import { collections, HUIMIN, row, visit, visits } from './contract/given.js';
import { KEY, keptLog } from './given-folder.js';
import { HandClock, NINE } from './hand-clock.js';
import { simulatedDisk, systemError } from './simulated-files.js';

async function given(pause?: () => Promise<void>) {
  const clock = new HandClock();
  const disk = simulatedDisk({ seed: 1, ...(pause && { pause }) });
  const holder = { pid: 1, host: 'here', startOf: () => 'now', runs: () => false };
  const log = keptLog();
  const open = () =>
    openJsonStore({ folder: '/data', key: KEY, clock, log, collections, files: disk.files, holder });
  return { clock, disk, log, open, store: await open() };
}

/** Fails the next operation of this kind on the journal. */
function failNext(
  disk: Awaited<ReturnType<typeof given>>['disk'],
  kind: 'write' | 'sync',
  code = 'EIO',
): void {
  disk.fail = operation => {
    if (operation.kind !== kind || !operation.path.includes('journal')) return;
    disk.fail = () => undefined;
    throw systemError(code);
  };
}

const visitsIn = (store: Awaited<ReturnType<typeof given>>['store']) =>
  store.read(HUIMIN, tx => tx.find(visits, 'time', { limit: 99 }));

describe.each(['write', 'sync'] as const)('a %s that fails', kind => {
  test('is told to those who wait, leaves nothing behind, and is over when a write succeeds', async () => {
    const { disk, log, open, store } = await given();
    await store.transact(HUIMIN, tx => tx.put(visits, visit('kept')));
    failNext(disk, kind);
    const lost = store.transact(HUIMIN, async tx => {
      await tx.put(visits, visit('kept', 600));
      await tx.put(visits, visit('lost'));
      await tx.enqueue('outbox', row('lost'));
    });
    await expect(lost).rejects.toThrow(/Nothing can be saved: writing \/data\/journal-00000001 failed/);
    expect(store.healthy).toBe(false);
    expect(store.trouble).toMatch(/What was saved before is safe/);
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(await visitsIn(store)).toEqual([visit('kept')]);
    expect(await store.claim('outbox', { now: NINE })).toBeNull();

    await store.transact(HUIMIN, async tx => {
      expect(await tx.get(visits, 'kept')).toEqual(visit('kept'));
      expect(await tx.get(visits, 'lost')).toBeUndefined();
      await tx.enqueue('outbox', row('lost'));
      await tx.put(visits, visit('after'));
    });
    expect(store.healthy).toBe(true);
    expect(store.trouble).toBeNull();
    disk.crash();
    const again = await open();
    expect((await visitsIn(again)).map(({ id }) => id)).toEqual(['after', 'kept']);
    expect(await again.depth('outbox')).toMatchObject({ rows: 1 });
  });
});

test('a failed sync is never tried again: the file is cut through a new descriptor, and that is synced', async () => {
  const { disk, store } = await given();
  const length = disk.contents().get('/data/journal-00000001')!.length;
  const seen: string[] = [];
  disk.fail = ({ kind }) => {
    seen.push(kind);
    if (kind === 'sync' && seen.length === 2) throw systemError('EIO');
  };
  const lost = store.transact(HUIMIN, tx => tx.put(visits, visit('lost')));
  await expect(lost).rejects.toThrow(/EIO/);
  expect(seen).toEqual(['write', 'sync', 'open', 'truncate', 'sync']);
  expect(disk.contents().get('/data/journal-00000001')).toHaveLength(length);
});

test('those who come while a write fails are refused with it: they had seen what never was', async () => {
  let release: () => void = () => undefined;
  let held: Promise<void> = Promise.resolve();
  const { disk, store } = await given(() => held);
  held = new Promise(resolve => {
    release = resolve;
  });
  failNext(disk, 'sync');
  const first = store.transact(HUIMIN, tx => tx.put(visits, visit('v1', 540)));
  await store.read(HUIMIN, async () => undefined);
  const second = store.transact(HUIMIN, async tx => {
    const seen = await tx.get(visits, 'v1');
    await tx.put(visits, { ...seen!, taken: 1 });
  });
  const third = store.transact(HUIMIN, async tx => (await tx.get(visits, 'v1')) === undefined);
  const settled = Promise.allSettled([first, second, third]);
  release();
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(await visitsIn(store)).toEqual([]);
});

test('a body that was under way when a write failed is refused too, however long it takes', async () => {
  let release: () => void = () => undefined;
  let held: Promise<void> = Promise.resolve();
  const { disk, store } = await given(() => held);
  held = new Promise(resolve => {
    release = resolve;
  });
  failNext(disk, 'sync');
  const first = store.transact(HUIMIN, tx => tx.put(visits, visit('v1')));
  // By then its write is under way, and held by the disk.
  await new Promise(resolve => setImmediate(resolve));
  let begun: () => void = () => undefined;
  let goOn: () => void = () => undefined;
  const underWay = new Promise<void>(resolve => {
    begun = resolve;
  });
  const later = new Promise<void>(resolve => {
    goOn = resolve;
  });
  const second = store.transact(HUIMIN, async tx => {
    const seen = await tx.get(visits, 'v1');
    begun();
    await later;
    await tx.put(visits, { ...seen!, taken: 1 });
  });
  const refused = expect(second).rejects.toThrow(/Nothing can be saved/);
  await underWay;
  release();
  await expect(first).rejects.toThrow(/Nothing can be saved/);
  goOn();
  await refused;
  await store.transact(HUIMIN, async tx => expect(await tx.get(visits, 'v1')).toBeUndefined());
  expect(await visitsIn(store)).toEqual([]);
});

test('what is not durable yet is seen by bodies, and by nobody else', async () => {
  let release: () => void = () => undefined;
  let held: Promise<void> = Promise.resolve();
  const { store } = await given(() => held);
  held = new Promise(resolve => {
    release = resolve;
  });
  const changes: string[] = [];
  const woken: string[] = [];
  store.onChange(({ id }) => changes.push(id));
  store.onRows('inbox', () => woken.push('inbox'));
  let resolved = false;
  const first = store
    .transact(HUIMIN, async tx => {
      await tx.put(visits, visit('v1'));
      await tx.enqueue('inbox', row('m1'));
    })
    .then(() => {
      resolved = true;
    });
  const seen = new Promise<unknown>(resolve => {
    void store.transact(HUIMIN, async tx => {
      resolve([await tx.get(visits, 'v1'), (await tx.row('inbox', 'm1'))?.id]);
    });
  });
  expect(await seen).toEqual([visit('v1'), 'm1']);
  expect(await visitsIn(store)).toEqual([]);
  expect(await store.read(HUIMIN, tx => tx.get(visits, 'v1'))).toBeUndefined();
  expect(await store.read(HUIMIN, tx => tx.row('inbox', 'm1'))).toBeUndefined();
  expect(await store.claim('inbox', { now: NINE })).toBeNull();
  expect(await store.nextDue('inbox', {})).toBeNull();
  expect(await store.depth('inbox')).toEqual({ rows: 0, oldest: null });
  expect({ resolved, changes, woken }).toEqual({ resolved: false, changes: [], woken: [] });
  release();
  await first;
  expect(changes).toEqual(['v1']);
  expect(woken).toEqual(['inbox']);
  expect((await store.claim('inbox', { now: NINE }))?.row.id).toBe('m1');
});

test('a full disk: refused with the mend, nothing lost, and it goes on by itself when there is room', async () => {
  const { clock, disk, open, store } = await given();
  await store.transact(HUIMIN, tx => tx.put(visits, visit('kept')));
  const used = [...disk.contents().values()].reduce((sum, { length }) => sum + length, 0);
  disk.capacity = used + 50;
  for (const id of ['v1', 'v2']) {
    const attempt = store.transact(HUIMIN, tx => tx.put(visits, visit(id)));
    await expect(attempt).rejects.toThrow(/no space left.*Free some space on that disk/s);
  }
  expect(store.healthy).toBe(false);
  disk.capacity = Number.POSITIVE_INFINITY;
  clock.pass(1000);
  await expect.poll(() => store.healthy).toBe(true);
  await store.transact(HUIMIN, tx => tx.put(visits, visit('v3')));
  await store.close();
  expect((await visitsIn(await open())).map(({ id }) => id)).toEqual(['kept', 'v3']);
});

test('a snapshot that does not fit is given up, and nothing else', async () => {
  const { disk, store } = await given();
  await store.transact(HUIMIN, tx => tx.put(visits, visit('kept')));
  disk.fail = ({ kind, path }) => {
    if (kind === 'write' && path.includes('snapshot')) throw systemError('ENOSPC');
  };
  await expect(store.snapshot()).rejects.toThrow('ENOSPC');
  disk.fail = () => undefined;
  expect(store.healthy).toBe(true);
  expect([...disk.contents().keys()].filter(name => name.includes('snapshot'))).toEqual([]);
  await store.transact(HUIMIN, tx => tx.put(visits, visit('v2')));
  await store.snapshot();
  expect((await visitsIn(store)).map(({ id }) => id)).toEqual(['kept', 'v2']);
});
