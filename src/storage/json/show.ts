import { resolve } from 'node:path';
import type { Collection, Doc } from '../../community/store.js';
import type { Log } from '../memory/core.js';
import { QUEUE_NAMES, QUEUES } from '../memory/rows.js';
import { State } from '../memory/state.js';
import type { Files } from './files.js';
import { Folder } from './folder.js';
import { type Holder, thisProcess } from './holder.js';
import { holderOf, refuseIfHeld } from './lock.js';
import { nodeFiles } from './node-files.js';
import { recover } from './recover.js';

export interface Shown {
  readonly community: string;
  readonly doc: Doc;
}

/**
 * What a store that no process runs holds of a collection (`inbox` and `outbox` count as such), or of one
 * document in it. Changes nothing on the disk. Throws a StoreError when a process runs it.
 */
export async function showStore(options: {
  folder: string;
  key: Buffer;
  log: Log;
  collections: readonly Collection[];
  collection: string;
  id?: string;
  files?: Files;
  holder?: Holder;
}): Promise<Shown[]> {
  const { key, log, collections, collection, id, files = nodeFiles, holder = thisProcess } = options;
  const unknown = unknownCollection(collections, collection);
  if (unknown !== null) throw new Error(unknown);
  const folder = new Folder(resolve(options.folder));
  await refuseIfHeld(files, folder, holder);
  const state = new State(collections);
  await recover(state, { files, folder, master: key, log });
  return documentsOf(state, collection, id);
}

/** Whose the data in a folder is, without touching it; null: no process's. */
export const storeHolder = (folder: string): ReturnType<typeof holderOf> =>
  holderOf(nodeFiles, new Folder(resolve(folder)), thisProcess);

/** A sentence that lists the collections that there are, when this is none of them. */
export function unknownCollection(collections: readonly Collection[], collection: string): string | null {
  const known = [...collections.map(({ name }) => name), ...QUEUE_NAMES];
  if (known.includes(collection)) return null;
  return `there is no collection "${collection}"; there are: ${known.join(', ')}`;
}

/** What is held of a collection, in every community; of one document, with an id. */
export function documentsOf(state: State, collection: string, id?: string): Shown[] {
  const queue = QUEUE_NAMES.find(name => name === collection);
  const name = queue === undefined ? collection : QUEUES[queue].name;
  return [...state.tables()]
    .filter(table => table.collection.name === name)
    .flatMap(({ community, docs }) => [...docs.values()].map(doc => ({ community, doc })))
    .filter(({ doc }) => id === undefined || doc.id === id);
}
