import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { collections } from '../../src/collections.js';
import { showCommand } from '../../src/commands/show-store.js';
import { residents } from '../../src/community/residents/resident.js';
import { openSocket } from '../../src/desk/socket.js';
import { makeLog, storeLog } from '../../src/log.js';
import { openJsonStore } from '../../src/storage/json.js';
import { storeKey } from '../../src/storage/key.js';
import { residentOf, wangNainai, xiaoChen } from '../cast.js';
import { frozenClock } from '../clock.js';

const house = join(import.meta.dirname, '..', '..');
const KEY = 'a-key-for-this-test-and-no-other-one';
const log = makeLog('silent');
let folder = '';

beforeEach(async () => {
  const made = await mkdtemp(join(tmpdir(), 'linli-store-'));
  folder = join(made, 'data');
  onTestFinished(() => rm(made, { recursive: true, force: true }));
});

async function open() {
  const { key } = await storeKey({ given: KEY, file: `${folder}.key`, folder });
  return openJsonStore({ folder, key, clock: frozenClock(), log: storeLog(log), collections });
}

/** Runs the built command as `npm run store` does. */
function store(args: readonly string[], env: Readonly<Record<string, string>> = { LINLI_KEY: KEY }) {
  const child = spawn(process.execPath, [join(house, 'dist/commands/store.js'), ...args], {
    env: { PATH: process.env.PATH ?? '', LINLI_DATA: folder, ...env },
  });
  return new Promise<{ code: number | null; out: string; err: string }>(done => {
    let [out, err] = ['', ''];
    child.stdout.on('data', chunk => {
      out += chunk;
    });
    child.stderr.on('data', chunk => {
      err += chunk;
    });
    child.once('close', code => done({ code, out, err }));
  });
}

const wang = [{ community: 'huimin', doc: residentOf(wangNainai) }];

test('shows what a stopped desk has stored, sealed things opened', async () => {
  const stored = await open();
  await stored.transact('huimin', async tx => {
    await tx.put(residents, residentOf(wangNainai));
    await tx.put(residents, residentOf(xiaoChen));
  });
  await stored.close();
  const one = await store(['show', 'residents', 'wang-nainai']);
  expect(JSON.parse(one.out)).toEqual(wang);
  expect(JSON.parse((await store(['show', 'residents'])).out)).toHaveLength(2);
  expect(JSON.parse((await store(['show', 'inbox'])).out)).toEqual([]);
});

test('asks a running desk, and does not touch its files', async () => {
  const stored = await open();
  onTestFinished(() => stored.close());
  const socket = await openSocket({ folder, commands: { 'store.show': showCommand(stored) }, log });
  onTestFinished(() => socket.close());
  await stored.transact('huimin', tx => tx.put(residents, residentOf(wangNainai)));
  const lock = await readFile(join(folder, 'lock'), 'utf8');
  expect(JSON.parse((await store(['show', 'residents', 'wang-nainai'])).out)).toEqual(wang);
  expect((await store(['show', 'residence'])).err).toMatch(
    /there is no collection "residence"; there are: residents, /,
  );
  expect(await readFile(join(folder, 'lock'), 'utf8')).toBe(lock);
});

test('refuses while a process holds the data without answering', async () => {
  const stored = await open();
  onTestFinished(() => stored.close());
  const refused = await store(['show', 'residents']);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain(String(process.pid));
});

test.each([
  [[], /^npm run store -- show COLLECTION \[ID\]\nCollections: residents, /],
  [['drop', 'residents'], /^npm run store -- show/],
  [['show', 'residents', 'a', 'b'], /^npm run store -- show/],
])('says how it is used: %j', async (args, sentence) => {
  const said = await store(args);
  expect(said).toMatchObject({ code: 1, out: '' });
  expect(said.err).toMatch(sentence);
});

test('makes no store and no key where there is none', async () => {
  expect((await store(['show', 'residents'], {})).err).toMatch(/is not there: nothing has been stored yet/);
  await (await open()).close();
  expect((await store(['show', 'residents'], {})).err).toMatch(/There is no key: set LINLI_KEY, or put/);
  expect(existsSync(`${folder}.key`)).toBe(false);
});
