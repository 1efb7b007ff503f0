import type { Log } from '../memory/core.js';
import type { State } from '../memory/state.js';
import type { Files } from './files.js';
import type { Folder } from './folder.js';
import { decodeFrame, nextFrame } from './frame.js';
import { readHead } from './head.js';
import { readSnapshot } from './read-snapshot.js';
import { readGroup } from './records.js';
import { StoreError } from './store-error.js';

export interface Recovered {
  /** The generation of the snapshot that it began from; null: none, the journals are all there is. */
  readonly snapshot: number | null;
  /** The snapshot's size in bytes. */
  readonly snapshotSize: number;
  /** The generations of the journals that were gone through, rising. */
  readonly journals: readonly number[];
  /** Bytes in the journals that were gone through. */
  readonly journalSize: number;
  /** The place of the last group. */
  readonly place: number;
  /** Ends of journals that were never finished: what a crash left of a group that nobody was promised. */
  readonly torn: readonly { readonly generation: number; readonly offset: number; readonly bytes: number }[];
  /** Places of the groups since the snapshot from which on a forgetting is owed. */
  readonly owed: readonly number[];
  /** The snapshot was to be all there is: what is older should be gone. */
  readonly alone: boolean;
  /** Snapshots that were never finished. */
  readonly unfinished: readonly number[];
}

/** Reads the last snapshot and all journals since into an empty state. Changes nothing on the disk. */
export async function recover(
  state: State,
  { files, folder, master, log }: { files: Files; folder: Folder; master: Buffer; log: Log },
): Promise<Recovered> {
  const there = await folder.look(files);
  const snapshot = there.snapshots.at(-1) ?? null;
  const read =
    snapshot === null ? null : await readSnapshot(state, { files, folder, master, ...there, snapshot });
  const journals = there.journals.filter(generation => generation >= (snapshot ?? 1));
  checkComplete(folder, journals, snapshot ?? 1, snapshot);

  let place = read?.place ?? 0;
  let journalSize = 0;
  const owed: number[] = [];
  const torn: { generation: number; offset: number; bytes: number }[] = [];
  for (const generation of journals) {
    const file = folder.journal(generation);
    const bytes = await files.read(file);
    if (torn[0] !== undefined && holdsGroups(bytes, file, master)) {
      throw damaged(folder.journal(torn[0].generation), torn[0].offset, 'Later journals go on after it.');
    }
    const replayed = replay(state, bytes, { file, master, place, owed });
    if (replayed.end < bytes.length || replayed.end === 0) {
      torn.push({ generation, offset: replayed.end, bytes: bytes.length - replayed.end });
    }
    place = replayed.place;
    journalSize += replayed.end;
  }
  for (const table of state.tables()) table.reindex();
  log.info({ folder: folder.path, snapshot, journals: journals.length, groups: place }, 'the store was read');
  return {
    snapshot,
    snapshotSize: read?.size ?? 0,
    journals,
    journalSize,
    place,
    torn,
    owed,
    alone: read?.alone ?? false,
    unfinished: there.unfinished,
  };
}

/** Goes through a journal's whole groups, adding to `owed`; what follows the last of them may be a torn tail, or damage. */
function replay(
  state: State,
  bytes: Buffer,
  { file, master, place: before, owed }: { file: string; master: Buffer; place: number; owed: number[] },
): { end: number; place: number } {
  const head = readHead(bytes, 'journal', file, master);
  let end = head?.end ?? 0;
  let place = before;
  while (head !== null && end < bytes.length) {
    const found = decodeFrame(bytes, end);
    if (found === null) break;
    const { frame } = found;
    if (frame.place !== place + 1) {
      throw damaged(file, end, `Group ${place + 1} is missing: group ${frame.place} stands in its place.`);
    }
    const sealed = frame.sealed.length === 0 ? null : head.seal.open(frame.sealed, frame.place);
    if (sealed === null && frame.sealed.length > 0) throw damaged(file, end, 'A sealed part does not open.');
    if (readGroup(state, frame.readable, sealed, file)) owed.push(frame.place);
    place = frame.place;
    end = found.end;
  }
  const next = end < bytes.length ? nextFrame(bytes, end) : null;
  if (next !== null) throw damaged(file, end, `Whole groups follow, from byte ${next} on.`);
  return { end, place };
}

function holdsGroups(bytes: Buffer, file: string, master: Buffer): boolean {
  const head = readHead(bytes, 'journal', file, master);
  return head !== null && decodeFrame(bytes, head.end) !== null;
}

function checkComplete(
  folder: Folder,
  journals: readonly number[],
  first: number,
  snapshot: number | null,
): void {
  const missing = journals.findIndex((generation, at) => generation !== first + at);
  if (missing < 0 && (journals.length > 0 || snapshot === null)) return;
  const file = folder.journal(first + Math.max(missing, 0));
  throw new StoreError(
    `${file} is missing, and what was saved in it with it. Put it back, or restore the folder from a backup. Nothing was changed.`,
    { file },
  );
}

function damaged(file: string, offset: number, why: string): StoreError {
  return new StoreError(
    `${file} is damaged at byte ${offset}. ${why} Linli does not guess what was there, and has changed nothing. ` +
      'Restore the folder from a backup. Without one, what was saved up to that byte can be kept: copy the folder, ' +
      `then cut the file there (truncate -s ${offset} ${file}), remove the journals with higher numbers, and start again.`,
    { file, offset },
  );
}
