import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { ask, DeskRefusal, NoDesk } from '../../src/commands/client.js';
import { Problem } from '../../src/community/problem.js';
import type { Log } from '../../src/desk/platform.js';
import { type Command, CommandRefusal, openSocket } from '../../src/desk/socket.js';

let folder = '';
let logged: string[] = [];
const log: Log = {
  info: event => void logged.push(event),
  warn: event => void logged.push(event),
  error: event => void logged.push(event),
};

const commands: Readonly<Record<string, Command>> = {
  echo: async args => args,
  status: async () => ({ pid: process.pid }),
  full: async () => {
    throw new Problem('slot_taken', { slot: '15:00' });
  },
  shy: async () => {
    throw new CommandRefusal('not_today', 'Ask again tomorrow.');
  },
  broken: async () => {
    throw new Error('the disk is full');
  },
};

/** A command that answers only when it is let. */
function held() {
  let answer = (_: string): void => undefined;
  let ask = (): void => undefined;
  const asked = new Promise<void>(done => {
    ask = done;
  });
  const answered = new Promise<string>(done => {
    answer = done;
  });
  const command: Command = () => {
    ask();
    return answered;
  };
  return { command, asked, answer: () => answer('at last') };
}

beforeEach(async () => {
  logged = [];
  const made = await mkdtemp(join(tmpdir(), 'linli-socket-'));
  folder = made;
  onTestFinished(() => rm(made, { recursive: true, force: true }));
});

async function open(more: Readonly<Record<string, Command>> = {}) {
  const socket = await openSocket({ folder, commands: { ...commands, ...more }, log });
  onTestFinished(() => socket.close());
  return socket;
}

/** What comes back for raw bytes. */
async function raw(path: string, bytes: string | readonly string[]): Promise<string> {
  const socket = createConnection({ path, allowHalfOpen: true });
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', chunk => {
    text += chunk;
  });
  socket.on('error', () => socket.destroy());
  for (const piece of [bytes].flat()) socket.write(piece);
  socket.end();
  await once(socket, 'close');
  return text;
}

describe('a running desk', () => {
  test('answers, in words of any script', async () => {
    await open();
    expect(await ask(folder, 'echo', { text: '你好，邻里 👋', list: [1, null] })).toEqual({
      text: '你好，邻里 👋',
      list: [1, null],
    });
  });

  test('answers to its owner alone', async () => {
    const { path } = await open();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('lists what it knows when it is asked something else', async () => {
    await open();
    for (const name of ['stats', 'constructor', '__proto__']) {
      await expect(ask(folder, name)).rejects.toThrow(
        `There is no command "${name}". There are: broken, echo, full, shy, status.`,
      );
    }
  });

  test('tells a problem by its code, and logs what is broken', async () => {
    await open();
    await expect(ask(folder, 'full')).rejects.toMatchObject({ name: 'DeskRefusal', code: 'slot_taken' });
    await expect(ask(folder, 'shy')).rejects.toThrow(new DeskRefusal('not_today', 'Ask again tomorrow.'));
    expect(logged).toEqual([]);
    await expect(ask(folder, 'broken')).rejects.toThrow(new DeskRefusal('failed', 'the disk is full'));
    expect(logged).toEqual(['socket.command-failed']);
  });

  test('takes several requests in one connection, in their order, in pieces', async () => {
    const slow = held();
    const { path } = await open({ slow: slow.command });
    const answers = raw(path, ['{"command":"slow"}\n{"command":"st', 'atus"}\n']);
    await slow.asked;
    slow.answer();
    expect(
      (await answers)
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line).value),
    ).toEqual(['at last', { pid: process.pid }]);
  });

  test.each(['nonsense', '[]', '{"command":1}', '{"command":"echo","args":[]}', 'null', ''])(
    'says what a request is, when it is sent: %s',
    async line => {
      const { path } = await open();
      expect(JSON.parse(await raw(path, `${line}\n`))).toMatchObject({ ok: false, code: 'not_a_request' });
    },
  );

  test('does not swallow a request without an end', async () => {
    const { path } = await open();
    expect(JSON.parse(await raw(path, 'x'.repeat(100_000)))).toMatchObject({ ok: false, code: 'too_long' });
    expect(await ask(folder, 'status')).toEqual({ pid: process.pid });
  });

  test('outlives those who ask and leave', async () => {
    const { path } = await open({
      slow: () => new Promise(done => setImmediate(() => done('x'.repeat(1_000_000)))),
    });
    for (let time = 0; time < 20; time++) {
      const socket = createConnection(path);
      await once(socket, 'connect');
      socket.write('{"command":"slow"}\n');
      socket.destroy();
    }
    expect(await ask(folder, 'status')).toEqual({ pid: process.pid });
    expect(logged).toEqual([]);
  });

  test('lets what is under way be answered before it closes, and drops who only listens', async () => {
    const slow = held();
    const socket = await openSocket({ folder, commands: { slow: slow.command }, log });
    const idle = createConnection(socket.path);
    await once(idle, 'connect');
    const answered = ask(folder, 'slow');
    await slow.asked;
    const closed = socket.close();
    slow.answer();
    expect(await answered).toBe('at last');
    await closed;
    await expect(ask(folder, 'slow')).rejects.toThrow(NoDesk);
  });
});

describe('the place', () => {
  test('without a desk, says so and how to start one', async () => {
    await expect(ask(folder, 'status')).rejects.toThrow(/^No desk is running over .* npm start/);
    await expect(ask(join(folder, 'nowhere'), 'status')).rejects.toThrow(NoDesk);
  });

  test('a desk that died leaves a socket behind, which the next one replaces', async () => {
    const path = join(folder, 'desk.sock');
    const dead = spawn(process.execPath, [
      '-e',
      `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`,
    ]);
    await once(dead.stdout, 'data');
    dead.kill('SIGKILL');
    await once(dead, 'exit');
    expect((await stat(path)).isSocket()).toBe(true);
    await expect(ask(folder, 'status')).rejects.toThrow(NoDesk);
    await open();
    expect(await ask(folder, 'status')).toEqual({ pid: process.pid });
  });

  test('a desk that lives is left alone', async () => {
    await open();
    await expect(openSocket({ folder, commands: {}, log })).rejects.toThrow('A desk is already running');
    expect(await ask(folder, 'status')).toEqual({ pid: process.pid });
  });

  test('something else in its place is left alone', async () => {
    await writeFile(join(folder, 'desk.sock'), 'precious');
    await expect(openSocket({ folder, commands: {}, log })).rejects.toThrow('is in the way');
    expect(await readFile(join(folder, 'desk.sock'), 'utf8')).toBe('precious');
  });

  test('a folder whose path is too long for a socket gets a signpost', async () => {
    folder = join(folder, '很长的文件夹名字'.repeat(8));
    await mkdir(folder, { recursive: true });
    const { path, close } = await openSocket({ folder, commands, log });
    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(103);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    expect(await ask(folder, 'status')).toEqual({ pid: process.pid });
    await expect(openSocket({ folder, commands: {}, log })).rejects.toThrow('A desk is already running');
    await close();
    expect(await readdir(folder)).toEqual([]);
    await expect(ask(folder, 'status')).rejects.toThrow(NoDesk);
  });

  test('a private folder that is left open is closed again', async () => {
    folder = join(folder, 'x'.repeat(120));
    const first = await openSocket({ folder, commands, log });
    await chmod(dirname(first.path), 0o777);
    await expect(openSocket({ folder, commands: {}, log })).rejects.toThrow('A desk is already running');
    expect((await stat(dirname(first.path))).mode & 0o777).toBe(0o700);
    await first.close();
  });
});
