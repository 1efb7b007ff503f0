import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wangNainai, xiaoChen } from '../cast.js';
import { type FakeTelegram, type FakeUser, fakeTelegram } from '../fakes/telegram/index.js';
import { DeskProcess } from '../real/desk-process.js';
import { DeskHome } from '../real/home.js';
import { telegramSettings } from '../real/telegram-settings.js';

describe('conversations that are edited while people talk to the real desk', () => {
  let api: FakeTelegram;
  let home: DeskHome;
  let desk: DeskProcess;
  let env: Record<string, string>;
  let file = '';
  let original = '';

  beforeAll(async () => {
    api = await fakeTelegram();
    home = await DeskHome.make();
    const folder = await home.conversations();
    file = join(folder, 'book-service.yaml');
    original = await readFile(file, 'utf8');
    env = { ...(await telegramSettings(api, 'polling')), LINLI_CONVERSATIONS: folder };
    desk = new DeskProcess({ home, env });
    await desk.open();
    await desk.online('telegram');
  });
  afterAll(async () => {
    await desk?.end();
    await api?.close();
    await home?.remove();
  });

  const answered = async (user: FakeUser, said: string, part: string) => {
    user.says(said);
    return user.chat.next(({ text }) => text.includes(part));
  };
  /** Saves the file, and waits until the desk has said what it makes of it. */
  const save = async (text: string, event = 'conversations-read') => {
    const from = desk.lines.all.length;
    await writeFile(file, text);
    return desk.line(event, {}, from);
  };
  /** Asks for the phone before the address, and in other words. */
  const edited = () => {
    const [address = '', phone = ''] = [
      / {2}- ask: address[\s\S]*?(?= {2}- ask: phone)/,
      / {2}- ask: phone[\s\S]*?(?= {2}- confirm)/,
    ].map(part => part.exec(original)?.[0]);
    const text = original
      .replace(address + phone, phone + address)
      .replace('想约哪一项？', '您要约哪个服务？')
      .replace('留个电话，上门前好联系您。', '电话是多少？');
    expect(text.length).toBeGreaterThan(1000);
    expect(text).not.toBe(original);
    return text;
  };
  let wang: FakeUser;
  let chen: FakeUser;

  it('keeps whoever is in the middle in their own version, words included, and begins others in the new one', async () => {
    wang = api.user({ name: '王奶奶' });
    chen = api.user({ name: '小陈' });
    await answered(wang, '预约', '想约哪一项');
    await answered(wang, '上门量血压', '哪天方便');
    await answered(wang, '明天', '几点来好');
    expect(await save(edited())).toMatchObject({ broken: 0 });
    await answered(wang, '09:00', '上门到哪里');
    await answered(chen, '预约', '您要约哪个服务');
    await answered(chen, '上门量血压', '哪天方便');
    await answered(chen, '明天', '几点来好');
    await answered(chen, '10:00', '电话是多少');
    await answered(wang, wangNainai.address, '留个电话，上门前好联系您。');
    await answered(chen, xiaoChen.phone, '上门到哪里');
  });

  it('says what is wrong with a broken edit, and goes on with the last good one, also after a restart', async () => {
    const broken = await save(
      edited().replace('do: bookings.book', 'do: bookings.boook'),
      'conversation-broken',
    );
    expect(broken.detail).toMatch(/book-service\.yaml:\d+/);
    expect(broken.detail).toContain('bookings.boook');
    const an = api.user({ name: 'An' });
    await answered(an, '预约', '您要约哪个服务');

    expect(await desk.stop()).toMatchObject({ code: 0 });
    desk = new DeskProcess({ home, env });
    await desk.line('conversation-broken');
    await desk.open();
    const zhao = api.user({ name: '赵师傅' });
    await answered(zhao, '预约', '您要约哪个服务');
    await answered(an, '上门量血压', '哪天方便');
  });

  it('lets those who were in the middle bring it to its end, each in the version they began with', async () => {
    await answered(wang, wangNainai.phone, '您看对不对');
    await answered(wang, '确认提交', '约好了');
    const summary = await answered(chen, xiaoChen.address, '您看对不对');
    expect(summary.text).toContain(xiaoChen.address);
    await answered(chen, '确认提交', '约好了');
  });

  it('takes the mended file up', async () => {
    expect(await save(original)).toMatchObject({ broken: 0 });
    await answered(api.user({ name: '刘姐' }), '预约', '想约哪一项');
  });

  it('has a conversation that is put beside them at once, and what is told in it has a number', async () => {
    const from = desk.lines.all.length;
    const readme = await readFile(join(file, '..', 'README.md'), 'utf8');
    const example = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    await writeFile(join(file, '..', 'report-streetlight.yaml'), example);
    await desk.line('conversations-read', { broken: 0 }, from);
    const he = api.user({ name: '何大爷' });
    await answered(he, '报修路灯', '路灯怎么了');
    await answered(he, '不亮', '是哪一盏');
    await answered(he, '3号楼东边', '有照片吗');
    await answered(he, '跳过', '留个电话');
    await answered(he, xiaoChen.phone, '3号楼东边的路灯不亮');
    await answered(he, '确认提交', '报上了，编号 HQ-');
  });

  it('goes on when a file that all of them need is broken', async () => {
    const common = join(file, '..', 'common.yaml');
    const good = await readFile(common, 'utf8');
    const from = desk.lines.all.length;
    await writeFile(common, `${good}\n  : : not yaml`);
    expect((await desk.line('conversation-broken', {}, from)).detail).toMatch(/common\.yaml:\d+/);
    await answered(api.user({ name: '孙大爷' }), '预约', '想约哪一项');
    await writeFile(common, good);
    await desk.line('conversations-read', { broken: 0 }, from);
  });
});
