import { join } from 'node:path';
import { z } from 'zod';
import type { State } from '../memory/state.js';
import type { Table } from '../memory/table.js';
import type { Files } from './files.js';
import type { Folder } from './folder.js';
import { encodeFrame } from './frame.js';
import { type Keys, newHead } from './head.js';
import { writeNumbers } from './records.js';

/** A slice ends when its text has grown beyond this; small enough to be made within a millisecond or two. */
const SLICE = 96 * 1024;
/** Written bytes are handed to the disk in portions, so that one sync at the end does not hold up the journal. */
const PORTION = 4 * 1024 * 1024;

export const manifestSchema = z.object({
  /** The group that was written last before the journal of this generation began. */
  place: z.number(),
  /** The place of the row that was put into a queue last. */
  order: z.number(),
  numbers: z.array(z.tuple([z.string(), z.string(), z.number()])),
  /** Whatever is older is to be destroyed: it holds what has to leave the disk. */
  alone: z.boolean().optional(),
  /** Every file of the snapshot, by collection. */
  files: z.record(z.string(), z.object({ bytes: z.number(), slices: z.number() })),
});
export type Manifest = z.infer<typeof manifestSchema>;

interface Making {
  readonly files: Files;
  readonly folder: Folder;
  readonly keys: Keys;
  readonly generation: number;
  /** The place of the last group before the journal of this generation. */
  readonly place: () => number;
  /** Whether whatever is older has to be destroyed once this is there. Asked last. */
  readonly alone: () => boolean;
  /** Resolves when all that the slices may have seen is durable; throws when some of it was rolled back. */
  readonly settled: () => Promise<void>;
  /** Whether to give up: the store is being closed. */
  readonly stopped: () => boolean;
}

/**
 * Writes every document down, a slice at a time, while the store goes on working: a slice shows its documents as
 * they stood when it was made, and the journal of this generation has what was changed since. Gives its size in
 * bytes. Until the manifest is there, it is no snapshot.
 */
export async function writeSnapshot(state: State, making: Making): Promise<number> {
  const { files, folder, keys, generation } = making;
  await files.makeFolder(folder.snapshot(generation));
  const manifest: Manifest = { place: 0, order: 0, numbers: [], files: {} };
  let size = 0;
  for (const [collection, tables] of byCollection(state)) {
    const written = await writeSlices(tables, collection, making);
    manifest.files[collection] = written;
    size += written.bytes;
  }
  await making.settled();
  Object.assign(manifest, {
    place: making.place(),
    order: state.order,
    numbers: writeNumbers(state.numbers),
    ...(making.alone() && { alone: true }),
  });

  const draft = join(folder.snapshot(generation), 'manifest-draft');
  const { frame } = newHead('manifest', generation, keys);
  const file = await files.create(draft);
  try {
    await file.write(Buffer.concat([frame, encodeFrame(1, Buffer.from(JSON.stringify(manifest)))]), 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await files.syncFolder(folder.snapshot(generation));
  await files.rename(draft, folder.manifest(generation));
  await files.syncFolder(folder.snapshot(generation));
  await files.syncFolder(folder.path);
  return size;
}

async function writeSlices(tables: readonly Table[], collection: string, making: Making) {
  const { files, folder, keys, generation } = making;
  const { frame, seal } = newHead('slices', generation, keys);
  const file = await files.create(folder.slices(generation, collection));
  let bytes = frame.length;
  let slices = 0;
  let unsynced = 0;
  try {
    await file.write(frame, 0);
    for (const { text, personal } of slicesOf(tables)) {
      if (making.stopped()) throw new Error('the snapshot was given up: the store is being closed');
      slices += 1;
      const body = Buffer.from(text);
      const slice = personal
        ? encodeFrame(slices, Buffer.from('{}'), seal.close(body, slices))
        : encodeFrame(slices, body);
      await file.write(slice, bytes);
      bytes += slice.length;
      unsynced += slice.length;
      if (unsynced < PORTION) continue;
      unsynced = 0;
      await file.sync();
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, slices };
}

/** The documents of some tables, as texts of JSON; each is made when it is asked for. */
function* slicesOf(tables: readonly Table[]): Generator<{ text: string; personal: boolean }> {
  for (const { community, collection, docs } of tables) {
    const { name, version, personal } = collection;
    const head = JSON.stringify([community, name, version]).slice(0, -1);
    let parts: string[] = [];
    let length = 0;
    const slice = () => ({ text: `${head},[\n${parts.join(',\n')}\n],[]]`, personal });
    for (const doc of docs.values()) {
      const part = JSON.stringify(doc);
      parts.push(part);
      length += part.length;
      if (length < SLICE) continue;
      yield slice();
      parts = [];
      length = 0;
    }
    if (parts.length > 0) yield slice();
  }
}

function byCollection(state: State): Map<string, Table[]> {
  const found = new Map<string, Table[]>();
  for (const table of state.tables()) {
    const { name } = table.collection;
    found.set(name, [...(found.get(name) ?? []), table]);
  }
  return found;
}
