import { basename } from 'node:path';
import type { Content } from './community/content/content.js';
import { ROLES } from './community/staff/staff.js';
import { check, checkTable, LIMITS, type Limits } from './conversation/check.js';
import type { Definition } from './conversation/definition.js';
import { isCommon, isNotices, readFolder } from './conversation/folder.js';
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
  /** A file of texts that everything else uses has an error: nothing of this folder may be used. */
  readonly unusable: boolean;
}

/**
 * Reads `folder` and checks it, also against what the communities have, where they are given. A file with an error is
 * left out and named in `problems`.
 */
export async function readConversations(
  folder: string,
  contents: readonly Content[] = [],
): Promise<Conversations> {
  const read = await readFolder(folder);
  const shared = read.problems.filter(({ file, level }) => level !== 'warning' && isShared(file));
  if (shared.length > 0) {
    // Whatever else would be said follows from these, and would bury them.
    return { definitions: [], broken: [], unusable: true, notices: read.notices, problems: shared };
  }
  const problems = [
    ...read.problems,
    ...check(read.definitions, signatures, { ...LIMITS, roles: ROLES, ...namedBy(contents) }),
    ...checkTable(read.noticeTable),
  ];
  const bad = new Set(problems.filter(problem => problem.level !== 'warning').map(problem => problem.file));
  const broken = [...bad].map(nameOf);
  return {
    definitions: read.definitions.filter(definition => !bad.has(definition.file)),
    broken,
    unusable: [...bad].some(isShared),
    notices: read.notices,
    problems,
  };
}

/** What may be handed over by a name of a community's own. */
function namedBy(contents: readonly Content[]): Pick<Limits, 'named'> {
  if (contents.length === 0) return {};
  return {
    named: { category: contents.flatMap(({ proposals }) => proposals.categories.map(({ id }) => id)) },
  };
}

const nameOf = (file: string): string => file.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
/** Files that are no conversation but that all of them need. */
const isShared = (file: string): boolean => isCommon(basename(file)) || isNotices(basename(file));
