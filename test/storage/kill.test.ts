import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Collection } from '../../src/community/store.js';
import { openJsonStore } from '../../src/storage/json.js';
import { givenFolder, KEY, keptLog } from './given-folder.js';
import { HandClock } from './hand-clock.js';
import { Seeded } from './seeded.js';

const ROUNDS = 8;
const WRITER = fileURLToPath(new URL('./killed-writer.js', import.meta.url));

const slots: Collection<{ id: string; taken: number }> = {
  name: 'slots',
  version: 1,
  schema: z.object({ id: z.string(), taken: z.number() }),
  personal: false,
  indexes: {},
};
const bookings: Collection<{ id: string; who: string }> = {
  name: 'bookings',
  version: 1,
  schema: z.object({ id: z.string(), who: z.string() }),
  personal: true,
  indexes: { who: { key: ({ id, who }) => [who, id] } },
};

/** Runs the writer, kills it `ms` after it has opened the store, and gives what it said until then. */
function writeAndKill(folder: string, ms: number, ...more: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [WRITER, folder, KEY.toString('hex'), ...more], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => {
      if (said === '') setTimeout(() => child.kill('SIGKILL'), ms);
      said += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the writer ended by itself with ${code}`));
      // A line that was cut off by the kill was never said.
      else resolve(said.slice(0, said.lastIndexOf('\n') + 1).split('\n'));
    });
  });
}

test('killed at any instant, it has everything that it acknowledged, once, and nothing by half', async () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
  console.info(`seed ${seed}`);
  const chance = new Seeded(seed);
  const folder = await givenFolder();
  const promised: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const said = await writeAndKill(folder, 5 + chance.below(120));
    promised.push(...said.filter(line => /^\d+$/.test(line)).map(Number));
    const log = keptLog();
    const collections = [slots, bookings];
    const store = await openJsonStore({ folder, key: KEY, clock: new HandClock(), log, collections });
    expect(new Set(promised).size).toBe(promised.length);
    const found = await store.read('huimin', tx => tx.find(bookings, 'who', { limit: 1_000_000 }));
    const ids = new Set(found.map(({ id }) => id));
    expect(promised.filter(number => !ids.has(`b${number}`))).toEqual([]);
    expect((await store.read('huimin', tx => tx.get(slots, 'slot')))?.taken ?? 0).toBe(found.length);
    expect((await store.depth('outbox')).rows).toBe(found.length);
    const next = await store.transact('huimin', tx => tx.nextNumber('booking'));
    expect(next).toBeGreaterThan(Math.max(0, ...found.map(({ id }) => Number(id.slice(1)))));
    expect(log.lines.some(({ message }) => message.includes('its lock is taken over'))).toBe(true);
    await store.close();
  }
  expect(promised.length).toBeGreaterThan(ROUNDS);
}, 60_000);

test('killed at any instant, it still forgets what it was told to', async () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
  console.info(`seed ${seed}`);
  const chance = new Seeded(seed);
  const folder = await givenFolder();
  const onDisk = async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter(entry => entry.isFile());
    const texts = await Promise.all(
      files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
    );
    return new Set(texts.join('\n').match(/guest-\d+\./g) ?? []);
  };
  let all = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const said = await writeAndKill(folder, 20 + chance.below(150), 'forget');
    const those = (word: string) =>
      said.filter(line => line.startsWith(word)).map(line => `guest-${line.split(' ')[1]}.`);
    const killed = await onDisk();
    expect(those('forgotten').filter(guest => killed.has(guest))).toEqual([]);
    const clock = new HandClock();
    const collections = [slots, bookings];
    const store = await openJsonStore({ folder, key: KEY, clock, log: keptLog(), collections });
    clock.pass(2000);
    const left = async () => {
      const held = await onDisk();
      return those('left').filter(guest => held.has(guest));
    };
    await expect.poll(left).toEqual([]);
    all += those('left').length;
    await store.close();
  }
  expect(all).toBeGreaterThan(ROUNDS);
}, 60_000);
