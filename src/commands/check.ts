import { relative } from 'node:path';
import { readConfig } from '../config.js';
import { describeProblem } from '../conversation/problem.js';
import { readConversations } from '../conversations.js';
import { run } from './run.js';

// npm run check                   what is wrong with the conversations: file, line, mend. Exit code 1 when something is
// npm run check -- other/folder   with those of another folder
await run(async () => {
  const folder = process.argv[2] ?? readConfig().conversations;
  const { definitions, problems } = await readConversations(folder);
  for (const problem of problems) console.log(describeProblem(problem));
  const errors = problems.filter(problem => problem.level === 'error').length;
  const counts = `${errors} to mend, ${problems.length - errors} to think about`;
  console.log(`${relative('', folder) || '.'}: ${definitions.length} conversations may be begun; ${counts}.`);
  return errors > 0 ? 1 : 0;
});
