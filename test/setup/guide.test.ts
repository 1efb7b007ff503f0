import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type GuideHow, guide } from '../../src/commands/setup/guide.js';
import { SAMPLE } from '../../src/commands/setup/known.js';
import { Stopped } from '../../src/commands/setup/prompts.js';
import { putFile, putFolder } from '../../src/commands/setup/put.js';
import { readContent } from '../../src/community/content/read-content.js';
import { parseEnvFile } from '../../src/env-file.js';
import { type FakeTelegram, fakeTelegram } from '../fakes/telegram/index.js';
import { Somebody, STOP } from './somebody.js';

let here = '';
let telegram: FakeTelegram;

beforeEach(async () => {
  here = await mkdtemp(join(tmpdir(), 'linli-setup-'));
  telegram = await fakeTelegram({ username: 'xiaoxing_bot' });
  onTestFinished(async () => {
    await telegram.close();
    await rm(here, { recursive: true, force: true });
  });
});

const invited: unknown[] = [];
const invite: GuideHow['invite'] = async (_, who) => {
  invited.push(who);
  return '4815 1623 4210';
};
const run = (prompts: Somebody, env: Record<string, string> = {}, more: Partial<GuideHow> = {}) =>
  guide({
    prompts,
    here,
    env: { TELEGRAM_API_ROOT: telegram.url, LINLI_DATA: join(here, 'store'), ...env },
    invite,
    shield: task => task(),
    ...more,
  });

const STARLIGHT = [
  [/请选择语言/, 'zh'],
  [/社区叫什么名字/, '星光社区'],
  [/英文名呢？（没/, 'Starlight Community'],
  [/机器人叫什么/, '小星'],
  [/它的英文名/, 'Xiaoxing'],
  [/哪个电话/, '027-8200-2002'],
  [/在哪儿办公/, '星光路8号'],
  [/地址用英文/, '8 Starlight Road'],
  [/有人值班/, '周一至周五 8:30-12:00, 14:00-17:30'],
  [/第一位管理员/, '李红梅'],
] as const;
const WITH_TELEGRAM = [...STARLIGHT, [/粘贴令牌/, '100200300:a-token-for-tests']] as const;
const WITHOUT_TELEGRAM = [...STARLIGHT, [/Telegram/, false]] as const;

const files = async (folder = here) => (existsSync(folder) ? (await readdir(folder)).sort() : []);
const text = (...path: string[]) => readFile(join(here, ...path), 'utf8');
const env = async () => parseEnvFile(await text('.env')).values;

