import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bookings } from '../../src/community/bookings/booking.js';
import { wangNainai, xiaoChen } from '../cast.js';
import { type BotMessage, FakeWechat } from '../fakes/wechat/service.js';
import { DeskProcess } from '../real/desk-process.js';
import { DeskHome } from '../real/home.js';

const ROOM = '3haolou@chatroom';
const ASKED = /想约哪一项|哪天方便|几点来好/;

/** Somebody in WeChat, who reads what came and answers it. */
class Reader {
  readonly id: string;
  readonly #wechat: FakeWechat;
  #read = 0;

  constructor(wechat: FakeWechat, id: string, name: string) {
    this.#wechat = wechat;
    this.id = wechat.contact(id, name);
  }

  /** What the bot has said to them so far. */
  get heard(): readonly BotMessage[] {
    return this.#wechat.sent.all.filter(message => message.to === this.id);
  }

  /** Says something, and gives the next message with this in it. */
  async says(text: string, answer: string): Promise<BotMessage> {
    this.#wechat.says(this.id, text);
    return this.next(answer);
  }

  async next(part: string): Promise<BotMessage> {
    const from = this.#read;
    const fits = () => this.heard.findIndex((message, i) => i >= from && message.text.includes(part));
    await this.#wechat.sent.next(() => fits() >= 0, `“${part}” to ${this.id}`, 0, 15_000);
    this.#read = fits() + 1;
    return this.heard[this.#read - 1]!;
  }

  /** The number that stands before this in a menu. */
  static numberOf(message: BotMessage, label: string): string {
    const line = message.text.split('\n').find(one => one.endsWith(` ${label}`));
    if (line === undefined) throw new Error(`“${label}” is not in: ${message.text}`);
    return line.split(' ')[0] ?? '';
  }
}

describe('the real desk on WeChat, over gRPC', () => {
  let wechat: FakeWechat;
  let home: DeskHome;
  let desk: DeskProcess;
  let url = '';

  beforeAll(async () => {
    wechat = await FakeWechat.start();
    home = await DeskHome.make();
    const env = {
      LINLI_CONTENT: await home.contentWithStaff('wechat', ROOM),
      LINLI_INBOUND_PER_MINUTE: '0',
      WECHATY_PUPPET: 'wechaty-puppet-service',
      WECHATY_PUPPET_SERVICE_TOKEN: wechat.token,
      WECHATY_PUPPET_SERVICE_ENDPOINT: wechat.endpoint,
      WECHAT_SECONDS_BETWEEN_MESSAGES: '0',
      WECHAT_MESSAGES_PER_DAY: '0',
    };
    wechat.room(ROOM, '值班群', []);
    desk = new DeskProcess({ home, env });
    url = await desk.open();
    await desk.online('wechat');
  });
  afterAll(async () => {
    await desk?.end();
    await wechat?.stop();
    await home?.remove();
  });

  it('books by number, with a phone number that is wrong at first, and tells the staff', async () => {
    const wang = new Reader(wechat, wangNainai.on.wechat!, '王奶奶');
    const services = await wang.says('预约', '想约哪一项');
    expect(services.text).toContain('只记下办事要用的信息');
    const days = await wang.says(Reader.numberOf(services, '上门量血压'), '哪天方便');
    const [first = ''] = days.text.split('\n').filter(line => /^\d+ .*11月24日/.test(line));
    const times = await wang.says(first.split(' ')[0] ?? '', '几点来好');
    // The numbers of an earlier menu mean nothing any more.
    expect(Number(Reader.numberOf(times, '09:00'))).toBeGreaterThan(
      Number(Reader.numberOf(services, '上门量血压')),
    );
    await wang.says(Reader.numberOf(times, '09:00'), '上门到哪里');
    await wang.says(wangNainai.address, '留个电话');
    expect((await wang.says('1380000', '少了几位')).text).toContain('13812345678');
    const summary = await wang.says(wangNainai.phone, '您看对不对');
    expect(summary.text).toContain(wangNainai.address);
    await wang.says(Reader.numberOf(summary, '确认提交'), '约好了');
    await wechat.sent.next(({ to, text }) => to === ROOM && text.includes('新预约'), 'a word to the staff');
    const files = () => wang.heard.flatMap(({ file }) => (file === undefined ? [] : [file]));
    await wechat.sent.next(() => files().length > 0, 'the calendar entry');
    expect(files().map(({ name }) => name)).toEqual([expect.stringMatching(/\.ics$/)]);
  });

  it('books by word, and carries on where it was when the service is killed and comes back', async () => {
    const chen = new Reader(wechat, xiaoChen.on.wechat!, '小陈');
    await chen.says('我想预约上门服务', '想约哪一项');
    await chen.says('上门收材料', '哪天方便');
    await chen.says('明天', '几点来好');
    const seen = desk.lines.all.length;
    await wechat.kill();
    await desk.line('account', { account: 'wechat', state: 'offline' }, seen);
    wechat.says(chen.id, '喂，在吗'); // Nobody was listening: the wire loses it.
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    await wechat.restart();
    await desk.online('wechat', seen);

    await chen.says('晚上九点', '上门到哪里');
    await chen.says(xiaoChen.address, '留个电话');
    const summary = await chen.says(xiaoChen.phone, '您看对不对');
    for (const part of ['上门收材料', '11月24日', '21:00', xiaoChen.address])
      expect(summary.text).toContain(part);
    await chen.says('确认', '约好了');
    // The message that was on its way when the line broke may come twice, word for word.
    const questions = new Set(chen.heard.map(({ text }) => text).filter(text => ASKED.test(text)));
    expect([...questions]).toHaveLength(3);
  });

  it('stops with exit code 0, leaves WeChat logged in, and has both bookings', async () => {
    const ended = await desk.stop();
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.ms).toBeLessThan(10_000);
    expect(wechat.puppet.isLoggedIn).toBe(true);
    const stored = await home.stored(bookings);
    expect(stored.map(({ service, time, address, phone }) => ({ service, time, address, phone }))).toEqual([
      { service: 'blood-pressure', time: '09:00', address: wangNainai.address, phone: wangNainai.e164 },
      { service: 'paperwork', time: '21:00', address: xiaoChen.address, phone: xiaoChen.e164 },
    ]);
  });
});
