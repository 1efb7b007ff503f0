import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fakeTelegram } from '../fakes/telegram/index.js';
import { DeskProcess } from '../real/desk-process.js';
import { DeskHome, freePort, HOUSE } from '../real/home.js';

// From nothing to an open desk, as an operator goes: setup, start, doctor. Real processes.

const ANSWERS = `
name: { zh-Hans: 星光社区, en: Starlight Community }
bot: { zh-Hans: 小星 }
phone: 027-8200-2002
address: { zh-Hans: 星光路8号 }
hours: 周一至周五 8:30-12:00, 14:00-17:30
telegram: { token: "100200300:a-token-for-tests" }
admin: 李红梅
`;

function command(name: string, args: readonly string[], cwd: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [join(HOUSE, 'dist', 'commands', `${name}.js`), ...args], {
    cwd,
    env,
  });
  let said = '';
  child.stdout.on('data', chunk => {
    said += chunk;
  });
  child.stderr.on('data', chunk => {
    said += chunk;
  });
  return new Promise<{ code: number | null; lines: string[] }>(done =>
    child.once('close', code => done({ code, lines: said.trimEnd().split('\n') })),
  );
}

test('set up, started, examined', { timeout: 60_000 }, async () => {
  const home = await DeskHome.make();
  const telegram = await fakeTelegram({ username: 'xiaoxing_bot' });
  const port = await freePort();
  const env = { ...home.env, TELEGRAM_API_ROOT: telegram.url, PORT: String(port) };
  onTestFinished(async () => {
    await telegram.close();
    await home.remove();
  });
  await writeFile(join(home.path, 'answers.yaml'), ANSWERS);
  const setup = await command('setup', ['--answers', 'answers.yaml'], home.path, env);
  expect(setup.code).toBe(0);

  const desk = new DeskProcess({ home, env, at: 'today' });
  onTestFinished(() => desk.end());
  expect(await desk.open()).toBe(`http://127.0.0.1:${port}`);
  await desk.online('telegram');

  const doctor = (args: string[] = [], more = {}) => command('doctor', args, home.path, { ...env, ...more });
  const { code, lines } = await doctor();
  expect(lines).toEqual(
    expect.arrayContaining([
      '✓ Only its owner can read .env',
      '✓ The content of Starlight Community: 4 services, 20 questions',
      '✓ Only their owner can read the data',
      `✓ A desk is running (process ${desk.pid})`,
      '✓ The data can be read',
      `✓ The web page is open on 127.0.0.1:${port}`,
      '✓ Telegram knows @xiaoxing_bot (account telegram)',
    ]),
  );
  expect(lines.filter(line => line.startsWith('✗'))).toEqual([
    '✗ Nobody works here yet, and nobody is told when residents come',
  ]);
  expect(code).toBe(1);

  const invitation = setup.lines.find(line => /^\d{4} \d{4} \d{4}$/.test(line)) ?? '';
  const li = telegram.user({ name: '李红梅', locale: 'zh-hans' });
  li.says('加入工作');
  await li.chat.until(() => li.chat.sent.find(({ text }) => text.includes('邀请码')));
  li.says(invitation);
  await li.chat.until(() => li.chat.sent.find(({ text }) => text.includes('李红梅，欢迎！您现在是管理员')));
  const staffed = await doctor();
  expect(staffed.lines).toContain('✓ One person works here, 1 as admin');
  // This machine's own disk and year may be worth a look.
  expect(staffed.lines.filter(line => line.startsWith('✗'))).toEqual([]);
  expect(staffed.code).not.toBe(1);

  telegram.updates.setWebhook({ url: 'https://old.example.org/path' });
  const zh = await doctor(['--locale', 'zh'], { PORT: String(await freePort()), LANG: 'en_GB.UTF-8' });
  expect(zh.lines).toEqual(
    expect.arrayContaining([
      `✓ 服务台开着（进程 ${desk.pid}）`,
      '✗ 有程序给机器人设了 webhook（old.example.org），这里是主动取消息，取不到',
      expect.stringMatching(/^! 服务台开着，但不在 127\.0\.0\.1:\d+ 上$/),
    ]),
  );
  expect((await doctor([], { LANG: 'zh_CN.UTF-8' })).lines[1]).toBe('✓ 设置都对');
  expect(await doctor(['--locale', 'fr'])).toMatchObject({
    code: 1,
    lines: [expect.stringMatching(/^npm run doctor /), expect.anything()],
  });
  expect(await desk.stop()).toMatchObject({ code: 0 });
});
