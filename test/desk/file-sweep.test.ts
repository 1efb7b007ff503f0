import { mkdir, mkdtemp, readdir, rm, rmdir, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { claimFile, keptFiles, releaseFile } from '../../src/community/kept-file.js';
import type { Store, Tx } from '../../src/community/store.js';
import { FileSweep, UNCLAIMED_MS } from '../../src/desk/file-sweep.js';
import { type PhotoBox, photoFolder } from '../../src/platforms/webchat.js';
import { memoryStore } from '../../src/storage/memory.js';
import { HandClock } from '../storage/hand-clock.js';
import { keptLog } from '../web/real.js';
import { site } from '../web/site.js';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const PROPOSAL = 'proposals/HQ-2026-0042';
const DAY = 24 * 3_600_000;

let folder: string;
let photos: PhotoBox;
let store: Store;
let clock: HandClock;
let log: ReturnType<typeof keptLog>;
let sweep: FileSweep;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linli-files-'));
  photos = photoFolder(folder, Buffer.alloc(32, 7));
  clock = new HandClock();
  log = keptLog();
  store = memoryStore({ clock });
  const place = await site({ door: null, store, photos });
  sweep = new FileSweep({ store, community: 'huimin', clock, log, platforms: [place.webchat] });
  onTestFinished(async () => {
    await sweep.stop();
    await place.close();
    await rm(folder, { recursive: true, force: true });
  });
});

const there = async () => (await readdir(folder)).sort();
const run = <T>(body: (tx: Tx) => Promise<T>) => store.transact('huimin', body);
const fileOf = (ref: string) => ({ account: 'webchat', ref });
const idle = () => expect.poll(() => sweep.idle).toBe(true);

/** A photo that came in so long ago, by the clock. */
async function received(ago: number): Promise<string> {
  const ref = await photos.keep(PNG, 'image/png');
  const seconds = (clock.now() - ago) / 1000;
  await utimes(join(folder, ref), seconds, seconds);
  return ref;
}

test('a file goes as soon as the last record lets go of it, whatever its age, and its mark with it', async () => {
  const ref = await received(0);
  await run(tx => claimFile(tx, fileOf(ref), PROPOSAL));
  await run(tx => claimFile(tx, fileOf(ref), 'tickets/7'));
  sweep.start();
  await run(tx => releaseFile(tx, fileOf(ref), 'tickets/7'));
  await idle();
  expect(await there()).toEqual([ref]);
  await run(tx => releaseFile(tx, fileOf(ref), PROPOSAL));
  await expect.poll(there).toEqual([]);
  await idle();
  expect(await run(tx => tx.get(keptFiles, `webchat/${ref}`))).toBeUndefined();
});

test('what a record let go of before the process died goes at the next start', async () => {
  const refs = [await received(0), await received(0)];
  for (const ref of refs) await run(tx => releaseFile(tx, fileOf(ref), PROPOSAL));
  sweep.start();
  await idle();
  expect(await there()).toEqual([]);
});

test('what no record holds on to goes after 30 days, looked at once a day; what one holds on to stays', async () => {
  const kept = await received(400 * DAY);
  const young = await received(UNCLAIMED_MS - DAY / 2);
  await received(UNCLAIMED_MS + 1);
  await run(tx => claimFile(tx, fileOf(kept), PROPOSAL));
  sweep.start();
  await idle();
  expect(await there()).toEqual([kept, young].sort());
  clock.pass(DAY);
  await idle();
  expect(await there()).toEqual([kept]);
});

test('a file that cannot be removed is tried again, and holds up nobody', async () => {
  const stuck = `${'0'.repeat(32)}.png`;
  await mkdir(join(folder, stuck));
  const other = await received(0);
  for (const ref of [stuck, other]) await run(tx => releaseFile(tx, fileOf(ref), PROPOSAL));
  sweep.start();
  await idle();
  expect(log.lines.map(({ event }) => event)).toContain('file-not-removed');
  expect(await there()).toEqual([stuck]);
  await rmdir(join(folder, stuck));
  clock.pass(60_000);
  await idle();
  expect(await run(tx => tx.get(keptFiles, `webchat/${stuck}`))).toBeUndefined();
});
