import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { collections } from '../../src/collections.js';
import { staffCommands } from '../../src/commands/staff-office.js';
import { members } from '../../src/community/staff/staff.js';
import { openSocket } from '../../src/desk/socket.js';
import { makeLog, storeLog } from '../../src/log.js';
import { openJsonStore } from '../../src/storage/json.js';
import { storeKey } from '../../src/storage/key.js';
import { frozenClock, NOW, SeededChance } from '../clock.js';

const house = join(import.meta.dirname, '..', '..');
const KEY = 'a-key-for-this-test-and-no-other-one';

async function home() {
  const made = await mkdtemp(join(tmpdir(), 'linli-staff-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  const folder = join(made, 'data');
  const open = async () => {
    const { key } = await storeKey({ given: KEY, file: `${folder}.key`, folder });
    const log = storeLog(makeLog('silent'));
    return openJsonStore({ folder, key, clock: frozenClock(), log, collections });
  };
  /** Runs the built command as `npm run staff` does. */
  const staff = (...args: string[]) => {
    const child = spawn(process.execPath, [join(house, 'dist/commands/staff.js'), ...args], {
      cwd: house,
      env: { PATH: process.env.PATH ?? '', LINLI_DATA: folder, LINLI_KEY: KEY },
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
  };
  return { folder, open, staff };
}

test('invites, lists, changes and removes over the store itself when no desk runs', async () => {
  const { open, staff } = await home();
  const invited = await staff('invite', '--role', 'admin', '--name', '李红梅');
  expect(invited.out).toMatch(/^李红梅 \(admin\)\n\n {2}\d{4} \d{4} \d{4}\n/);
  expect((await staff('list')).out).toContain('Nobody works here yet');
  const store = await open();
  await store.transact('huimin', tx =>
    tx.put(members, { id: 'm-1', resident: 'r', name: '李红梅', role: 'admin', since: NOW }),
  );
  await store.close();
  expect((await staff('list')).out).toBe('m-1\tadmin\t李红梅\n');
  expect((await staff('role', 'm-1', 'lead')).out).toBe('m-1 李红梅: lead\n');
  expect((await staff('remove', 'm-1')).out).toBe('m-1 李红梅 no longer works here\n');
  const again = await staff('remove', 'm-1');
  expect(again).toMatchObject({ code: 1, err: 'nobody here is m-1; there are none\n' });
});

test('asks the desk that runs, and says in a sentence what is wrong', async () => {
  const { folder, open, staff } = await home();
  const store = await open();
  const office = {
    store,
    clock: frozenClock(),
    chance: new SeededChance(7),
    communities: ['huimin', 'minsheng'],
  };
  const socket = await openSocket({ folder, commands: staffCommands(office), log: makeLog('silent') });
  onTestFinished(async () => {
    await socket.close();
    await store.close();
  });
  expect((await staff('list')).err).toBe('say which community: --community huimin or minsheng\n');
  const args = ['invite', '--name', '何平', '--community', 'minsheng', '--role'];
  expect((await staff(...args, 'boss')).err).toMatch(/^there is no such role; there are desk, handler/);
  expect((await staff(...args, 'spokesperson')).out).toContain('何平 (spokesperson)');
  expect((await staff('hire')).err).toContain('npm run staff -- invite');
});
