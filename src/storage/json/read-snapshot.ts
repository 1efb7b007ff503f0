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

export interface ReadSnapshot {
  /** The place of the last group before the journal that goes on from it. */
  readonly place: number;
  /** Bytes. */
  readonly size: number;
  /** Whatever is older was to be destroyed once this snapshot was there. */
  readonly alone: boolean;
}

/** Reads a snapshot into an empty state whose indexes are built later. Throws a StoreError if anything is amiss. */
export async function readSnapshot(state: State, reading: Reading): Promise<ReadSnapshot> {
  const { folder, snapshot } = reading;
  const file = folder.manifest(snapshot);
  const [found] = framesOf(file, 'manifest', await bytesOf(file, reading), reading);
  if (found === undefined) throw damaged(reading, file, 0);
  const manifest = manifestSchema.parse(JSON.parse(found.toString()));
  readNumbers(state, manifest.numbers);
  state.order = manifest.order;
  let size = 0;
  for (const [collection, expected] of Object.entries(manifest.files)) {
    const path = folder.slices(snapshot, collection);
    let slices = 0;
    for (const slice of framesOf(path, 'slices', await bytesOf(path, reading), reading)) {
      readTable(state, JSON.parse(slice.toString()), path);
      slices += 1;
    }
    if (slices !== expected.slices) throw damaged(reading, path, expected.bytes);
    size += expected.bytes;
  }
  return { place: manifest.place, size, alone: manifest.alone ?? false };
}

async function bytesOf(path: string, reading: Reading): Promise<Buffer> {
  return reading.files.read(path).catch(error => {
    throw codeOf(error) === 'ENOENT' ? damaged(reading, path, 0) : error;
  });
}

/** The contents of a file's frames, opened where they were sealed; one at a time, since all may be a lot. */
function* framesOf(
  path: string,
  kind: 'manifest' | 'slices',
  bytes: Buffer,
  reading: Reading,
): Generator<Buffer> {
  const head = readHead(bytes, kind, path, reading.master);
  if (head === null) throw damaged(reading, path, 0);
  let place = 0;
  for (let at = head.end; at < bytes.length; ) {
    place += 1;
    const found = decodeFrame(bytes, at);
    const { frame } = found ?? {};
    const content =
      frame?.sealed.length === 0 ? frame.readable : frame && head.seal.open(frame.sealed, frame.place);
    if (found === null || !content || frame?.place !== place) throw damaged(reading, path, at);
    yield content;
    at = found.end;
  }
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
