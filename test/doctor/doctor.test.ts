import { chmod, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { collections } from '../../src/collections.js';
import { examine } from '../../src/commands/doctor/examine.js';
import { exitCode, showFindings } from '../../src/commands/doctor/finding.js';
import type { Machine } from '../../src/commands/doctor/house.js';
import { type Member, members } from '../../src/community/staff/staff.js';
import { staffChats } from '../../src/community/staff/staff-chat.js';
import { openJsonStore } from '../../src/storage/json.js';
import { storeKey } from '../../src/storage/key.js';
import { DAY, frozenClock, NOW, SECOND } from '../clock.js';
import { type FakeTelegram, fakeTelegram } from '../fakes/telegram/index.js';
import { DeskHome, freePort, HOUSE } from '../real/home.js';

const TOKEN = '100200300:a-token-for-tests';
const KEY = 'a-key-for-this-test-and-no-other-one';
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let here = '';
let data = '';
let env: Record<string, string> = {};
let telegram: FakeTelegram;

beforeEach(async () => {
  here = await mkdtemp(join(tmpdir(), 'linli-doctor-'));
  data = join(here, 'store');
  telegram = await fakeTelegram({ username: 'xiaohui_bot' });
  telegram.now = () => NOW;
  onTestFinished(async () => {
    await telegram.close();
    await rm(here, { recursive: true, force: true });
  });
  env = {
    LINLI_DATA: data,
    LINLI_KEY: KEY,
    TELEGRAM_API_ROOT: telegram.url,
    TELEGRAM_BOT_TOKEN: TOKEN,
    PORT: String(await freePort()),
    LINLI_CONVERSATIONS: join(here, 'talk'),
  };
  // Quicker than all of ours.
  const ours = join(HOUSE, 'conversations');
  for (const name of await readdir(ours))
    if (/^(common|notices)/.test(name))
      await cp(join(ours, name), join(here, 'talk', name), { recursive: true });
});

const machine: Machine = { node: '20.19.0', now: () => NOW, free: async () => 50_000_000_000 };

async function lines(tongue: 'zh' | 'en' = 'en', other: Partial<Machine> = {}): Promise<string[]> {
  const findings = await examine(here, env, { ...machine, ...other });
  const shown = showFindings(findings, tongue);
  for (const secret of [TOKEN, KEY, 'a-token-for-tests', 'hush-hush']) expect(shown).not.toContain(secret);
  return shown.split('\n');
}

/** Sentence and mend of what is not well, in English. */
async function wrong(other: Partial<Machine> = {}): Promise<string[]> {
  const all = await lines('en', other);
  return all.filter((line, i) => /^[!✗]/.test(line) || /^ {2}→/.test(all[i] ?? ''));
}

const li: Member = { id: 'm-1', resident: 'li-zhuren', name: '李主任', role: 'admin', since: NOW };
const liu: Member = { id: 'm-2', resident: 'liu-yong', name: '刘勇', role: 'handler', since: NOW };

async function stored(staff: readonly Member[], chat?: { account: string; chat: string }): Promise<void> {
  const { key } = await storeKey({ given: KEY, file: `${data}.key`, folder: data });
  const store = await openJsonStore({ folder: data, key, clock: frozenClock(), log: quiet, collections });
  await store.transact('huimin', async tx => {
    for (const member of staff) await tx.put(members, member);
    if (chat) {
      const id = `${chat.account}/${chat.chat}`;
      await tx.put(staffChats, { id, ...chat, kind: 'group', since: NOW, by: 'm-1' });
    }
  });
  await store.close();
}

test('a healthy house', async () => {
  delete env.LINLI_CONVERSATIONS;
  await stored([li, liu]);
  await writeFile(join(here, '.env'), 'LINLI_LOG=warn\n', { mode: 0o600 });
  expect(await lines()).toEqual([
    '✓ Node 20.19.0',
    '✓ The settings are in order',
    '✓ Only its owner can read .env',
    '✓ The content of Huimin Community: 4 services, 20 questions (the sample community)',
    expect.stringMatching(/^✓ The conversations: \d+, all in order$/),
    `✓ The data folder ${data}`,
    '✓ 50000 MB are free on the disk',
    '✓ Only their owner can read the data',
    '✓ The key is that of LINLI_KEY',
    '✓ No desk is running',
    '✓ The data can be read',
    `✓ The port 127.0.0.1:${env.PORT} is free`,
    '✓ Telegram knows @xiaohui_bot (account telegram)',
    '✓ 2 people work here, 1 as admin',
    '✓ There is no staff chat: each of the 2 is told in their own; /staffgroup, said in a group, makes it one',
    '✓ The zone is Asia/Shanghai, and the clock is right',
    '',
    'All is well.',
  ]);
  expect(await lines('zh')).toEqual([
    '✓ Node 20.19.0',
    '✓ 设置都对',
    '✓ .env 只有所有者能读',
    '✓ 社区资料：惠民社区，4项服务，20个问答（示例社区）',
    expect.stringMatching(/^✓ 对话：\d+个，都没有问题$/),
    `✓ 数据文件夹 ${data}`,
    '✓ 磁盘还有 50000 MB',
    '✓ 数据只有所有者能读',
    '✓ 密钥来自 LINLI_KEY',
    '✓ 服务台没有开着',
    '✓ 数据打得开',
    `✓ 端口 127.0.0.1:${env.PORT} 空着`,
    '✓ Telegram 认得 @xiaohui_bot（账号 telegram）',
    '✓ 工作人员2位，其中管理员1位',
    '✓ 没有工作群，有事分别通知这2位；在群里对它说“设为工作群”，就发到群里',
    '✓ 时区 Asia/Shanghai，钟是准的',
    '',
    '一切正常。',
  ]);
  expect(exitCode(await examine(here, env, machine))).toBe(0);
});

test('before the first start nothing is there, nothing is made, and only staff are missing', async () => {
  delete env.LINLI_KEY;
  const all = await lines();
  expect(all).toContain(`✓ No data yet: the first start makes ${data}`);
  expect(all).toContain(`✓ No key yet: the first start makes ${data}.key`);
  expect(await wrong()).toEqual([
    '✗ Nobody works here yet, and nobody is told when residents come',
    '  → run npm run staff -- invite --role admin --name NAME; they send /staff to the bot, then the code',
  ]);
  expect(all.at(-1)).toBe('1 to mend.');
  await expect(chmod(data, 0o700)).rejects.toThrow('ENOENT');
  await expect(chmod(`${data}.key`, 0o600)).rejects.toThrow('ENOENT');
});

describe('what is wrong is said with its mend:', () => {
  beforeEach(() => stored([li]));

  test('Node', async () => {
    expect(await wrong({ node: '20.18.3' })).toEqual([
      '✗ Node 20.18.3 is too old',
      '  → install 20.19 or newer from https://nodejs.org',
    ]);
  });

  test('settings, each of them, and the rest of the house all the same', async () => {
    Object.assign(env, {
      LINLI_LOG: 'loud',
      LINLI_KEY: 'hush-hush',
      LINLI_DAT: '/x',
      TELEGRAM_MODE: 'webhook',
    });
    const all = await wrong();
    expect(all.slice(0, 10)).toEqual([
      '✗ TELEGRAM_WEBHOOK_URL is not set, but TELEGRAM_MODE is webhook',
      '  → give an address that begins with https:// and has no ? or # in it, for example https://desk.example.org',
      '✗ TELEGRAM_WEBHOOK_SECRET is not set, but TELEGRAM_MODE is webhook',
      '  → give 16 to 256 letters, digits, _ or -, for example from: openssl rand -hex 24',
      '✗ LINLI_KEY is set, but unusable',
      '  → give 32 characters or more without spaces, for example from: openssl rand -hex 32',
      '✗ LINLI_LOG is "loud"',
      '  → give one of info, warn, error, silent',
      '! LINLI_DAT is set, but nothing reads it',
      '  → is LINLI_DATA meant?',
    ]);
    expect(await lines('zh')).toEqual(
      expect.arrayContaining([
        '✗ LINLI_LOG 是“loud”，不能用',
        '  → 请写其中一个：info、warn、error、silent',
        '! 设置了 LINLI_DAT，但没有地方用到它',
        '  → 是不是想写 LINLI_DATA？',
        '✓ Telegram 认得 @xiaohui_bot（账号 telegram）',
      ]),
    );
  });

  test('settings that do not go together', async () => {
    Object.assign(env, {
      TELEGRAM_WEBHOOK_URL: 'https://desk.example.org',
      WECHATY_PUPPET_SERVICE_TOKEN: 'hush-hush',
    });
    expect(await wrong()).toEqual([
      '! TELEGRAM_WEBHOOK_URL is set, but TELEGRAM_MODE is not webhook',
      '  → set TELEGRAM_MODE=webhook to use it, or take it out',
      '! a puppet service is set, but not WECHATY_PUPPET: there is no WeChat',
      '  → set WECHATY_PUPPET=wechaty-puppet-service',
    ]);
  });

  test('an open page', async () => {
    Object.assign(env, { HOST: '0.0.0.0' });
    expect(await wrong()).toEqual([
      '! HOST is 0.0.0.0: everybody in the network can open the page, and nothing is encrypted',
      '  → put a web server with https in front and set LINLI_TRUST_PROXY=1; for this machine alone, take HOST out',
    ]);
    Object.assign(env, { LINLI_TRUST_PROXY: '1' });
    expect(await wrong()).toEqual([]);
  });

  test('.env: a bad line, and one that others can read', async () => {
    await writeFile(join(here, '.env'), 'LINLI_KEY hush-hush\n', { mode: 0o644 });
    expect(await wrong()).toEqual([
      '✗ .env:1 is no setting',
      '  → write NAME=value, or begin the line with # for a remark',
      '! Others can read .env, and secrets are in it',
      '  → run chmod 600 .env',
    ]);
  });

  test('the content', async () => {
    const content = join(here, 'ours');
    env.LINLI_CONTENT = content;
    expect(await wrong()).toEqual([
      `✗ The content folder ${content} cannot be read (ENOENT)`,
      '  → run npm run setup, or set LINLI_CONTENT to the folder that is meant',
    ]);
    await mkdir(content);
    await writeFile(join(content, 'community.yaml'), 'id: [\n');
    expect((await wrong()).slice(0, 4)).toEqual([
      expect.stringMatching(/^✗ The content has a mistake: ours\/community\.yaml:\d+$/),
      expect.stringMatching(/^ {2}→ is no YAML here: /),
      '✗ The content has a mistake: ours/services.yaml:1',
      '  → is missing: copy the one in data/huimin and change it',
    ]);
  });

  test('the conversations', async () => {
    const folder = join(here, 'talk');
    await writeFile(join(folder, 'common.yaml'), 'texts: [\n');
    const [said, mend] = await wrong();
    expect(said).toMatch(/^✗ A conversation: .*talk\/common\.yaml:\d+:\d+/);
    expect(mend).toBe('  → mend it, then run npm run check');
    await rm(folder, { recursive: true });
    expect((await wrong())[0]).toBe(`✗ The conversations’ folder ${folder} cannot be read (ENOENT)`);
  });

  test('a disk that is nearly full', async () => {
    const mend = '  → make room: on a full disk the desk takes no more messages';
    expect(await wrong({ free: async () => 900_000_000 })).toEqual([
      '! Only 900 MB are free on the disk',
      mend,
    ]);
    expect(await wrong({ free: async () => 90_000_000 })).toEqual([
      '✗ Only 90 MB are free on the disk',
      mend,
    ]);
  });

  test('data that others can read', async () => {
    await chmod(data, 0o755);
    expect(await wrong()).toEqual([`! Others can get at ${data}`, `  → run chmod -R go= ${data}`]);
  });

  test('a data folder that is none', async () => {
    env.LINLI_DATA = join(here, 'file');
    await writeFile(join(here, 'file'), '');
    expect((await wrong()).slice(0, 2)).toEqual([
      `✗ The data folder ${here}/file is a file`,
      '  → move it away, or set LINLI_DATA to another folder',
    ]);
  });

  test('a key that is gone, one that others can read, and one of another house', async () => {
    delete env.LINLI_KEY;
    expect(await wrong()).toEqual([
      `✗ The key file ${data}.key is gone, and the data cannot be opened`,
      '  → put the key file back from its backup, or set LINLI_KEY',
    ]);
    await writeFile(`${data}.key`, `${KEY}\n`, { mode: 0o644 });
    expect(await wrong()).toEqual([
      `! Others can read the key file ${data}.key`,
      `  → run chmod 600 ${data}.key`,
    ]);
    env.LINLI_KEY = 'another-key-that-is-not-a-token-of-ours';
    const [said, mend] = await wrong();
    expect(said).toMatch(/^✗ The data cannot be read: .*another key/);
    expect(mend).toContain('use the key that the data was written with');
  });

  test('a process that holds the data without answering', async () => {
    const { key } = await storeKey({ given: KEY, file: `${data}.key`, folder: data });
    const store = await openJsonStore({ folder: data, key, clock: frozenClock(), log: quiet, collections });
    onTestFinished(() => store.close());
    expect(await wrong()).toEqual([
      expect.stringMatching(
        new RegExp(`^✗ Process ${process.pid} on \\S+ holds the data folder ${data}, and does not answer$`),
      ),
      `  → stop it; if it surely no longer runs, remove ${data}/lock`,
    ]);
  });

  test('a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(Number(env.PORT), '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    expect(await wrong()).toEqual([
      `✗ Another program has the port 127.0.0.1:${env.PORT}`,
      '  → stop it, or set PORT to another one, for example 3001',
    ]);
    Object.assign(env, { HOST: '192.0.2.1', LINLI_TRUST_PROXY: '1' });
    expect(await wrong()).toEqual([
      `✗ Nobody can listen on 192.0.2.1:${env.PORT} (EADDRNOTAVAIL)`,
      '  → set HOST to an address of this machine, or take it out',
    ]);
  });

  test('a token that Telegram does not know', async () => {
    env.TELEGRAM_BOT_TOKEN = '100200300:hush-hush';
    expect(await wrong()).toEqual([
      '✗ Telegram does not know the token of the account telegram',
      '  → send /mybots to @BotFather, copy the token again, run npm run setup',
    ]);
  });

  test('no network', async () => {
    await telegram.goesDown();
    expect(await wrong()).toEqual([
      '! Telegram cannot be reached (ECONNREFUSED), so the account telegram was not examined',
      '  → see to the network; for a Bot API server of your own, set TELEGRAM_API_ROOT',
    ]);
    expect(await lines()).toContain('✓ The zone is Asia/Shanghai');
  });

  test('a Bot API that does not answer', { timeout: 15_000 }, async () => {
    telegram.fails({ method: 'getMe' }, { hang: true });
    expect(await wrong()).toEqual([
      '! Telegram cannot be reached (no answer within 5000 ms), so the account telegram was not examined',
      '  → see to the network; for a Bot API server of your own, set TELEGRAM_API_ROOT',
    ]);
  });

  test('a webhook of somebody else’s', async () => {
    telegram.updates.setWebhook({ url: 'https://old.example.org/hush-hush' });
    expect(await wrong()).toEqual([
      '! A webhook is set for the bot (old.example.org), but this desk polls, and gets nothing',
      '  → stop the program that set it, then npm start; or use TELEGRAM_MODE=webhook',
    ]);
    Object.assign(env, {
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_URL: 'https://desk.example.org',
      TELEGRAM_WEBHOOK_SECRET: 'hush-hush-and-more',
    });
    expect(await wrong()).toEqual([
      '! The webhook leads elsewhere (old.example.org)',
      '  → npm start again: a start sets it',
    ]);
    telegram.updates.setWebhook({ url: 'https://desk.example.org/telegram/hush-hush' });
    expect(await wrong()).toEqual([]);
  });

  test('what Telegram could not deliver, lately', async () => {
    const at = (ms: number) => ({
      last_error_message: 'Connection refused\n\u001b[2J',
      last_error_date: Math.floor((NOW - ms) / 1000),
    });
    telegram.webhookInfo = at(2 * DAY);
    expect(await wrong()).toEqual([]);
    telegram.webhookInfo = at(60 * SECOND);
    expect(await wrong()).toEqual([
      '! Telegram could not deliver lately: Connection refused [2J',
      '  → see whether TELEGRAM_WEBHOOK_URL opens from outside, and whether its certificate still holds',
    ]);
  });

  test('messages that nobody fetches', async () => {
    telegram.webhookInfo = { pending_update_count: 312 };
    expect(await wrong()).toEqual([
      '! 312 messages wait at Telegram',
      '  → npm start: an open desk fetches them',
    ]);
  });

  test('a bot with bad manners in groups', async () => {
    Object.assign(telegram.bot, { can_read_all_group_messages: true, can_join_groups: false });
    expect(await wrong()).toEqual([
      '! Privacy mode is off: the bot is sent everything that is said in groups',
      '  → send /setprivacy to @BotFather, choose the bot, choose Enable',
      '! The bot cannot be added to groups, not even to the staff’s',
      '  → send /setjoingroups to @BotFather, choose the bot, choose Enable',
    ]);
  });

  test('WeChat: a service that is not there, a puppet that is not installed', async () => {
    const gone = await freePort();
    Object.assign(env, {
      WECHATY_PUPPET: 'wechaty-puppet-service',
      WECHATY_PUPPET_SERVICE_TOKEN: 'hush-hush',
      WECHATY_PUPPET_SERVICE_ENDPOINT: `127.0.0.1:${gone}`,
    });
    expect(await wrong()).toEqual([
      `✗ WeChat: the puppet service at 127.0.0.1:${gone} cannot be reached (ECONNREFUSED)`,
      '  → see whether the service runs, and whether WECHATY_PUPPET_SERVICE_ENDPOINT is right',
    ]);
    const server = createServer();
    await new Promise<void>(resolve => server.listen(gone, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    expect(await lines()).toContain(`✓ WeChat: the puppet service at 127.0.0.1:${gone} can be reached`);
    env.WECHATY_PUPPET = 'wechaty-puppet-nowhere';
    expect(await wrong()).toEqual([
      '✗ WeChat: wechaty-puppet-nowhere is not installed',
      '  → run npm install wechaty-puppet-nowhere',
    ]);
    env.WECHATY_PUPPET = 'wechaty-puppet-mock';
    expect(await lines()).toContain('✓ WeChat: wechaty-puppet-mock is installed');
  });

  test('a clock that is off, and a calendar that ends', async () => {
    expect(await wrong({ now: () => NOW + 95 * SECOND })).toEqual([
      '! This machine’s clock is 95 s fast',
      '  → have the clock set by the network, for example timedatectl set-ntp true',
    ]);
    expect(await wrong({ now: () => NOW - 95 * SECOND })).toEqual([
      '! This machine’s clock is 95 s slow',
      expect.anything(),
    ]);
    expect(await wrong({ now: () => NOW + 30 * SECOND })).toEqual([]);
    const later = await wrong({ now: () => Date.UTC(2035, 0, 1) });
    expect(later.slice(0, 2)).toEqual([
      '! The calendar has no public holidays and make-up workdays for 2035 yet',
      '  → update the package chinese-days, or enter the official arrangement in community.yaml under calendar (years: [2035])',
    ]);
  });
});

describe('staff:', () => {
  const INVITE =
    '  → run npm run staff -- invite --role admin --name NAME; they send /staff to the bot, then the code';

  test('nobody, or only people who have left', async () => {
    await stored([{ ...li, left: NOW }]);
    expect(await wrong()).toEqual([
      '✗ Nobody works here yet, and nobody is told when residents come',
      INVITE,
    ]);
  });

  test('a chat, but nobody who can take anything up', async () => {
    await stored([], { account: 'telegram', chat: '-1001' });
    expect(await wrong()).toEqual([
      '! Nobody works here yet, so nobody can take up what is told in the chat',
      INVITE,
    ]);
    expect(await lines()).toContain('✓ Staff are told in their chat');
  });

  test('no admin', async () => {
    await stored([liu]);
    expect(await wrong()).toEqual([
      '! One person works here, nobody as admin: nobody can invite others',
      INVITE,
    ]);
  });

  test('a chat on an account that is not in use', async () => {
    await stored([li], { account: 'wechat', chat: 'staff' });
    expect(await lines()).toContain(
      '✓ There is no staff chat: the one who works here is told in their own; /staffgroup, said in a group, makes it one',
    );
    const home = await DeskHome.make();
    onTestFinished(() => home.remove());
    env.LINLI_CONTENT = await home.contentWithStaff('wechat', 'staff');
    expect(await wrong()).toEqual([
      '! A staff chat is on the account wechat, which is not in use: nobody there is told',
      '  → set the token of wechat, or take the chat out of staffChats in community.yaml',
    ]);
  });
});
