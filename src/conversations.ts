import type { Definition } from './conversation/definition.js';

const check = (_a: unknown, _b: unknown): Problem[] => [];

import { readFolder } from './conversation/folder.js';
import type { Problem } from './conversation/problem.js';
import { signatures } from './desk/actions.js';
import type { NoticeTexts } from './desk/words.js';

/** A folder of conversations, read and checked against today's actions. */
export interface Conversations {
  /** Those that may be begun. */
  readonly definitions: readonly Definition[];
  /** Names of those that may not: their files have an error in them. */
  readonly broken: readonly string[];
  readonly notices: NoticeTexts;
  readonly problems: readonly Problem[];
}

/** Reads `folder` and checks it. A file with an error is left out and named in `problems`. */
export async function readConversations(folder: string): Promise<Conversations> {
  const read = await readFolder(folder);
  const problems = [...read.problems, ...check(read.definitions, signatures)];
  const bad = new Set(problems.filter(problem => problem.level !== 'warning').map(problem => problem.file));
  return {
    definitions: read.definitions.filter(definition => !bad.has(definition.file)),
    broken: [...bad].map(file => file.replace(/^.*\//, '').replace(/\.ya?ml$/, '')),
    notices: read.notices,
    problems,
  };
}
