import { basename } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../community/clock.js';
import type { Log } from '../memory/core.js';
import { codeOf, type Files } from './files.js';
import type { Folder } from './folder.js';
import type { Holder } from './holder.js';
import { StoreError } from './store-error.js';

const lockSchema = z.object({ pid: z.number(), host: z.string(), start: z.string(), since: z.string() });
type Lock = z.infer<typeof lockSchema>;

/**
 * Takes a folder for one process. A lock whose process has died is taken over. Returns a function that gives
 * the folder back; throws a StoreError that names whoever holds it.
 */
export async function takeLock(
  files: Files,
  folder: Folder,
  { holder, clock, log }: { holder: Holder; clock: Clock; log: Log },
): Promise<() => Promise<void>> {
  const own = `${folder.lock}-${holder.pid}`;
  const since = new Date(clock.now()).toISOString();
  const lock: Lock = { pid: holder.pid, host: holder.host, start: holder.startOf(holder.pid), since };
  const text = `${JSON.stringify(lock)}\n`;
  await files.remove(own);
  const file = await files.create(own);
  await file.write(Buffer.from(text), 0);
  // Synced, or a power cut could leave a lock that does not say whose it was, and nobody could start.
  await file.sync();
  await file.close();
  try {
    // A second name for a finished file: at no instant is there a lock that does not say whose it is.
    await files.link(own, folder.lock).catch(async error => {
      if (codeOf(error) !== 'EEXIST') throw error;
      await clearStale(files, folder, holder, log);
      await files.link(own, folder.lock);
    });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    throw held(folder, await readLock(files, folder));
  } finally {
    await files.remove(own);
  }
  return async () => {
    const current = await files.read(folder.lock).catch(() => null);
    if (current?.toString() === text) await files.remove(folder.lock);
  };
}

/** Throws when a living process holds the folder. */
export async function refuseIfHeld(files: Files, folder: Folder, holder: Holder): Promise<void> {
  const lock = await readLock(files, folder);
  if (lock !== null && !isStale(lock, holder)) throw held(folder, lock);
}

/** Whose a folder is, and whether that process still runs; null: nobody's. A lock that cannot be read is pid 0's. */
export async function holderOf(
  files: Files,
  folder: Folder,
  holder: Holder,
): Promise<{ readonly pid: number; readonly host: string; readonly runs: boolean } | null> {
  const names = await files.list(folder.path).catch((): string[] => []);
  if (!names.includes(basename(folder.lock))) return null;
  const lock = await readLock(files, folder);
  return lock === null
    ? { pid: 0, host: '', runs: true }
    : { pid: lock.pid, host: lock.host, runs: !isStale(lock, holder) };
}

async function clearStale(files: Files, folder: Folder, holder: Holder, log: Log): Promise<void> {
  const lock = await readLock(files, folder);
  if (lock === null) return;
  if (!isStale(lock, holder)) throw held(folder, lock);
  log.warn(
    { file: folder.lock, ...lock },
    'the process that held the store has died; its lock is taken over',
  );
  // Moved, not removed: only one of two that come at once can move it.
  const aside = `${folder.lock}-stale-${holder.pid}`;
  await files.rename(folder.lock, aside);
  const moved = parse((await files.read(aside)).toString());
  await files.remove(aside);
  if (moved?.pid !== lock.pid || moved.since !== lock.since) throw held(folder, moved);
}

function isStale(lock: Lock, holder: Holder): boolean {
  if (lock.host !== holder.host) return false;
  return !holder.runs(lock.pid) || holder.startOf(lock.pid) !== lock.start;
}

async function readLock(files: Files, folder: Folder): Promise<Lock | null> {
  try {
    return parse((await files.read(folder.lock)).toString());
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function parse(text: string): Lock | null {
  try {
    return lockSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function held(folder: Folder, lock: Lock | null): StoreError {
  const who = lock === null ? 'Another process' : `Process ${lock.pid} on ${lock.host} (since ${lock.since})`;
  return new StoreError(
    `${who} is using the data in ${folder.path}. Stop it first, or set LINLI_DATA to another folder. ` +
      `If it surely no longer runs, remove ${folder.lock}.`,
    { file: folder.lock },
  );
}
