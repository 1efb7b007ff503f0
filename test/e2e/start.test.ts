import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// What `npm start` says when it cannot: what is wrong, where, and what to do. The real process.

const ROOT = join(import.meta.dirname, '..', '..');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linli-start-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts it and waits until it gives up: its exit code and what it said to whoever started it. */
function start(settings: Readonly<Record<string, string>>): Promise<{ code: number | null; said: string }> {
  const { PATH = '' } = process.env;
  const env = { PATH, HOME: folder, PORT: '0', LINLI_DATA: join(folder, 'store'), ...settings };
  const started = spawn(process.execPath, [join(ROOT, 'dist', 'main.js')], { cwd: folder, env });
  let said = '';
  started.stderr.on('data', bytes => {
    said += String(bytes);
  });
  return new Promise(resolve => started.once('close', code => resolve({ code, said })));
}

const listening = (server: Server) =>
  new Promise<number>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );

describe('a start that cannot succeed', () => {
  it('names the folder that is missing, and its setting', async () => {
    for (const setting of ['LINLI_CONTENT', 'LINLI_CONVERSATIONS']) {
      const missing = join(folder, 'nowhere');
      expect(await start({ [setting]: missing })).toEqual({
        code: 1,
        said: `Linli cannot start: the folder ${missing} is not there: set ${setting} to the folder that is meant, or leave it out for the usual one.\n`,
      });
    }
  });

  it('names a data folder that is none', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const { code, said } = await start({ LINLI_DATA: file });
    expect(code).toBe(1);
    expect(said).toContain(`the folder ${file} is a file, not a folder: make it a folder`);
    expect(said).toContain('LINLI_DATA');
  });

  it('names the port that is taken', async () => {
    const server = createServer();
    const port = await listening(server);
    try {
      const { code, said } = await start({ PORT: String(port) });
      expect(code).toBe(1);
      expect(said).toContain(`port ${port} on 127.0.0.1 is taken`);
      expect(said).toContain('set PORT to another one');
    } finally {
      server.close();
    }
  });

  it('names the one mistake in the texts that all conversations need, and not what follows from it', async () => {
    const conversations = join(folder, 'talk');
    await cp(join(ROOT, 'conversations'), conversations, { recursive: true });
    await writeFile(join(conversations, 'common.yaml'), 'texts: [\n');
    const { code, said } = await start({ LINLI_CONVERSATIONS: conversations });
    expect(code).toBe(1);
    expect(said).toContain('talk/common.yaml:2:1');
    expect(said).not.toContain('book-service');
  });

  it('names the field of the content that is wrong, with file and line', async () => {
    const content = join(folder, 'ours');
    await cp(join(ROOT, 'data', 'huimin'), content, { recursive: true });
    await writeFile(join(content, 'staff.yaml'), '- id: li\n  nmae: 李主任\n');
    const { code, said } = await start({ LINLI_CONTENT: content });
    expect(code).toBe(1);
    expect(said).toMatch(/ours\/staff\.yaml:\d+: \S*nmae: is not a field here/);
  });

  it('names what lets others in where anybody could act as staff', async () => {
    for (const [setting, value] of [
      ['HOST', '0.0.0.0'],
      ['TELEGRAM_BOT_TOKEN', '1:a'],
    ] as const) {
      const { code, said } = await start({ LINLI_DEMO: '1', [setting]: value });
      expect(code).toBe(1);
      expect(said).toContain('Linli cannot start: one setting needs mending.\n  - LINLI_DEMO is 1, but');
      expect(said).toContain(`leave ${setting} out`);
      expect(said).toContain('set LINLI_DEMO=0');
    }
  });

  it('names every setting that is wrong', async () => {
    const { code, said } = await start({ PORT: 'abc', LINLI_LOG: 'loud', TELEGRAM_BOT_TOKEN: 'hello' });
    expect(code).toBe(1);
    expect(said).toContain('3 settings need mending');
    for (const setting of ['PORT', 'LINLI_LOG', 'TELEGRAM_BOT_TOKEN'])
      expect(said).toContain(`- ${setting} is`);
  });
});