describe('a new community', () => {
  test('is asked for, written, and opens', async () => {
    invited.length = 0;
    const li = new Somebody(WITH_TELEGRAM);
    await run(li);
    expect(await files(join(here, 'data'))).toEqual(['community']);
    const content = await readContent(join(here, 'data', 'community'));
    expect(content.community).toMatchObject({
      id: 'starlight',
      name: { 'zh-Hans': '星光社区', en: 'Starlight Community' },
      bot: { 'zh-Hans': '小星', en: 'Xiaoxing' },
      phone: '027-8200-2002',
      address: { 'zh-Hans': '星光路8号', en: '8 Starlight Road' },
      hours: { mon: ['08:30-12:00', '14:00-17:30'], fri: ['08:30-12:00', '14:00-17:30'] },
      closures: [],
      grids: [],
      staffChats: [],
    });
    expect(content.staff).toEqual([]);
    expect(content.services).toEqual((await readContent(SAMPLE)).services);
    expect(await env()).toEqual({
      LINLI_CONTENT: 'data/community',
      TELEGRAM_BOT_TOKEN: '100200300:a-token-for-tests',
    });
    expect((await stat(join(here, '.env'))).mode & 0o777).toBe(0o600);
    expect(invited).toEqual([{ community: 'starlight', name: '李红梅', role: 'admin' }]);
    expect(li.screen).toContain('连上了：@xiaoxing_bot（小惠）');
    expect(li.screen).toContain('上门服务和常见问题先用了示例社区的');
    expect(li.screen).toContain('https://t.me/xiaoxing_bot');
    expect(li.screen).toContain('李红梅的邀请码（七天内有效，只能用一次）\n4815 1623 4210');
    expect(li.seen.at(-1)).toBe(
      [
        '写好了。接下来：',
        '   1. 开门：npm start（窗口开着，服务台就开着）',
        '   2. 海报：用浏览器打开 data/community/door.html，打印一张贴在门口',
        '   3. 请李红梅给@xiaoxing_bot发“加入工作”，再发邀请码；有什么不对：npm run doctor',
      ].join('\n'),
    );
    expect(li.screen).not.toContain('a-token-for-tests');
  });

  test('keeps the remarks of the sample, and none of what was invented there', async () => {
    await run(new Somebody(WITHOUT_TELEGRAM));
    const written = await text('data', 'community', 'community.yaml');
    expect(written).toContain(
      '# When somebody is at the desk.\nhours:\n  mon: ["08:30-12:00", "14:00-17:30"]\n',
    );
    expect(written).not.toMatch(/惠民|huimin|fictional|年终盘点/i);
    expect(written).toMatch(/^# 星光社区。/);
    expect(await text('data', 'community', 'faq.yaml')).toMatch(
      /^# 这里是示例社区的内容，人名、地址、电话都是虚构的/,
    );
  });

  test('can be set up in English', async () => {
    const li = new Somebody([
      [/Choose a language/, 'en'],
      [/community called/, '星光社区'],
      [/bot called/, '小星'],
      [/Which number/, '027-8200-2002'],
      [/Where is your office/, '星光路8号'],
      [/at the desk/, 'Mon-Fri 9-5'],
      [/at the desk/, 'Mon-Fri 9:00-17:00'],
      [/on Telegram/, false],
      [/first admin/, 'Li Hongmei'],
    ]);
    await run(li);
    const { community } = await readContent(join(here, 'data', 'community'));
    expect(community).toMatchObject({ id: 'community', name: { 'zh-Hans': '星光社区', en: '星光社区' } });
    expect(li.refused).toEqual([
      '"9-5" ends before it begins. Write it like this: Mon-Fri 8:30-12:00, 14:00-17:30',
    ]);
    expect(li.seen.at(-1)).toContain('Written. What to do next:');
    expect(li.seen.at(-1)).toContain('Li Hongmei sends /staff to the bot on the page, then the code.');
    expect(await env()).toEqual({ LINLI_CONTENT: 'data/community' });
  });

  test('has WeChat and a page where they were asked for', async () => {
    await run(
      new Somebody([
        ...WITHOUT_TELEGRAM,
        [/接入微信/, true],
        [/puppet 服务的令牌/, 'puppet-token'],
        [/服务的地址/, '127.0.0.1:8788'],
        [/哪个网址/, 'http://desk.example.org'],
        [/哪个网址/, 'https://desk.example.org/'],
      ]),
    );
    expect(await env()).toEqual({
      LINLI_CONTENT: 'data/community',
      LINLI_PUBLIC_URL: 'https://desk.example.org',
      WECHATY_PUPPET: 'wechaty-puppet-service',
      WECHATY_PUPPET_SERVICE_TOKEN: 'puppet-token',
      WECHATY_PUPPET_SERVICE_ENDPOINT: '127.0.0.1:8788',
    });
    expect(await text('data', 'community', 'door.html')).toContain('加“小星”为好友');
  });

  test('may be gone through again before it is written', async () => {
    await run(
      new Somebody([
        ...WITHOUT_TELEGRAM,
        [/就这样写下来/, 'again'],
        [/社区叫什么名字/, '月光社区'],
        [/英文名呢？（没/, 'Moonlight Community'],
        [/Telegram/, false],
      ]),
    );
    const { community } = await readContent(join(here, 'data', 'community'));
    expect(community).toMatchObject({
      id: 'moonlight',
      name: { 'zh-Hans': '月光社区' },
      bot: { 'zh-Hans': '小星' },
    });
  });
});

describe('a token', () => {
  test('that Telegram does not know is asked for again', async () => {
    const li = new Somebody([
      ...STARLIGHT,
      [/粘贴令牌/, 'hello'],
      [/粘贴令牌/, '100200300:another-token'],
      [/粘贴令牌/, '100200300:a-token-for-tests'],
    ]);
    await run(li);
    expect(li.refused).toEqual(['请把 @BotFather 给的令牌整段复制过来：一串数字、一个冒号、一串字母']);
    expect(li.screen.match(/Telegram 不认得这个令牌/g)).toHaveLength(1);
    expect((await env()).TELEGRAM_BOT_TOKEN).toBe('100200300:a-token-for-tests');
  });

  test('is kept untried without a network, and nothing else suffers', async () => {
    await telegram.goesDown();
    const li = new Somebody(WITH_TELEGRAM);
    await run(li);
    expect(li.screen).toContain(
      '现在连不上 Telegram（ECONNREFUSED），没法试，令牌先记下。网络通了再运行一次',
    );
    expect((await env()).TELEGRAM_BOT_TOKEN).toBe('100200300:a-token-for-tests');
    expect(await text('data', 'community', 'door.html')).not.toContain('t.me/');
    await telegram.comesUp();
    await run(new Somebody([[/还要邀请/, '']]), { TELEGRAM_API_ROOT: telegram.url });
    expect(await text('data', 'community', 'door.html')).toContain('t.me/xiaoxing_bot');
    await telegram.goesDown();
    const again = new Somebody([]);
    await run(again);
    expect(again.screen).toContain('海报上的二维码照旧');
    expect(await text('data', 'community', 'door.html')).toContain('t.me/xiaoxing_bot');
  });

  test('can be taken out again', async () => {
    await run(new Somebody(WITH_TELEGRAM));
    await run(new Somebody([[/Telegram 已经设好/, 'none']]));
    expect(await env()).toEqual({ LINLI_CONTENT: 'data/community' });
  });
});

test('stopped at any question, it leaves nothing behind', async () => {
  const whole = new Somebody(WITH_TELEGRAM);
  await run(whole);
  await rm(join(here, 'data'), { recursive: true });
  await rm(join(here, '.env'));
  expect(whole.asked.length).toBeGreaterThan(13);
  for (let question = 0; question < whole.asked.length; question++) {
    await expect(run(new Somebody(WITH_TELEGRAM, question))).rejects.toThrow(Stopped);
    expect(await files()).toEqual([]);
  }
});

describe('a community that is there', () => {
  beforeEach(() => run(new Somebody(WITH_TELEGRAM)));

  test('is changed where something else was answered; the rest stays to the letter', async () => {
    const file = join(here, 'data', 'community', 'community.yaml');
    const before = (await readFile(file, 'utf8'))
      .replace(
        'closures: []',
        'closures:\n  - day: "2027-01-04" # 搬家\n    reason: { zh-Hans: 搬家, en: moving }',
      )
      .replace('phone: 027', 'phone: 027'.replace('phone', '# 前台的座机\nphone'));
    await writeFile(file, before);
    await writeFile(join(here, 'data', 'community', 'faq.yaml'), '[]\n');
    await writeFile(join(here, '.env'), `# ours\nPORT=4000\n${await text('.env')}`);
    await chmod(join(here, '.env'), 0o644);
    const li = new Somebody([[/值班/, '周一至周六 9:00-17:00']]);
    await run(li);
    expect(li.screen).toContain('让改动生效');
    const after = await readFile(file, 'utf8');
    const hours = /hours:\n(?: {2}.*\n)+/;
    const six = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'].map(day => `  ${day}: ["09:00-17:00"]\n`).join('');
    expect(after).toBe(before.replace(hours, `hours:\n${six}`));
    expect(await text('data', 'community', 'faq.yaml')).toBe('[]\n');
    expect(await text('.env')).toMatch(/^# ours\nPORT=4000\n/);
    expect((await stat(join(here, '.env'))).mode & 0o777).toBe(0o600);
  });

  test('stays byte for byte when nothing else was answered', async () => {
    const file = join(here, 'data', 'community', 'community.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('zone: Asia', 'zone:    Asia'));
    const before = [await text('.env'), await text('data', 'community', 'community.yaml')];
    await run(new Somebody([]));
    expect([await text('.env'), await text('data', 'community', 'community.yaml')]).toEqual(before);
  });

  test('keeps the remarks among its hours while those are not changed', async () => {
    const file = join(here, 'data', 'community', 'community.yaml');
    const before = (await readFile(file, 'utf8')).replace(/(mon: .*)/, '$1 # 例会');
    await writeFile(file, before);
    await run(new Somebody([[/哪个电话/, '027-8200-3003']]));
    expect(await readFile(file, 'utf8')).toBe(before.replace('027-8200-2002', '027-8200-3003'));
  });

  test('keeps its id under another name', async () => {
    await run(new Somebody([[/英文名呢？（没/, 'Moonlight']]));
    expect((await readContent(join(here, 'data', 'community'))).community).toMatchObject({
      id: 'starlight',
      name: { en: 'Moonlight' },
    });
  });

  test('is not touched by somebody who chooses another folder', async () => {
    const before = await text('data', 'community', 'community.yaml');
    await run(
      new Somebody([
        [/已经有星光社区了/, 'other'],
        [/哪个文件夹/, 'data/other'],
        ...STARLIGHT,
        [/社区叫/, '月光社区'],
        [/Telegram/, 'keep'],
      ]),
    );
    expect(await text('data', 'community', 'community.yaml')).toBe(before);
    expect((await env()).LINLI_CONTENT).toBe('data/other');
  });

  test('with a mistake in it is named, and nothing is written', async () => {
    await writeFile(join(here, 'data', 'community', 'community.yaml'), 'id: [\n');
    await expect(run(new Somebody([[/语言/, 'zh']]))).rejects.toThrow(/community\.yaml:\d+: is no YAML here/);
  });
});

describe('what is in the way', () => {
  test('is not overwritten: a folder with something else in it', async () => {
    await mkdir(join(here, 'data', 'community'), { recursive: true });
    await writeFile(join(here, 'data', 'community', 'photo.jpg'), 'mine');
    const li = new Somebody([
      [/语言/, 'zh'],
      [/里有别的东西，不会覆盖/, 'other'],
      [/哪个文件夹/, STOP],
    ]);
    await expect(run(li)).rejects.toThrow(Stopped);
    expect(await files(join(here, 'data', 'community'))).toEqual(['photo.jpg']);
  });

  test('is not overwritten: the sample', async () => {
    await mkdir(join(here, 'data', 'community'), { recursive: true });
    await writeFile(join(here, 'data', 'community', 'photo.jpg'), 'mine');
    const li = new Somebody([
      [/language/, 'en'],
      [/is not overwritten/, 'other'],
      [/Which folder/, SAMPLE],
      [/huimin is the sample community: use another folder/, 'stop'],
    ]);
    await expect(run(li)).rejects.toThrow(Stopped);
    expect(await readdir(SAMPLE)).not.toContain('door.html');
  });

  test('is said: the environment goes before .env', async () => {
    const li = new Somebody([...STARLIGHT, [/Telegram 已经设好/, 'none']]);
    await run(li, { TELEGRAM_BOT_TOKEN: '100200300:a-token-for-tests' });
    expect(li.screen).toContain('环境变量 TELEGRAM_BOT_TOKEN 另外设过，启动时以它为准，.env 里写的不算。');
  });
});

test('an invitation that cannot be made is said, with the way to make it later', async () => {
  const li = new Somebody(WITHOUT_TELEGRAM);
  await run(li, {}, { invite: () => Promise.reject(new Error('the store is in use')) });
  expect(li.screen).toContain(
    '别的都写好了，只是邀请码没做成：the store is in use\n之后运行 npm run staff -- invite --role admin --name 李红梅',
  );
  expect(li.seen.at(-1)).toContain('3. 有什么不对：npm run doctor');
});

test('what fails half-way leaves the old, and no rest', async () => {
  await putFile(join(here, 'file'), 'old');
  await mkdir(join(here, 'full'));
  await writeFile(join(here, 'full', 'mine'), '');
  await expect(putFolder(join(here, 'new'), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(putFolder(join(here, 'full'), async () => undefined)).rejects.toThrow('ENOTEMPTY');
  await expect(putFile(join(here, 'full'), 'text')).rejects.toThrow('EISDIR');
  expect(await files()).toEqual(['file', 'full']);
  expect(await files(join(here, 'full'))).toEqual(['mine']);
});
