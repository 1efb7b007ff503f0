import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { ConfigError, environment } from '../../src/config.js';
import { editEnvFile, parseEnvFile, readEnvFile } from '../../src/env-file.js';

const house = join(import.meta.dirname, '..', '..');
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linli-env-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

const written = (text: string) => writeFile(join(folder, '.env'), text, { mode: 0o600 });

test('a setting can be written down; one that is set by hand goes before it, and nothing is not set', async () => {
  await written('# ours\nPORT=4000\nexport HOST="0.0.0.0"  # everywhere\n\nLINLI_LOG=warn\n');
  const env = environment(folder, { PORT: '5000', LINLI_LOG: ' ', PATH: '/bin' });
  expect(env).toEqual({ PORT: '5000', HOST: '0.0.0.0', LINLI_LOG: 'warn', PATH: '/bin' });
});

test('a file from another editor is read as well', () => {
  expect(parseEnvFile('\uFEFFPORT=4000\r\nHOST=::1\r\n')).toEqual({
    values: { PORT: '4000', HOST: '::1' },
    problems: [],
  });
});

test('without the file nothing is missing', () => {
  expect(readEnvFile(folder)).toEqual({ values: {}, problems: [] });
});

test('every bad line is named with file, line and mend, and no secret is shown', async () => {
  await written('PORT=4000\n123456:a-secret\nLINLI_KEY="a-secret\n2=a-secret\nPORT=5000\n');
  const problems = [
    '.env:2 is no setting: write NAME=value, or begin the line with # for a remark.',
    '.env:3 opens a quotation mark and does not close it: close it after the value.',
    '.env:4 is no setting: write NAME=value, or begin the line with # for a remark.',
    '.env:5 sets PORT again, which line 1 has set: take one of them out.',
  ];
  const wrong = () => environment(folder, {});
  expect(wrong).toThrow(ConfigError);
  expect(wrong).toThrow(expect.objectContaining({ problems }));
  expect(wrong).not.toThrow(/a-secret/);
});

test('a file that cannot be read is named, and not passed over', async () => {
  await mkdir(join(folder, '.env'));
  expect(() => environment(folder, {})).toThrow(/\.env cannot be read \(EISDIR\): give it to the user/);
});

test('an edit leaves remarks, order and other settings as they are', () => {
  const text = '# the desk of 惠民社区\nPORT=4000\n\nLINLI_CONTENT=data/old # moved\nWECHATY_PUPPET=x\n';
  const edited = editEnvFile(text, {
    LINLI_CONTENT: 'data/our community',
    WECHATY_PUPPET: null,
    HOST: '::1',
  });
  expect(edited).toBe("# the desk of 惠民社区\nPORT=4000\n\nLINLI_CONTENT='data/our community'\nHOST=::1\n");
  expect(parseEnvFile(edited).values).toEqual({
    PORT: '4000',
    LINLI_CONTENT: 'data/our community',
    HOST: '::1',
  });
  expect(editEnvFile('', { PORT: '1' })).toBe('PORT=1\n');
});

test.each(['plain', "it's", 'with "both" of \'them\'', '#1', 'a b', 'a=b', '小惠', '$HOME', 'back\\slash'])(
  'what is written is read again: %s',
  value => {
    expect(parseEnvFile(editEnvFile('', { NAME: value })).values).toEqual({ NAME: value });
  },
);

test('npm start reads it, and says which line is wrong', async () => {
  await written('PORT=abc\n');
  const start = () => {
    const env = { PATH: process.env.PATH ?? '', LINLI_DATA: join(folder, 'store') };
    const child = spawn(process.execPath, [join(house, 'dist/main.js')], { cwd: folder, env });
    let said = '';
    child.stderr.on('data', bytes => {
      said += String(bytes);
    });
    return new Promise<string>(resolve => child.once('close', () => resolve(said)));
  };
  expect(await start()).toContain('PORT is "abc": give a whole number');
  await written('PORT 3000\n');
  expect(await start()).toBe(
    'Linli cannot start: one setting needs mending.\n' +
      '  - .env:1 is no setting: write NAME=value, or begin the line with # for a remark.\n',
  );
});
