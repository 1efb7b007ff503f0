import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeWechat } from '../fakes/wechat/service.js';
import { Events, within } from './heard.js';

const DIST = pathToFileURL(join(import.meta.dirname, '../../dist/platforms/wechat.js')).href;

/** A process that has nothing but the platform in it; it says what happens and stops when it is told to. */
const PROGRAM = `
  const [dist, token, endpoint, folder] = process.argv.slice(1);
  const { wechatPlatform } = await import(dist);
  const clock = { now: () => Date.now(), after: (ms, task) => { const t = setTimeout(task, ms); return () => clearTimeout(t); } };
  const quiet = () => {};
  const pace = { perSecond: 0, perSecondPerChat: 0, burstPerChat: 0, perMinutePerGroup: 0, perDay: 0, jitter: 0 };
  const platform = wechatPlatform(
    { account: 'wechat', token, endpoint, insecure: true, folder, fileKey: Buffer.alloc(32, 7), pace },
    { clock, chance: { id: () => 'id', random: () => 0 }, log: { info: quiet, warn: quiet, error: quiet } },
  );
  const tell = what => process.send(what);
  process.once('message', async () => {
    await platform.stop();
    process.disconnect();
  });
  await platform.start({
    receive: async message => tell('heard ' + message.said.kind),
    status: ({ state }) => tell(state),
  });
`;

describe('wechat: a process', () => {
  let wechat: FakeWechat;
  let place: string;
  let child: ChildProcess;
  let told: Events<string>;
  let printed: string;

  /** Starts the process, with another address of the service where one is given. */
  const begin = (endpoint: string = wechat.endpoint) => {
    const env = { PATH: process.env.PATH, HOME: join(place, 'home'), TMPDIR: join(place, 'tmp') };
    const args = ['--input-type=module', '-e', PROGRAM, DIST, wechat.token, endpoint, join(place, 'data')];
    child = spawn(process.execPath, args, {
      cwd: join(place, 'work'),
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child.on('message', what => told.push(String(what)));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', chunk => {
        printed += chunk;
      });
    }
  };

  beforeEach(async () => {
    wechat = await FakeWechat.start();
    wechat.contact('wxid_wangnainai', '王奶奶');
    place = await mkdtemp(join(tmpdir(), 'linli-process-'));
    for (const name of ['home', 'tmp', 'work']) await mkdir(join(place, name));
    told = new Events();
    printed = '';
  });
  afterEach(async () => {
    if (child.exitCode === null) child.kill('SIGKILL');
    await wechat.stop();
    await rm(place, { recursive: true, force: true });
  });

  /** Stops it; resolves with how long it took to be gone, ms. */
  const stop = async () => {
    const gone = once(child, 'exit');
    const began = performance.now();
    child.send('stop');
    const [code] = await within(gone, () => `the process to end by itself; it printed: ${printed}`);
    expect(code).toBe(0);
    return performance.now() - began;
  };

  it('ends by itself when it was stopped, prints nothing, and leaves nothing in places that are not ours', async () => {
    begin();
    await told.next(what => what === 'online', 'online');
    wechat.says('wxid_wangnainai', '我想预约');
    await told.next(what => what === 'heard text', 'the message');
    expect(await stop()).toBeLessThan(5_000);
    expect(printed).toBe('');
    for (const name of ['home', 'tmp', 'work']) expect(await readdir(join(place, name)), name).toEqual([]);
  });

  it('ends by itself while the service is away', async () => {
    begin();
    await told.next(what => what === 'online', 'online');
    wechat.kill();
    await told.next(what => what === 'offline', 'offline');
    expect(await stop()).toBeLessThan(5_000);
  });

  it('ends by itself while the service hangs', async () => {
    begin();
    await told.next(what => what === 'online', 'online');
    wechat.puppet.beforeLoad = () => new Promise(() => {});
    wechat.says('wxid_wangnainai', '我想预约');
    await wechat.puppet.loads.count(1, 'payload asked for');
    expect(await stop()).toBeLessThan(5_000);
  });

  it('ends by itself when what answers there is no puppet service', async () => {
    const silent = createServer(() => {});
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    if (typeof address !== 'object' || address === null) throw new Error('no port');
    const connected = once(silent, 'connection');
    begin(`127.0.0.1:${address.port}`);
    await connected;
    expect(await stop()).toBeLessThan(5_000);
    silent.close();
  });
});
