import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Files, nodeFiles, openJsonStore } from '../../src/storage/json.js';
import { collections, HUIMIN, people } from './contract/given.js';
import { givenFolder, KEY, keptLog } from './given-folder.js';
import { HandClock } from './hand-clock.js';
import { systemError } from './simulated-files.js';

const ROOM = 256 * 1024;

/** A disk of 256 kB: a mounted one where we may mount, else this one with a limit on what is written. */
async function givenSmallDisk(): Promise<{ folder: string; files: Files; makeRoom: () => Promise<void> }> {
  const folder = await givenFolder();
  await mkdir(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${ROOM}`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    console.info('no tmpfs can be mounted here: the limit is put on what is written');
    return limited(folder);
  }
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder]);
  });
  return {
    folder,
    files: nodeFiles,
    makeRoom: async () => {
      execFileSync('mount', ['-o', `remount,size=${ROOM * 8}`, folder]);
    },
  };
}

function limited(folder: string): { folder: string; files: Files; makeRoom: () => Promise<void> } {
  let room = ROOM;
  const limit = (file: Awaited<ReturnType<Files['create']>>) => ({
    write: async (bytes: Uint8Array, at: number) => {
      await file.write(bytes.subarray(0, Math.max(0, room - at)), at);
      if (at + bytes.length > room) throw systemError('ENOSPC', 'no space left on device');
    },
    truncate: (length: number) => file.truncate(length),
    sync: () => file.sync(),
    close: () => file.close(),
  });
  const files: Files = {
    ...nodeFiles,
    create: async path => limit(await nodeFiles.create(path)),
    open: async path => limit(await nodeFiles.open(path)),
  };
  return {
    folder,
    files,
    makeRoom: async () => {
      room = Number.POSITIVE_INFINITY;
    },
  };
}

test('a disk that is really full refuses changes, keeps what it has, and goes on when there is room', async () => {
  const { folder, files, makeRoom } = await givenSmallDisk();
  const data = join(folder, 'data');
  const clock = new HandClock();
  const open = () => openJsonStore({ folder: data, key: KEY, clock, log: keptLog(), collections, files });
  const store = await open();
  onTestFinished(() => store.close());
  const put = (n: number) =>
    store.transact(HUIMIN, tx => tx.put(people, { id: `r${n}`, name: '王奶奶'.repeat(500), phone: `${n}` }));
  let kept = 0;
  let refusal: unknown = null;
  while (refusal === null && kept < 1000) {
    await put(kept).then(
      () => {
        kept += 1;
      },
      error => {
        refusal = error;
      },
    );
  }
  expect(String(refusal)).toMatch(/ENOSPC.*Free some space on that disk/s);
  expect(kept).toBeGreaterThan(20);
  expect(store.healthy).toBe(false);
  await expect(put(kept)).rejects.toThrow(/ENOSPC/);

  await makeRoom();
  await put(kept);
  expect(store.healthy).toBe(true);
  await store.close();
  const again = await open();
  onTestFinished(() => again.close());
  for (let n = 0; n <= kept; n += 1) {
    expect(await again.read(HUIMIN, tx => tx.get(people, `r${n}`))).toBeDefined();
  }
  expect(await again.read(HUIMIN, tx => tx.get(people, `r${kept + 1}`))).toBeUndefined();
});
