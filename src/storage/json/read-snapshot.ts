import type { State } from '../memory/state.js';
import { codeOf, type Files } from './files.js';
import type { Folder } from './folder.js';
import { decodeFrame } from './frame.js';
import { readHead } from './head.js';
import { readNumbers, readTable } from './records.js';
import { manifestSchema } from './snapshot.js';
import { StoreError } from './store-error.js';

interface Reading {
  readonly files: Files;
  readonly folder: Folder;
  readonly master: Buffer;
  /** The generation to read. */
  readonly snapshot: number;
  /** All that are there, rising. */
  readonly snapshots: readonly number[];
  readonly journals: readonly number[];
}

/** Reads a snapshot into an empty state whose indexes are built later. Throws a StoreError if anything is amiss. */
export async function readSnapshot(state: State, reading: Reading): Promise<{ place: number; size: number }> {
  const { folder, snapshot } = reading;
  const file = folder.manifest(snapshot);
  const [found] = await framesOf(file, 'manifest', reading);
  if (found === undefined) throw damaged(reading, file, 0);
  const manifest = manifestSchema.parse(JSON.parse(found.toString()));
  readNumbers(state, manifest.numbers);
  state.order = manifest.order;
  let size = 0;
  for (const [collection, expected] of Object.entries(manifest.files)) {
    const path = folder.slices(snapshot, collection);
    const slices = await framesOf(path, 'slices', reading);
    if (slices.length !== expected.slices) throw damaged(reading, path, expected.bytes);
    for (const slice of slices) readTable(state, JSON.parse(slice.toString()), path);
    size += expected.bytes;
  }
  return { place: manifest.place, size };
}

/** The contents of a file's frames, opened where they were sealed. */
async function framesOf(path: string, kind: 'manifest' | 'slices', reading: Reading): Promise<Buffer[]> {
  const bytes = await reading.files.read(path).catch(error => {
    throw codeOf(error) === 'ENOENT' ? damaged(reading, path, 0) : error;
  });
  const head = readHead(bytes, kind, path, reading.master);
  if (head === null) throw damaged(reading, path, 0);
  const contents: Buffer[] = [];
  for (let at = head.end; at < bytes.length; ) {
    const found = decodeFrame(bytes, at);
    const { frame } = found ?? {};
    const content =
      frame?.sealed.length === 0 ? frame.readable : frame && head.seal.open(frame.sealed, frame.place);
    if (found === null || !content || frame?.place !== contents.length + 1) throw damaged(reading, path, at);
    contents.push(content);
    at = found.end;
  }
  return contents;
}

/** Says what to do: the snapshot before is only ever gone back to by a person who knows it. */
function damaged(
  { folder, snapshot, snapshots, journals }: Reading,
  file: string,
  offset: number,
): StoreError {
  const before = snapshots.filter(generation => generation < snapshot).at(-1);
  const first = before ?? 1;
  const whole = journals.filter(one => one >= first && one < snapshot).length === snapshot - first;
  const where =
    before === undefined
      ? 'all journals since the beginning'
      : `the snapshot before (${folder.snapshot(before)}) and all journals since`;
  const mend = whole
    ? `Nothing is lost: ${where} are still there. Move ${folder.snapshot(snapshot)} out of the folder and start again.`
    : 'Restore the folder from a backup.';
  return new StoreError(
    `${file} is damaged at byte ${offset}. Linli does not guess what was there, and has changed nothing. ${mend}`,
    { file, offset },
  );
}
