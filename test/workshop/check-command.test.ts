import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const house = join(import.meta.dirname, '..', '..');

function check(folder?: string): Promise<{ code: number; out: string }> {
  const env = { PATH: process.env.PATH, ...(folder === undefined ? {} : { LINLI_CONVERSATIONS: folder }) };
  return new Promise(done => {
    execFile(process.execPath, [join(house, 'dist/commands/check.js')], { env, cwd: house }, (error, out) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out }),
    );
  });
}

test('our own conversations are in order', async () => {
  expect(await check()).toEqual({
    code: 0,
    out: expect.stringMatching(
      /^conversations: \d+ conversations may be begun; 0 to mend, 0 to think about\.\n$/,
    ),
  });
});

test('a mistake is named with its file, its line and its mend', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'linli-check-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(join(house, 'conversations'), folder, { recursive: true });
  const file = join(folder, 'book-service.yaml');
  const text = await readFile(file, 'utf8');
  const line = text.split('\n').findIndex(one => one.includes('- ask: day')) + 1;
  await writeFile(file, text.replace('from: bookings.days', 'from: bookings.dayz'));
  const { code, out } = await check(folder);
  expect(code).toBe(1);
  expect(out).toMatch(new RegExp(`book-service\\.yaml:${line}.* error unknown-action: .*bookings\\.dayz`));
  expect(out).toMatch(/ → .*bookings\.days/);
  expect(out).toMatch(/; 1 to mend, 0 to think about\.\n$/);
});
