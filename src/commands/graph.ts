import { basename, dirname, relative } from 'node:path';
import { readConfig } from '../config.js';
import { meant } from '../conversation/field.js';
import { readFolder } from '../conversation/folder.js';
import { graph } from '../conversation/graph.js';
import { describeProblem } from '../conversation/problem.js';
import { run } from './run.js';

// npm run graph -- book-service             from conversations/, or LINLI_CONVERSATIONS
// npm run graph -- other/folder/hello.yaml  from another folder
await run(async () => {
  const wanted = process.argv[2];
  if (wanted === undefined) {
    throw new Error('Which conversation? For example: npm run graph -- book-service');
  }
  const folder = /\.ya?ml$/.test(wanted) ? dirname(wanted) : readConfig().conversations;
  const name = basename(wanted).replace(/\.ya?ml$/, '');
  const { definitions, problems } = await readFolder(folder);
  const definition = definitions.find(one => one.conversation === name);
  if (definition) {
    console.log(graph(definition));
    return 0;
  }
  const own = problems.filter(problem => problem.file.endsWith(`/${name}.yaml`));
  if (own.length > 0) throw new Error(own.map(describeProblem).join('\n'));
  const known = definitions.map(one => one.conversation);
  throw new Error(
    `There is no conversation "${name}" in ${relative('', folder) || '.'}/: ${meant(name, known)}`,
  );
});
