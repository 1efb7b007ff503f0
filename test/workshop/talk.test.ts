import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';

const house = join(import.meta.dirname, '..', '..');

test('a talk from a file is answered line by line, kept as a transcript, and leaves nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'linli-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const kept = join(folder, 'talk.yaml');
  const talk = spawn(process.execPath, [join(house, 'dist/commands/talk.js'), '--keep', kept], {
    env: { PATH: process.env.PATH, TMPDIR: folder },
  });
  let [out, err] = ['', ''];
  talk.stdout.on('data', chunk => {
    out += chunk;
  });
  talk.stderr.on('data', chunk => {
    err += chunk;
  });
  talk.stdin.end('预约\n\n上门量血压\n返回\n取消\n');
  const [code] = await once(talk, 'close');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('1 上门量血压');

  const exchanges = parse(await readFile(kept, 'utf8'));
  expect(exchanges.map((one: { said: string }) => one.said)).toEqual(['预约', '上门量血压', '返回', '取消']);
  for (const { answered } of exchanges) expect(answered).toHaveLength(1);
  expect(exchanges[0].answered[0]).toContain('1 上门量血压');
  expect(exchanges[2].answered[0]).toContain('上门量血压');
  expect(await readdir(folder)).toEqual(['talk.yaml']);
});
