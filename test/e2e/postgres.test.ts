import { describe, expect, it, onTestFinished } from 'vitest';
import { wangNainai } from '../cast.js';
import { fakeTelegram } from '../fakes/telegram/index.js';
import { givenServer, runQuery } from '../postgres.js';
import { DeskProcess } from '../real/desk-process.js';
import { DeskHome } from '../real/home.js';
import { telegramSettings } from '../real/telegram-settings.js';

const has = (part: string) => (message: { text: string }) => message.text.includes(part);

describe('the real desk over PostgreSQL', () => {
  it('goes on where somebody was when it is killed, and when the database is', {
    timeout: 120_000,
  }, async () => {
    const [api, home, server] = await Promise.all([fakeTelegram(), DeskHome.make(), givenServer()]);
    onTestFinished(async () => {
      await api.close();
      await home.remove();
    });
    const env = { ...(await telegramSettings(api, 'polling')), DATABASE_URL: server.url };
    const open = async () => {
      const desk = new DeskProcess({ home, env });
      onTestFinished(() => desk.end());
      await desk.open();
      await desk.online('telegram');
      return desk;
    };
    const desk = await open();
    const user = api.user({ name: wangNainai.name });
    user.says('预约');
    await user.chat.next(has('想约哪一项'));
    user.presses('上门量血压');
    await user.chat.next(has('哪天方便'));

    desk.signal('SIGKILL');
    await desk.ended;
    const again = await open();
    user.says('后天');
    await user.chat.next(has('几点来好'), 20_000);

    await server.restart('killed');
    user.says('九点');
    await user.chat.next(has('上门到哪里'), 30_000);
    user.says('3栋2单元501');
    await user.chat.next(has('留个电话'));
    user.says('13800138000');
    await user.chat.next(has('您看对不对'));
    user.says('对');
    const { text } = await user.chat.next(has('YY-'));
    expect(text).toMatch(/YY-\d{4}/);
    const stored = await runQuery(server.url, 'SELECT count(*)::int AS bookings FROM linli.bookings');
    expect(JSON.stringify(stored)).toContain('1');
    expect(await again.stop()).toMatchObject({ code: 0 });
  });
});
