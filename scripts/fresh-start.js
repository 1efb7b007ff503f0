// Does what the README says first, as on a machine that has never seen Linli: the files that git knows in an empty
// folder, `npm ci --omit=dev && npm start`, the page opened, stopped again. Prints how long each took.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PATIENCE = 60_000;
const house = join(dirname(fileURLToPath(import.meta.url)), '..');
const place = mkdtempSync(join(tmpdir(), 'linli-fresh-'));
const home = join(place, 'home');
const linli = join(place, 'linli');

/** Only what a shell needs: no setting of whoever runs this may help along. */
const settings =
  /^(LINLI|TELEGRAM|WECHAT|WECHATY)_|^(PORT|HOST|NODE_ENV|NODE_OPTIONS|NODE_PATH)$|^npm_(?!config_)/;
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.test(name)));

function took(what, since) {
  console.log(`${what}: ${((performance.now() - since) / 1000).toFixed(1)} s`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(done => server.once('listening', done));
  const { port } = server.address();
  await new Promise(done => server.close(done));
  return port;
}

async function opened(url, desk) {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    if (desk.exitCode !== null) throw new Error(`npm start ended with ${desk.exitCode}`);
    const page = await fetch(url).catch(() => null);
    if (page?.ok) return page.text();
    await sleep(50);
  }
  throw new Error(`${url} did not open within ${PATIENCE / 1000} s`);
}

async function ended(desk) {
  const late = new AbortController();
  const code = await Promise.race([
    new Promise(done => desk.once('exit', done)),
    sleep(10_000, 'late', { signal: late.signal }),
  ]);
  late.abort();
  return code;
}

let desk;
try {
  execFileSync('mkdir', ['-p', home, linli]);
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: house });
  execFileSync('tar', ['-cf', join(place, 'files.tar'), '--null', '-T', '-'], { cwd: house, input: files });
  execFileSync('tar', ['-xf', join(place, 'files.tar')], { cwd: linli });

  let since = performance.now();
  execFileSync('npm', ['ci', '--omit=dev', '--prefer-offline'], {
    cwd: linli,
    env: environment,
    stdio: 'inherit',
  });
  took('install', since);

  const port = await freePort();
  since = performance.now();
  desk = spawn('npm', ['start'], {
    cwd: linli,
    env: { ...environment, HOME: home, PORT: String(port) },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  const page = await opened(`http://127.0.0.1:${port}/`, desk);
  took('page up', since);
  if (!page.includes('<html')) throw new Error('what opened is no page');

  since = performance.now();
  process.kill(-desk.pid, 'SIGTERM');
  const code = await ended(desk);
  if (code === 'late') throw new Error('it did not stop within 10 s');
  took('stopped', since);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
  if (desk?.exitCode === null) process.kill(-desk.pid, 'SIGKILL');
} finally {
  rmSync(place, { recursive: true, force: true });
}
