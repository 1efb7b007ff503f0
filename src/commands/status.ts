import { readConfig } from '../config.js';
import { deskStatusSchema } from '../desk/status.js';
import { ask } from './client.js';
import { run } from './run.js';
import { needsLook, showStatus } from './show-status.js';

// `npm run status`: how the running desk is doing. Exit code 0: all is well; 2: somebody should look; 1: no answer.
await run(async () => {
  const status = deskStatusSchema.parse(await ask(readConfig().data, 'status'));
  console.log(showStatus(status));
  return needsLook(status) ? 2 : 0;
});
