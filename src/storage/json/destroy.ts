import { join } from 'node:path';
import type { Log } from '../memory/core.js';
import { codeOf, type Files } from './files.js';
import type { Folder } from './folder.js';
import { HEAD_ROOM } from './head.js';

export interface Destroying {
  readonly files: Files;
  readonly folder: Folder;
  readonly log: Log;
}

/**
 * Removes a file so that what it held sealed opens no more, not even with the store's key and from blocks that a disk
 * gives back: the salt in its head is half of its key and stands nowhere else. (A disk that keeps what was
 * overwritten keeps that salt too; then the store's key is what is left to guard it.) The caller makes it durable.
 */
async function destroyFile({ files, log }: Destroying, path: string): Promise<void> {
  await blankHead(files, path).catch(error => {
    // Gone is better than blanked: on some disks, a full one cannot even be overwritten.
    if (codeOf(error) !== 'ENOENT') log.warn({ error, file: path }, 'a file was not blanked before it went');
  });
  await files.remove(path);
}

async function blankHead(files: Files, path: string): Promise<void> {
  const file = await files.open(path);
  try {
    await file.write(Buffer.alloc(HEAD_ROOM), 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Removes a journal for good. */
export function destroyJournal(how: Destroying, generation: number): Promise<void> {
  return destroyFile(how, how.folder.journal(generation));
}

/** Removes a snapshot for good, finished or not. */
export async function destroySnapshot(how: Destroying, generation: number): Promise<void> {
  const { files, folder } = how;
  const path = folder.snapshot(generation);
  const inside = await files.list(path).catch(error => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (inside === null) return;
  // The manifest goes first, and durably: a snapshot that is half removed must never look like one.
  await files.remove(folder.manifest(generation));
  await files.syncFolder(path);
  for (const name of inside) await destroyFile(how, join(path, name));
  await files.remove(path);
}

/** Removes snapshots and journals of earlier generations than `keep`, durably; unfinished ones up to `newest`. */
export async function destroyBefore(how: Destroying, keep: number, newest = keep): Promise<void> {
  const { files, folder } = how;
  const there = await folder.look(files);
  const finished = there.snapshots.filter(one => one < keep);
  const unfinished = there.unfinished.filter(one => one < newest);
  for (const generation of [...finished, ...unfinished]) await destroySnapshot(how, generation);
  for (const generation of there.journals.filter(one => one < keep)) await destroyJournal(how, generation);
  await files.syncFolder(folder.path);
}
