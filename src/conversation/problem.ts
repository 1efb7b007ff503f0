/** Every mistake that reading and checking can find. test/conversation/broken has a file for each. */
export const PROBLEM_CODES = [
  // Found while reading one file.
  'yaml',
  'wrong-value',
  'unknown-key',
  'missing-key',
  'misplaced',
  'name',
  'text-key',
  'locale',
  'file-name',
  'unknown-kind',
  'same-name',
  'condition',
  'both-ways',
  'taken-text',
  // Found by looking at the whole.
  'unknown-step',
  'back-to-no-question',
  'unreachable-step',
  'no-end',
  'circle',
  'unknown-action',
  'wrong-action',
  'missing-need',
  'wrong-kind',
  'unknown-value',
  'unknown-need',
  'unhandled-failure',
  'unknown-failure',
  'unknown-answer',
  'unknown-result',
  'missing-text',
  'bad-message',
  'unknown-argument',
  'argument-use',
  'unused-text',
  'long-option',
  'many-options',
  'unknown-role',
  'staff-action',
  'same-command',
  'same-intent',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** Something wrong in a conversation file: where, what, and what to do about it. */
export interface Problem {
  /** An error keeps the file from being used; a warning does not. */
  readonly level: 'error' | 'warning';
  /** A stable name of the mistake. */
  readonly code: ProblemCode;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column?: number;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to change, in one sentence. */
  readonly mend: string;
}

/** A problem in one line, as compilers write them, with the mend below it. */
export function describeProblem(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter(part => part !== undefined).join(':');
  return `${place} ${problem.level} ${problem.code}: ${problem.message}\n  → ${problem.mend}`;
}

/** Lists names for a sentence: `a, b, c`; long lists are cut after twelve. */
export function listed(names: Iterable<string>): string {
  const all = [...new Set(names)].sort();
  if (all.length === 0) return '(none)';
  return all.length > 12 ? `${all.slice(0, 12).join(', ')} and ${all.length - 12} more` : all.join(', ');
}
