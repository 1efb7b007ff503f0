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

/** So many people book, all at once. Gives turns a second. */
async function bookings(platform: HandPlatform): Promise<number> {
  const begun = performance.now();
  await Promise.all(Array.from({ length: RESIDENTS }, () => book(platform, residents++)));
  return (RESIDENTS * DEEDS.length * 1000) / (performance.now() - begun);
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
  report({
    figure: 'inbox to outbox, in memory',
    value: rounded(median(results.memory), 0),
    unit: 'turns/s',
  });
  report({
    figure: 'inbox to outbox, JSON store',
    value: rounded(median(results.json), 0),
    unit: 'turns/s',
    ofInMemory: rounded(ratio(results.json, results.memory)),
  });
  table();
} finally {
  await desks.memory.desk.stop();
  await desks.json.desk.stop();
  await json.close();
  await rm(folder, { recursive: true });
}
