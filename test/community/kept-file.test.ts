import { expect, test } from 'vitest';
import { claimFile, fileGone, freeFiles, isKept, releaseFile } from '../../src/community/kept-file.js';
import type { Tx } from '../../src/community/store.js';
import { memoryStore } from '../../src/storage/memory.js';
import { HandClock } from '../storage/hand-clock.js';

const file = { account: 'wechat', ref: 'a'.repeat(40) };

test('a file is kept as long as one record holds on to it, and is free once the last has let go', async () => {
  const store = memoryStore({ clock: new HandClock() });
  const run = <T>(body: (tx: Tx) => Promise<T>) => store.transact('huimin', body);
  const free = () => run(tx => freeFiles(tx, 'wechat', 9)).then(found => found.map(({ ref }) => ref));
  expect(await run(tx => isKept(tx, file))).toBe(false);
  await run(tx => claimFile(tx, file, 'proposals/HQ-2026-0042'));
  await run(tx => claimFile(tx, file, 'proposals/HQ-2026-0042'));
  await run(tx => claimFile(tx, file, 'tickets/7'));
  expect(await run(tx => releaseFile(tx, file, 'proposals/HQ-2026-0042'))).toBe(false);
  expect(await run(tx => isKept(tx, file))).toBe(true);
  expect(await free()).toEqual([]);
  expect(await run(tx => releaseFile(tx, file, 'tickets/7'))).toBe(true);
  expect(await run(tx => isKept(tx, file))).toBe(false);
  expect(await free()).toEqual([file.ref]);
  expect(await run(tx => freeFiles(tx, 'webchat', 9))).toEqual([]);
  await run(tx => fileGone(tx, `wechat/${file.ref}`));
  expect(await free()).toEqual([]);
});

test('a free file that is claimed again stays, and one that was never claimed can be let go of', async () => {
  const store = memoryStore({ clock: new HandClock() });
  const run = <T>(body: (tx: Tx) => Promise<T>) => store.transact('huimin', body);
  expect(await run(tx => releaseFile(tx, file, 'tickets/7'))).toBe(true);
  await run(tx => claimFile(tx, file, 'tickets/8'));
  await run(tx => fileGone(tx, `wechat/${file.ref}`));
  expect(await run(tx => isKept(tx, file))).toBe(true);
});
