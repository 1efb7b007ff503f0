import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import type { Content } from '../community/content/content.js';
import { type Config, readConfig } from '../config.js';
import { type House, openHouse } from '../house.js';
import { makeLog } from '../log.js';
import { terminalPlatform } from '../platforms/terminal.js';
import { systemClock } from '../system.js';
import { run } from './run.js';
import { staffBoard } from './staff-board.js';
import { SPEAKERS, TalkLog } from './talk-log.js';
import { untilQuiet } from './until-quiet.js';

const USAGE = `npm run talk                      talk to the desk here, in a house of its own that is gone afterwards
npm run talk -- --locale en       in English
npm run talk -- --as 小陈          as somebody else
npm run talk -- --keep FILE       keep what was said as a transcript, to be put into test/conversations/
npm run talk -- --data FOLDER     keep the desk's memory in a folder, so that the next talk goes on from there`;

/** How long a line that is read from a file waits for its answer before the next one is said, ms. */
const PATIENCE = 5_000;
const MINUTE = 60_000;

await run(async () => {
  const { keep, locale, as, data } = options();
  const settings = readConfig();
  if (data !== undefined && resolve(data) === settings.data)
    throw new Error(
      `${settings.data} is where the desk keeps its residents. Take a folder of your own for --data.`,
    );
  if (keep !== undefined) mayKeep(keep);

  const passing = data === undefined ? await mkdtemp(join(tmpdir(), 'linli-talk-')) : undefined;
  const folder = passing === undefined ? resolve(data ?? '') : join(passing, 'data');
  const config: Config = { ...settings, data: folder, keyFile: `${folder}.key`, inboundPerMinute: 0 };
  // The desk's time begins at a full minute, so that what is kept goes the same way when it is played.
  const seconds = systemClock.now() % MINUTE;
  const clock = { ...systemClock, now: () => systemClock.now() - seconds };
  const log = new TalkLog({ name: as, locale }, clock.now);
  let community: Content['community'] | undefined;
  try {
    const terminal = terminalPlatform({
      account: 'terminal',
      person: { id: 'you', name: as, locale },
      input: Readable.from(lines(log), { highWaterMark: 1 }),
      output: process.stdout,
      prompt: process.stdin.isTTY ? '> ' : '',
      now: systemClock.now,
      note: line => (line.who === 'person' ? log.said(line.text) : log.answered(line.delivery)),
    });
    const staff = staffBoard(process.stdout, delivery => log.toldStaff(delivery));
    const house = await openHouse({
      config,
      env: {},
      log: makeLog('error', process.stderr),
      clock,
      guests: content => {
        community = content.community;
        const { locales } = content.community;
        if (!locales.includes(locale))
          throw new Error(
            `${content.community.id} does not speak "${locale}", only ${locales.join(' and ')}.`,
          );
        return {
          platforms: [terminal, staff],
          staffChats: [{ account: staff.account, chat: 'staff', kind: 'group' }],
        };
      },
    });
    await Promise.race([terminal.ended, once(process, 'SIGINT')]);
    await allSaid(house, [terminal.account, staff.account]);
    await house.close();
    if (keep !== undefined) {
      await writeFile(keep, log.file(community?.zone ?? 'Asia/Shanghai'));
      console.error(`\nKept in ${keep}.`);
    }
  } finally {
    if (passing !== undefined) await rm(passing, { recursive: true, force: true });
  }
  return 0;
});

function options() {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ options: { keep: text, locale: text, as: text, data: text } });
    const locale = values.locale ?? 'zh-Hans';
    return { ...values, locale, as: values.as ?? SPEAKERS[locale] ?? '王奶奶' };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message.split('. ')[0] : error}.\n${USAGE}`);
  }
}

/** Better now than when everything has been said. */
function mayKeep(file: string): void {
  if (existsSync(file))
    throw new Error(`${file} is there already. Choose another name for --keep, or remove it.`);
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder} to keep ${file} in. Make it first.`);
}

/** A greeting first; then what is typed. Lines of a file are said each when the one before has been answered. */
async function* lines(log: TalkLog): AsyncGenerator<string> {
  const say = async function* (line: string) {
    const answered = once(log, 'answered', { signal: AbortSignal.timeout(PATIENCE) });
    yield `${line}\n`;
    // Without an answer in time, go on: the transcript will show that there was none.
    await answered.catch(() => undefined);
  };
  yield* say('/start');
  if (process.stdin.isTTY) console.error('Ctrl-D ends.');
  // Made only now: lines that come before anybody listens would be lost.
  for await (const line of createInterface({ input: process.stdin })) {
    if (process.stdin.isTTY) yield `${line}\n`;
    else if (line.trim() !== '') yield* say(line);
  }
}

async function allSaid({ store }: House, accounts: readonly string[]): Promise<void> {
  for (const account of accounts) await untilQuiet(store, account);
}
