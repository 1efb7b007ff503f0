import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Definition } from './definition.js';
import { Source } from './field.js';
import type { Problem } from './problem.js';
import { readConversation } from './read.js';
import { mergeTexts, NO_TEXTS, readTexts, type TextTable } from './texts.js';

/** Messages that answer nobody (a reminder, a word to staff): ICU messages per locale and key. */
export type Notices = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Folder {
  /** By their `order`, then by their names. Files with an error in them are left out. */
  readonly definitions: readonly Definition[];
  readonly common: TextTable;
  readonly notices: Notices;
  /** The notices with their places, for `checkTexts`. */
  readonly noticeTable: TextTable;
  readonly problems: readonly Problem[];
}

/** `notices.yaml`, and `notices-proposals.yaml` and the like: what answers nobody, a file a noun. */
export const isNotices = (name: string): boolean => /^notices(-[a-z0-9-]+)?\.ya?ml$/.test(name);
/** `common.yaml`: what every conversation says. */
export const isCommon = (name: string): boolean => name === 'common.yaml';

const LAST = Number.MAX_SAFE_INTEGER;

/**
 * Reads a folder: `common.yaml`, the `notices….yaml`, and every other .yaml as a conversation. Files whose names begin
 * with a dot are passed over. `shown` is how the folder is called in problems (default: its own name).
 * Rejects only when the folder itself cannot be read.
 */
export async function readFolder(folder: string, shown = basename(folder)): Promise<Folder> {
  const names = (await readdir(folder)).filter(name => /^[^.].*\.ya?ml$/.test(name)).sort();
  const sources = new Map<string, string>();
  for (const name of names) sources.set(name, await readFile(join(folder, name), 'utf8'));
  const problems: Problem[] = [];
  const common = readTable(sources, 'common.yaml', shown, problems);
  const notices = names
    .filter(isNotices)
    .map(name => readTable(sources, name, shown, problems))
    .reduce(mergeTexts, NO_TEXTS);
  const definitions: Definition[] = [];
  for (const [name, source] of sources) {
    if (isCommon(name) || isNotices(name)) continue;
    const read = readConversation(source, `${shown}/${name}`, common);
    problems.push(...read.problems);
    if (read.definition) definitions.push(read.definition);
  }
  definitions.sort((a, b) => (a.order ?? LAST) - (b.order ?? LAST));
  return { definitions, common, notices: notices.texts, noticeTable: notices, problems };
}

function readTable(
  sources: ReadonlyMap<string, string>,
  name: string,
  shown: string,
  problems: Problem[],
): TextTable {
  const text = sources.get(name);
  if (text === undefined) return NO_TEXTS;
  const read = readTextFile(text, `${shown}/${name}`);
  problems.push(...read.problems);
  return read.table;
}

/** Reads a file that has only texts: `texts: { zh-Hans: { key: … } }`. */
export function readTextFile(text: string, file: string): { table: TextTable; problems: readonly Problem[] } {
  const source = new Source(text, file);
  const root = source.root();
  if (source.problems.length > 0) return { table: NO_TEXTS, problems: source.problems };
  const table = readTexts(root.known(['texts']).get('texts'));
  return { table, problems: source.problems };
}
