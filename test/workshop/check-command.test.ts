import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const house = join(import.meta.dirname, '..', '..');

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function command(name: string, args: readonly string[] = [], folder?: string): Promise<Ran> {
  const env = { PATH: process.env.PATH, ...(folder === undefined ? {} : { LINLI_CONVERSATIONS: folder }) };
  const file = join(house, `dist/commands/${name}.js`);
  return new Promise(done => {
    execFile(process.execPath, [file, ...args], { env, cwd: house }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

const check = (folder?: string): Promise<Ran> => command('check', [], folder);

/** A copy of our conversations, to make mistakes in. */
async function copied(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'linli-check-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(join(house, 'conversations'), folder, { recursive: true });
  return folder;
}

test('our own conversations are in order', async () => {
  expect(await check()).toEqual({
    code: 0,
    err: '',
    out: expect.stringMatching(
      /^conversations: \d+ conversations may be begun; 0 to mend, 0 to think about\.\n$/,
    ),
  });
});

test('a mistake is named with its file, its line and its mend', async () => {
  const folder = await copied();
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

test('an option that is called like a common text is the mistake of its own file, and of no other', async () => {
  const folder = await copied();
  const file = join(folder, 'propose.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('{ value: help, label: kind_help }', 'help'));
  const { code, out } = await check(folder);
  expect(code).toBe(1);
  expect(out).not.toMatch(/^\S*common\.yaml/m);
  expect(out).toMatch(/propose\.yaml:\d+ error long-option/);
  expect(out).toMatch(/\b[3-9]\d conversations may be begun/);
});

test('a category that the community does not have is pointed out, and keeps nothing from being used', async () => {
  const folder = await copied();
  const readme = await readFile(join(folder, 'README.md'), 'utf8');
  const example = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const misspelt = example.replace('value: repairs', 'value: repair');
  await writeFile(join(folder, 'report-streetlight.yaml'), misspelt);
  const { code, out } = await check(folder);
  expect(code).toBe(0);
  expect(out).toMatch(/report-streetlight\.yaml:\d+ warning unknown-value: there is no category "repair"/);
  expect(out).toContain('did you mean "repairs"?');
});

test('every action can be looked up: all names, those of a noun, and what one needs', async () => {
  expect((await command('actions')).out).toContain('proposals.report');
  const one = await command('actions', ['proposals.report']);
  expect(one).toMatchObject({ code: 0, err: '' });
  expect(one.out.split('\n').slice(0, 4)).toEqual([
    'proposals.report',
    '  needs  matter: text',
    '         category: choice',
    '         kind: choice (suggestion, complaint, help), may be missing',
  ]);
  expect(one.out).toMatch(/^ {2}fails {2}too_many$/m);
  expect((await command('actions', ['handovers'])).out).toMatch(
    /^handovers\.take$[\s\S]*^ {2}role {3}desk,/m,
  );
  const wrong = await command('actions', ['repairs.report']);
  expect(wrong.code).toBe(1);
  expect(wrong.err).toContain('There is no action "repairs.report"');
});
