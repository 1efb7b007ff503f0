import { check, checkTable } from '../conversation/check.js';
import { readFolder } from '../conversation/folder.js';
import { describeProblem } from '../conversation/problem.js';
import { signatures } from '../desk/actions.js';
import { run } from './run.js';

// npm run check                   the conversations of conversations/
// npm run check -- other/folder   of another folder
await run(async () => {
  const folder = process.argv[2] ?? 'conversations';
  const read = await readFolder(folder);
  const problems = [
    ...read.problems,
    ...check(read.definitions, signatures),
    ...checkTable(read.noticeTable),
  ];
  for (const problem of problems) console.log(describeProblem(problem));
  const errors = problems.filter(problem => problem.level === 'error').length;
  const warnings = problems.length - errors;
  console.log(`${read.definitions.length} conversations, ${errors} errors, ${warnings} warnings`);
  return errors === 0 ? 0 : 1;
});
