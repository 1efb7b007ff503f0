import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collections } from '../src/collections.js';
import type { Said } from '../src/desk/message.js';
import { openJsonStore } from '../src/storage/json.js';
import { memoryStore } from '../src/storage/memory.js';
import { systemClock } from '../src/system.js';
import { alternate, median, ratio, report, rounded, size, table } from './measure.js';
import { openDesk } from './turns/desk.js';
import type { HandPlatform, Shown } from './turns/hand.js';

// npm run bench -- turns: from the inbox to the outbox and out, without a wire: what the desk itself can do, over
// a store in memory and over the JSON store on this disk.

const RESIDENTS = size(200, 3);
const ROUNDS = size(5, 1);

/** What everybody says, or what they press: any option, or the one that begins so. */
const DEEDS: readonly (string | { readonly press: string })[] = [
  '预约上门',
  { press: '' },
  { press: '' },
  { press: '' },
  '惠民苑3号楼2单元501',
  '12',
  '13812345678',
  { press: '确认' },
  { press: '不用' },
];

let residents = 0;

interface Run {
  readonly perSecond: number;
  /** CPU a turn, all threads, ms. */
  readonly cpu: number;
}

/** So many people book, all at once. */
async function bookings(platform: HandPlatform): Promise<Run> {
  const begun = performance.now();
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: RESIDENTS }, () => book(platform, residents++)));
  const { user, system } = process.cpuUsage(before);
  const turns = RESIDENTS * DEEDS.length;
  return { perSecond: (turns * 1000) / (performance.now() - begun), cpu: (user + system) / 1000 / turns };
}

async function book(platform: HandPlatform, number: number): Promise<void> {
  let shown: Shown | undefined;
  const heard: string[] = [];
  for (const [at, deed] of DEEDS.entries()) {
    const said: Said =
      typeof deed === 'string' ? { kind: 'text', text: deed } : pressOf(shown, deed.press, number + at);
    shown = await platform.says(`${number}`, said);
    heard.push(shown.saying.text);
  }
  if (!heard.some(text => text.includes('预约号')))
    throw new Error(`nothing was booked: ${heard.join(' / ')}`);
}

function pressOf(shown: Shown | undefined, begins: string, number: number): Said {
  const choices = shown?.saying.choices?.filter(({ label }) => label.startsWith(begins)) ?? [];
  const choice = choices[number % choices.length];
  if (!shown || !choice) throw new Error(`there is nothing to press below ${shown?.saying.text}`);
  return { kind: 'press', token: choice.token, messageId: shown.messageId };
}

const folder = await mkdtemp(join(tmpdir(), 'linli-bench-'));
const quiet = { info: () => undefined, warn: console.error, error: console.error };
const json = await openJsonStore({
  folder,
  key: randomBytes(32),
  clock: systemClock,
  log: quiet,
  collections,
});
const desks = { memory: await openDesk(memoryStore({ clock: systemClock })), json: await openDesk(json) };
try {
  const contenders = {
    memory: () => bookings(desks.memory.platform),
    json: () => bookings(desks.json.platform),
  };
  await alternate(size(2, 0), contenders);
  const results = await alternate(ROUNDS, contenders);
  const perSecond = (runs: readonly Run[]) => runs.map(run => run.perSecond);
  const cpu = (runs: readonly Run[]) => runs.map(run => run.cpu);
  report({
    figure: 'inbox to outbox, in memory',
    value: rounded(median(perSecond(results.memory)), 0),
    unit: 'turns/s',
    cpuMs: rounded(median(cpu(results.memory)), 3),
  });
  report({
    figure: 'inbox to outbox, JSON store',
    value: rounded(median(perSecond(results.json)), 0),
    unit: 'turns/s',
    cpuMs: rounded(median(cpu(results.json)), 3),
    ofInMemory: rounded(ratio(perSecond(results.json), perSecond(results.memory))),
  });
  table();
} finally {
  await desks.memory.desk.stop();
  await desks.json.desk.stop();
  await json.close();
  await rm(folder, { recursive: true });
}
