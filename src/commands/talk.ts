import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { readConfig } from '../config.js';
import { openHouse } from '../house.js';
import { makeLog } from '../log.js';
import { terminalPlatform } from '../platforms/terminal.js';
import { run } from './run.js';
import { Transcript } from './transcript.js';
import { untilQuiet } from './until-quiet.js';

/** How long a line that is read from a file waits for its answer before the next one is said, ms. */
const PATIENCE = 5_000;

// npm run talk                   talk to the desk here, in a house of its own that is gone afterwards
// npm run talk -- --locale en    in English
// npm run talk -- --keep FILE    and keep what was said as a transcript
await run(async () => {
  const { values } = parseArgs({
    options: { keep: { type: 'string' }, locale: { type: 'string', default: 'zh-Hans' } },
  });
  const folder = await mkdtemp(join(tmpdir(), 'linli-talk-'));
  const data = join(folder, 'data');
  // No token and no data of the real desk: nobody is disturbed, also while that one runs.
  const config = {
    ...readConfig(),
    ...{ host: '127.0.0.1', port: 0, data, keyFile: `${data}.key`, inboundPerMinute: 0 },
  };
  const transcript = new Transcript();
  const person = { id: 'you', locale: values.locale };
  const terminal = terminalPlatform({
    account: 'terminal',
    person,
    input: process.stdin.isTTY ? process.stdin : Readable.from(oneByOne(transcript)),
    output: process.stdout,
    prompt: process.stdin.isTTY ? '> ' : '',
    now: () => Date.now(),
    note: line => transcript.note(line),
  });
  const guests = [terminal];
  try {
    // With several communities, one talks to the first.
    const besides = () => guests.splice(0);
    if (process.stdin.isTTY) console.error('Say something, for example 我想量血压. Ctrl-D ends.');
    const house = await openHouse({ config, env: {}, log: makeLog('error', process.stderr), besides });
    await Promise.race([terminal.ended, once(process, 'SIGINT')]);
    await untilQuiet(house.store, terminal.account);
    await house.close();
    if (values.keep !== undefined) await writeFile(values.keep, transcript.yaml());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return 0;
});

/** The lines of a file, each said when the one before has been answered, as a person would. */
async function* oneByOne(transcript: Transcript): AsyncGenerator<string> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const answered = once(transcript, 'answered', { signal: AbortSignal.timeout(PATIENCE) });
    yield `${line}\n`;
    // Without an answer in time, go on: the transcript will show that there was none.
    await answered.catch(() => undefined);
  }
}
