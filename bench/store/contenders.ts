import { createCipheriv, randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { JSONFile } from 'lowdb/node';
import type { Clock } from '../../src/community/clock.js';
import { type JsonStore, openJsonStore, type SnapshotPace } from '../../src/storage/json.js';
import { idOf, type Neighbour, neighbour, neighbours } from './residents.js';

export const KEY = randomBytes(32);
export const COMMUNITY = 'huimin';
const clock: Clock = {
  now: () => Date.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};
const complain = (facts: object, message: string) => console.error(message, facts);
const log = { info: () => undefined, warn: complain, error: complain };

export function openStore(folder: string, snapshots?: SnapshotPace): Promise<JsonStore> {
  return openJsonStore({
    folder,
    key: KEY,
    clock,
    log,
    collections: [neighbours],
    ...(snapshots && { snapshots }),
  });
}

export async function filledStore(
  folder: string,
  count: number,
  snapshots?: SnapshotPace,
): Promise<JsonStore> {
  const store = await openStore(folder, snapshots);
  for (let n = 0; n < count; n += 1000) {
    await store.transact(COMMUNITY, async tx => {
      for (let m = n; m < Math.min(count, n + 1000); m += 1) await tx.put(neighbours, neighbour(m));
    });
  }
  await store.snapshot();
  return store;
}

/** Commits a second of so many writers, each of whom waits for the durability of one change before the next. */
export async function storeCommits(
  store: JsonStore,
  { writers, residents, commits }: { writers: number; residents: number; commits: number },
): Promise<number> {
  const ids = Array.from({ length: residents }, (_, n) => idOf(n));
  let left = commits;
  let next = 0;
  const begun = performance.now();
  const writer = async () => {
    while (left > 0) {
      left -= 1;
      next = (next + 7919) % residents;
      const id = ids[next]!;
      await store.transact(COMMUNITY, async tx => {
        const resident = await tx.get(neighbours, id, { forUpdate: true });
        await tx.put(neighbours, { ...resident!, heard: resident!.heard + 1 });
      });
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  return (commits * 1000) / (performance.now() - begun);
}

/** The bare limit: as many changed documents a group as there are writers, stringified, sealed, appended, synced. */
export async function bareCommits(
  folder: string,
  { writers, residents, commits }: { writers: number; residents: readonly Neighbour[]; commits: number },
): Promise<number> {
  const path = join(folder, 'bare');
  const file = await open(path, 'w', 0o600);
  let at = 0;
  let next = 0;
  const begun = performance.now();
  for (let done = 0; done < commits; done += writers) {
    const group: Neighbour[] = [];
    for (let writer = 0; writer < writers; writer += 1) {
      next = (next + 7919) % residents.length;
      const resident = residents[next]!;
      group.push({ ...resident, heard: resident.heard + 1 });
    }
    const plain = Buffer.from(JSON.stringify([[COMMUNITY, neighbours.name, 1, group, []]]));
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', KEY, nonce);
    const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    await file.write(sealed, 0, sealed.length, at);
    await file.datasync();
    at += sealed.length;
  }
  const perSecond = (commits * 1000) / (performance.now() - begun);
  await file.close();
  await rm(path);
  return perSecond;
}

/** Plain lowdb: the whole file anew for each write, renamed into place, never synced. */
export async function lowdbCommits(
  folder: string,
  { writers, residents, commits }: { writers: number; residents: number; commits: number },
): Promise<number> {
  const path = join(folder, 'lowdb.json');
  const all = Object.fromEntries(Array.from({ length: residents }, (_, n) => [idOf(n), neighbour(n)]));
  const db = new Low(new JSONFile<Record<string, Neighbour>>(path), all);
  await db.write();
  let left = commits;
  let next = 0;
  const begun = performance.now();
  const writer = async () => {
    while (left > 0) {
      left -= 1;
      next = (next + 7919) % residents;
      const id = idOf(next);
      db.data[id] = { ...db.data[id]!, heard: db.data[id]!.heard + 1 };
      await db.write();
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  const perSecond = (commits * 1000) / (performance.now() - begun);
  await rm(path);
  return perSecond;
}
