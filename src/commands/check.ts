import { relative } from 'node:path';
import type { Content } from '../community/content/content.js';
import { readCommunities } from '../community/content/read-content.js';
import { readConfig } from '../config.js';
import { describeProblem } from '../conversation/problem.js';
import { readConversations } from '../conversations.js';
import { run } from './run.js';

// npm run check                   what is wrong with the conversations: file, line, mend. Exit code 1 when something is
// npm run check -- other/folder   with those of another folder
await run(async () => {
  const config = readConfig();
  const folder = process.argv[2] ?? config.conversations;
  const { definitions, problems } = await readConversations(folder, await communities(config.content));
  for (const problem of problems) console.log(describeProblem(problem));
  const errors = problems.filter(problem => problem.level === 'error').length;
  const counts = `${errors} to mend, ${problems.length - errors} to think about`;
  console.log(`${relative('', folder) || '.'}: ${definitions.length} conversations may be begun; ${counts}.`);
  return errors > 0 ? 1 : 0;
});

/** Who the conversations are for. What is wrong with their own files is for the doctor to say. */
async function communities(folder: string): Promise<Content[]> {
  try {
    return await readCommunities(folder);
  } catch {
    return [];
  }
}
