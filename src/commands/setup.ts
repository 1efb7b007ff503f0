import { parseArgs } from 'node:util';
import { ContentError } from '../community/content/content-file.js';
import { ConfigError, ownEnvironment } from '../config.js';
import { run } from './run.js';
import { guide } from './setup/guide.js';
import { invite } from './setup/invite.js';
import { plainPrompts } from './setup/plain-prompts.js';
import { Stopped, terminalPrompts } from './setup/prompts.js';

/** As a shell gives it for Ctrl-C. */
const INTERRUPTED = 130;
const STOPPED = '已停下，什么都没有写。 · Stopped. Nothing was written.';
const USAGE = `npm run setup                     answers questions one by one
npm run setup -- --answers FILE   takes the answers from a YAML file`;

// `npm run setup`: opens a community of one's own, or changes it.
await run(async () => {
  const { answers } = options();
  if (answers === undefined && (process.stdin.isTTY !== true || process.stdout.isTTY !== true))
    throw new Error(`There is nobody to ask here: this needs a terminal, or answers in a file.\n${USAGE}`);
  let writing = 0;
  process.on('SIGINT', () => {
    // What is being written is written to its end: that takes a moment, and half of it would be worse.
    if (writing > 0) return;
    console.log(`\n${STOPPED}`);
    process.exit(INTERRUPTED);
  });
  try {
    await guide({
      prompts: answers === undefined ? terminalPrompts : plainPrompts(process.stdout),
      here: process.cwd(),
      env: ownEnvironment,
      ...(answers === undefined ? {} : { answers }),
      invite,
      shield: async task => {
        writing += 1;
        try {
          return await task();
        } finally {
          writing -= 1;
        }
      },
    });
    return 0;
  } catch (error) {
    if (error instanceof Stopped) {
      terminalPrompts.stop(STOPPED);
      return INTERRUPTED;
    }
    if (error instanceof ContentError || error instanceof ConfigError)
      throw new Error(`${error.message}\n什么都没有写。 · Nothing was written.`);
    throw error;
  }
});

function options(): { answers?: string } {
  try {
    return parseArgs({ options: { answers: { type: 'string' } } }).values;
  } catch {
    throw new Error(USAGE);
  }
}
