import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { collections } from '../../src/collections.js';
import { readAnswers } from '../../src/commands/setup/answers-file.js';
import { readContent } from '../../src/community/content/read-content.js';
import { showStore } from '../../src/storage/json.js';
import { storeKey } from '../../src/storage/key.js';
import { type FakeTelegram, fakeTelegram } from '../fakes/telegram/index.js';

// `npm run setup -- --answers FILE`: the real process, a real Bot API over HTTP, a real store.

const house = join(import.meta.dirname, '..', '..');
let here = '';
let telegram: FakeTelegram;

beforeEach(async () => {
  here = await mkdtemp(join(tmpdir(), 'linli-answers-'));
  telegram = await fakeTelegram({ username: 'xiaoxing_bot' });
  onTestFinished(async () => {
    await telegram.close();
    await rm(here, { recursive: true, force: true });
  });
});

const ANSWERS = `
name: { zh-Hans: 星光社区, en: Starlight Community }
bot: { zh-Hans: 小星 }
phone: 027-8200-2002
address: { zh-Hans: 星光路8号 }
hours: 周一至周五 8:30-12:00, 14:00-17:30
telegram: { token: "100200300:a-token-for-tests" }
admin: 李红梅
`;

async function setup(answers: string, args = ['--answers', 'answers.yaml']) {
  await writeFile(join(here, 'answers.yaml'), answers);
  const env = { PATH: process.env.PATH ?? '', TELEGRAM_API_ROOT: telegram.url, LINLI_DATA: 'store' };
  const child = spawn(process.execPath, [join(house, 'dist/commands/setup.js'), ...args], { cwd: here, env });
  const said = { out: '', err: '' };
  child.stdout.on('data', chunk => {
    said.out += chunk;
  });
  child.stderr.on('data', chunk => {
    said.err += chunk;
  });
  return new Promise<{ code: number | null; out: string; err: string }>(done =>
    child.once('close', code => done({ code, ...said })),
  );
}

async function invitations() {
  const folder = join(here, 'store');
  const { key } = await storeKey({ given: undefined, file: `${folder}.key`, folder });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return showStore({ folder, key, log, collections, collection: 'invitations' });
}

test('sets a community up, and invites its first admin', async () => {
  const { code, out, err } = await setup(ANSWERS);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/李红梅的邀请码（七天内有效，只能用一次）\n\d{4} \d{4} \d{4}\n/);
  expect(out).not.toContain('a-token-for-tests');
  const { community } = await readContent(join(here, 'data', 'community'));
  expect(community).toMatchObject({ id: 'starlight', bot: { 'zh-Hans': '小星', en: '小星' } });
  expect(await invitations()).toEqual([
    {
      community: 'starlight',
      doc: expect.objectContaining({ name: '李红梅', role: 'admin', by: 'operator' }),
    },
  ]);
  expect((await stat(join(here, 'store'))).mode & 0o077).toBe(0);
});

test('changes nothing of a community that is there, unless told to', async () => {
  await setup(ANSWERS);
  const file = join(here, 'data', 'community', 'community.yaml');
  const before = await readFile(file, 'utf8');
  const refused = await setup('phone: 027-8200-3003\n');
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toBe(
    'data/community 里已经有一个社区，什么都没有改。要改它，在文件里加一行 edit: true。\n' +
      'A community is in data/community already; nothing was changed. To change it, add the line edit: true.\n',
  );
  expect(await readFile(file, 'utf8')).toBe(before);
  expect(await setup('edit: true\nphone: 027-8200-3003\n')).toMatchObject({ code: 0, err: '' });
  expect(await readFile(file, 'utf8')).toBe(before.replace('027-8200-2002', '027-8200-3003'));
  expect(await invitations()).toHaveLength(1);
});

test('names every mistake with its line, shows no secret, and writes nothing', async () => {
  const { code, out, err } = await setup(`language: zh
name: { zh-Hans: "" }
phone: none
hours: 早八晚五
telegram: { token: my-secret }
wechat: { endpoint: 127.0.0.1 }
colour: red
`);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err.split('\n')).toEqual([
    'answers.yaml:2: name.zh-Hans: 这里不能空着 / This cannot be left empty',
    'answers.yaml:3: phone: 电话只用数字，例如 027-8200-1001 / A phone number has only digits, for example 027-8200-1001',
    'answers.yaml:4: hours: “早八晚五”看不懂。请写成这样：周一至周五 8:30-12:00, 14:00-17:30 / "早八晚五" is not understood. Write it like this: Mon-Fri 8:30-12:00, 14:00-17:30',
    'answers.yaml:5: telegram.token: 请把 @BotFather 给的令牌整段复制过来：一串数字、一个冒号、一串字母 / Copy the whole token from @BotFather: digits, a colon, letters',
    'answers.yaml:6: wechat.endpoint: 请写成 主机:端口，例如 127.0.0.1:8788 / Give host and port, for example 127.0.0.1:8788',
    'answers.yaml:7: colour: is not a field here: take it out or check its spelling',
    '什么都没有写。 · Nothing was written.',
    '',
  ]);
  expect(await readdir(here)).toEqual(['answers.yaml']);
});

test('names what is missing', async () => {
  const { err } = await setup('language: en\nphone: "12345"\nwechat: {}\n');
  const missing = ['name', 'bot', 'address', 'hours', 'admin'].map(
    field => `answers.yaml:1: ${field}: is missing`,
  );
  expect(err.split('\n')).toEqual([
    ...missing,
    'answers.yaml:3: wechat.token: is missing: wechaty-puppet-service needs one',
    '什么都没有写。 · Nothing was written.',
    '',
  ]);
});

test('takes no token that Telegram does not know', async () => {
  const { code, err } = await setup(ANSWERS.replace('a-token-for-tests', 'another-secret'));
  expect(code).toBe(1);
  expect(err).toContain('Telegram 不认得这个令牌');
  expect(err).not.toContain('another-secret');
  expect(await readdir(here)).toEqual(['answers.yaml']);
});

test('works without a network, and says what is left to do', async () => {
  await telegram.goesDown();
  const { code, out } = await setup(ANSWERS);
  expect(code).toBe(0);
  expect(out).toMatch(/^! 现在连不上 Telegram（ECONNREFUSED），没法试，令牌先记下。/);
});

test.each(['README.md', 'README.zh-CN.md'])('the example in %s can be used', async page => {
  const [, example = ''] =
    /```yaml\n(language: [^`]*)```/.exec(await readFile(join(house, page), 'utf8')) ?? [];
  await writeFile(join(here, 'example.yaml'), example.replaceAll('…', 'a-token'));
  const answers = (await readAnswers(join(here, 'example.yaml'))).complete({});
  expect(answers).toMatchObject({ id: 'starlight', admin: '李红梅', wechat: { endpoint: '127.0.0.1:8788' } });
});

test('asks nobody where nobody sits', async () => {
  const { code, err } = await setup('', []);
  expect(code).toBe(1);
  expect(err).toContain('There is nobody to ask here: this needs a terminal, or answers in a file.');
  expect((await setup('', ['--anwsers', 'x'])).err).toContain('npm run setup -- --answers FILE');
  expect((await setup('', ['--answers', 'nowhere.yaml'])).err).toContain('nowhere.yaml');
});
