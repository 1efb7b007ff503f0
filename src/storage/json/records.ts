import type { Collection, Doc, Row } from '../../community/store.js';
import { upgraded } from '../documents/upgrade.js';
import type { Group } from '../memory/group.js';
import { queueOf } from '../memory/rows.js';
import type { State } from '../memory/state.js';
import { StoreError } from './store-error.js';

/** Documents of one collection in one community, as they are written: [community, collection, version, put, removed]. */
type TableRecord = readonly [string, string, number, readonly Doc[], readonly string[]];
type NumberRecord = readonly [community: string, scope: string, value: number];

/** The readable part of a group; the sealed part holds tables only. */
interface GroupRecord {
  readonly numbers?: readonly NumberRecord[];
  readonly tables?: readonly TableRecord[];
  /** From here on it is owed that what was removed leaves the disk. */
  readonly forgets?: true;
}

/** A group as it is written: what anybody may read, and what has to be sealed (null: nothing personal). */
export function writeGroup(group: Group): { readable: string; sealed: string | null } {
  const readable: TableRecord[] = [];
  const sealed: TableRecord[] = [];
  for (const [table, docs] of group.tables) {
    const { name, version, personal } = table.collection;
    const put: Doc[] = [];
    const removed: string[] = [];
    for (const [id, { after }] of docs) {
      if (after !== undefined) put.push(after);
      // Even when it came and went within the group: a snapshot under way may have seen it in between.
      else removed.push(id);
    }
    (personal ? sealed : readable).push([table.community, name, version, put, removed]);
  }
  const numbers = writeNumbers(group.numbers);
  const record: GroupRecord = {
    ...(numbers.length > 0 && { numbers }),
    ...(readable.length > 0 && { tables: readable }),
    ...(group.forgets && { forgets: true }),
  };
  return { readable: JSON.stringify(record), sealed: sealed.length === 0 ? null : JSON.stringify(sealed) };
}

export function writeNumbers(numbers: ReadonlyMap<string, ReadonlyMap<string, number>>): NumberRecord[] {
  return [...numbers].flatMap(([community, scopes]) =>
    [...scopes].map(([scope, value]) => [community, scope, value] as const),
  );
}

/** Brings a group's parts into a state whose indexes are not built yet. True: from here on a forgetting is owed. */
export function readGroup(state: State, readable: Buffer, sealed: Buffer | null, file: string): boolean {
  const record = JSON.parse(readable.toString()) as GroupRecord;
  readNumbers(state, record.numbers ?? []);
  for (const table of record.tables ?? []) readTable(state, table, file);
  const personal = sealed === null ? [] : (JSON.parse(sealed.toString()) as readonly TableRecord[]);
  for (const table of personal) readTable(state, table, file);
  return record.forgets === true;
}

export function readNumbers(state: State, numbers: readonly NumberRecord[]): void {
  for (const [community, scope, value] of numbers) state.setNumber(community, scope, value);
}

/** Brings documents in as they were written, upgraded where they are of an older version. */
export function readTable(state: State, record: TableRecord, file: string): void {
  const [community, name, version, put, removed] = record;
  const collection = declared(state, name, file);
  if (version > collection.version) {
    throw new StoreError(
      `${file} holds ${name} of version ${version}, but this Linli knows version ${collection.version}. ` +
        'Start the newer Linli that wrote them.',
      { file },
    );
  }
  const { docs } = state.table(community, collection);
  const queue = queueOf(collection);
  for (const written of put) {
    const doc = today(collection, written, version, file);
    docs.set(doc.id, doc);
    if (queue !== null) state.order = Math.max(state.order, (doc as Row).order);
  }
  for (const id of removed) docs.delete(id);
}

function declared(state: State, name: string, file: string): Collection {
  try {
    return state.collection(name);
  } catch (cause) {
    throw new StoreError(
      `${file} holds documents of "${name}", which this Linli does not know. ${String(cause)}`,
      {
        file,
        cause,
      },
    );
  }
}

function today(collection: Collection, written: Doc, version: number, file: string): Doc {
  try {
    return upgraded(collection, written, version, ` in ${file}`);
  } catch (cause) {
    throw new StoreError(cause instanceof Error ? cause.message : String(cause), { file, cause });
  }
}
