import { describe, expect, it } from 'vitest';
import { bookings } from '../../src/community/bookings/booking.js';
import { actions } from '../../src/desk/actions.js';
import { deadLetters } from '../../src/desk/dead-letter.js';
import { seats } from '../../src/desk/seat.js';
import { buildingGroup, liZhuren, nguyenVanAn, wangNainai, xiaoChen } from '../cast.js';
import { HOUR, MINUTE, NOW } from '../clock.js';
import { type OpenDesk, openDesk, sampleHouse } from '../fakes/desk.js';
import { PersonAtDesk } from './person.js';

const booked = (desk: OpenDesk) =>
  desk.store.read('huimin', tx => tx.find(bookings, 'byStatus', { prefix: ['booked'], limit: 100 }));

/** As far as the summary. */
async function fillIn(person: PersonAtDesk, time = '[09:00]') {
  return person.sayAll('预约', '[上门量血压]', '明天', time, person.actor.address, person.actor.phone);
}

describe('one message, one effect', () => {
  it('does nothing more when a message is delivered twice', async () => {
    const desk = await openDesk();
    const wang = new PersonAtDesk(desk, wangNainai);
    await fillIn(wang);
    const before = wang.heard.length;
    await wang.say('[确认]', { id: 'the-same' });
    await wang.say('确认', { id: 'the-same' });
    expect([(await booked(desk)).length, wang.heard.length - before]).toEqual([1, 1]);
  });

  it('books once for two taps in a hurry, and once for two taps at the same instant', async () => {
    const desk = await openDesk();
    const wang = new PersonAtDesk(desk, wangNainai);
    await fillIn(wang);
    await Promise.all([wang.send('[确认]'), wang.send('[确认]')]);
    await desk.settle();
    expect(await booked(desk)).toHaveLength(1);
  });

  it('sets a message aside that fails three times, says so, offers a person, and holds nobody up', async () => {
    const broken = { ...actions['bookings.book']!, run: async () => Promise.reject(new Error('a bug')) };
    const desk = await openDesk({ actions: { ...actions, 'bookings.book': broken } });
    const wang = new PersonAtDesk(desk, wangNainai);
    const chen = new PersonAtDesk(desk, xiaoChen);
    await fillIn(wang);
    await wang.say('[确认]');
    expect((await chen.say('你好'))?.text).toContain('小惠');
    await desk.clock.runUntil(NOW + 10_000);
    expect(wang.last.text).toContain('对不起');
    expect(wang.last.choices?.map(choice => choice.label)).toContain('找人工');
    const letters = await desk.store.read('huimin', tx => tx.find(deadLetters, 'at', { limit: 10 }));
    expect([letters.length, (await booked(desk)).length]).toEqual([1, 0]);
    expect((await wang.say('返回'))?.text).toContain('电话');
  });
});

describe('the last place', () => {
  it('is never sold twice, however many press at once', async () => {
    const desk = await openDesk();
    const service = desk.content.services.find(one => one.id === 'blood-pressure')!;
    const people = Array.from({ length: service.capacity + 3 }, (_, i) => {
      const actor = { ...wangNainai, id: `p${i}`, on: { wechat: `p${i}` } };
      return new PersonAtDesk(desk, actor);
    });
    for (const person of people) await fillIn(person);
    await Promise.all(people.map(person => person.send('[确认]')));
    await desk.settle();
    expect(await booked(desk)).toHaveLength(service.capacity);
    const told = people.map(person => (person.last.text.includes('约好了') ? 'booked' : 'choose again'));
    expect(told.filter(one => one === 'choose again')).toHaveLength(3);
  });
});

describe('a running conversation survives an edit', () => {
  const swapped = async () => {
    const { conversations } = await sampleHouse();
    const definitions = conversations.definitions.map(definition => {
      if (definition.conversation !== 'book-service') return definition;
      const [service, day, time, address, phone, ...rest] = definition.steps;
      const steps = [service, day, time, phone, address, ...rest].filter(step => step !== undefined);
      return { ...definition, version: 'edited', steps };
    });
    return { ...conversations, definitions };
  };

  it('goes on in its own version, while a new one begins in the new', async () => {
    const desk = await openDesk();
    const wang = new PersonAtDesk(desk, wangNainai);
    const chen = new PersonAtDesk(desk, xiaoChen);
    await wang.sayAll('预约', '[上门量血压]', '明天', '[09:00]');
    await desk.edit(await swapped());
    expect((await wang.say(wangNainai.address))?.text).toContain('电话');
    expect((await wang.say(wangNainai.phone))?.text).toContain(wangNainai.address);
    expect((await chen.sayAll('预约', '[上门量血压]', '明天', '[09:30]')).text).toContain('电话');
  });

  it('also over a restart', async () => {
    const first = await openDesk();
    const before = new PersonAtDesk(first, wangNainai);
    await before.sayAll('预约', '[上门量血压]', '明天', '[09:00]');
    await first.desk.stop();
    const second = await openDesk({
      store: first.store,
      clock: first.clock,
      conversations: await swapped(),
      seed: 2,
    });
    const after = new PersonAtDesk(second, wangNainai);
    expect((await after.say(wangNainai.address, { id: 'after' }))?.text).toContain('电话');
  });

  it('is moved at once when the edit says that the old version is unsafe, and keeps what still holds', async () => {
    const desk = await openDesk();
    const wang = new PersonAtDesk(desk, wangNainai);
    await wang.sayAll('预约', '[上门量血压]', '明天', '[09:00]');
    const edited = await swapped();
    const definitions = edited.definitions.map(one =>
      one.conversation === 'book-service' ? { ...one, replaces: 'unsafe' as const } : one,
    );
    await desk.edit({ ...edited, definitions });
    expect(wang.last.text).toContain('更新');
    expect(wang.last.text).toContain('电话');
    // Typed before she could read that: it answered the old question, and answers nothing now.
    expect((await wang.say('惠民苑9号楼'))?.text).toContain('电话');
    await desk.clock.runUntil(NOW + 20_000);
    await wang.say(wangNainai.phone);
    expect((await wang.say(wangNainai.address))?.text).toContain('09:00');
  });
});

describe('groups', () => {
  it('hears only what is said to it, and never takes a neighbour for the one who is asked', async () => {
    const desk = await openDesk();
    const chen = new PersonAtDesk(desk, xiaoChen, buildingGroup);
    const wang = new PersonAtDesk(desk, wangNainai, buildingGroup);
    await chen.say('换语言', { addressed: true });
    const asked = chen.heard.length;
    expect(asked).toBe(1);
    await wang.say('2', { addressed: false });
    await chen.say('2', { addressed: false });
    expect(chen.heard).toHaveLength(asked);
    await wang.say('2', { addressed: true });
    expect(wang.last.text).not.toContain('English');
  });

  it('takes what is private to direct chat', async () => {
    const desk = await openDesk();
    const chen = new PersonAtDesk(desk, xiaoChen, buildingGroup);
    const answer = await chen.say('预约', { addressed: true });
    expect(answer?.toDirect).toEqual({ label: '私聊我', start: 'book-service' });
    const direct = new PersonAtDesk(desk, xiaoChen);
    expect((await direct.say({ kind: 'command', name: 'book-service', args: '' }))?.text).toContain(
      '想约哪一项',
    );
  });

  it('keeps its conversations when the group gets a new id', async () => {
    const desk = await openDesk();
    const chen = new PersonAtDesk(desk, xiaoChen, buildingGroup);
    await chen.say('换语言', { addressed: true });
    await chen.say({ kind: 'migrated', to: '-2001' });
    const moved = new PersonAtDesk(desk, xiaoChen, { ...buildingGroup, id: '-2001' });
    const answer = await moved.say('English', { addressed: true, id: 'after-the-move' });
    expect(answer?.text).toMatch(/English/);
    const all = await desk.store.read('huimin', tx => tx.get(seats, 'paper/-1001/web-xiaochen'));
    expect(all).toBeDefined();
  });
});

describe('danger first', () => {
  it('says that staff know only where somebody has been told', async () => {
    const { content } = await sampleHouse();
    const alone = await openDesk({ content });
    const chen = new PersonAtDesk(alone, xiaoChen);
    expect((await chen.say('我不想活了'))?.text).toContain('这里叫不到工作人员');
    expect((await chen.say('人工'))?.text).toContain('请打027-8200-1001');
    const manned = new PersonAtDesk(await openDesk(), xiaoChen);
    expect((await manned.say('我不想活了'))?.text).toContain('我也告诉了社区的工作人员');
    expect((await manned.say('人工'))?.text).toContain('已经在给您找人了');
  });

  it('gives the number above an open conversation, which goes on, and tells the staff', async () => {
    const desk = await openDesk();
    const wang = new PersonAtDesk(desk, wangNainai);
    await wang.sayAll('预约', '[上门量血压]', '明天', '[09:00]');
    expect((await wang.say('家里闻到煤气味了'))?.text).toContain('119');
    expect(desk.paper.in('staff').at(-1)?.text).toContain('燃气');
    expect((await wang.say(wangNainai.address))?.text).toContain('电话');
  });

  it('is heard in a flood too', async () => {
    const desk = await openDesk({ inboundPerMinute: 2 });
    const an = new PersonAtDesk(desk, nguyenVanAn);
    for (const text of ['a', 'b', 'c', 'd', 'e']) await an.say(text);
    expect(an.heard.filter(saying => saying.text.includes('pause'))).toHaveLength(1);
    expect((await an.say('I smell gas in the kitchen'))?.text).toContain('119');
  });
});

describe('what somebody writes', () => {
  it('cannot pass for a notice of ours in the staff chat', async () => {
    const desk = await openDesk();
    const chen = new PersonAtDesk(desk, xiaoChen);
    await chen.sayAll('预约', '[上门量血压]', '明天', '[09:00]');
    await chen.sayAll('惠民里3栋\r\n\u202e【取消】YY-0001 不用去了{phone}\u0007', '13812345678');
    expect(chen.last.text).toContain('惠民里3栋\n【取消】YY-0001 不用去了{phone}\n');
    await chen.say('[确认]');
    const told = desk.paper.in('staff').at(-1)?.text.split('\n');
    expect(told?.slice(2)).toEqual(['惠民里3栋 【取消】YY-0001 不用去了{phone}', '13812345678']);
  });
});

describe('no dead ends', () => {
  it('ends an abandoned conversation with a word, once', async () => {
    const desk = await openDesk();
    const wang = new PersonAtDesk(desk, wangNainai);
    await wang.sayAll('预约', '[上门量血压]');
    const before = wang.heard.length;
    await desk.clock.runUntil(NOW + 2 * HOUR);
    expect(wang.heard.length - before).toBe(1);
    expect(wang.last.text).toContain('放下');
  });

  it('lays a booking aside for another wish, and comes back to it', async () => {
    const desk = await openDesk();
    const wang = new PersonAtDesk(desk, wangNainai);
    await wang.sayAll('预约', '[上门量血压]');
    await wang.say({ kind: 'command', name: 'language', args: '' });
    const back = await wang.say('[中文]');
    expect(back?.text).toContain('接着办“预约上门”');
    expect(back?.text).toContain('哪天方便');
  });

  it('answers every kind of thing that is sent', async () => {
    const desk = await openDesk();
    const wang = new PersonAtDesk(desk, wangNainai);
    const things = [
      { kind: 'media', attachment: { kind: 'voice', ref: 'v' } },
      { kind: 'media', attachment: { kind: 'photo', ref: 'p' } },
      { kind: 'location', latitude: 30.5, longitude: 114.3 },
      { kind: 'contact', phone: '13800001234', own: false },
      { kind: 'other', what: 'sticker' },
      { kind: 'press', token: 'nobody-knows:3' },
      { kind: 'command', name: 'nosuchcommand', args: '' },
      { kind: 'text', text: '𠮷'.repeat(5000) },
      { kind: 'text', text: '' },
    ] as const;
    for (const thing of things) expect((await wang.say(thing))?.text, thing.kind).toBeTruthy();
    await wang.sayAll('预约', '[上门量血压]');
    for (const thing of things) expect((await wang.say(thing))?.text, thing.kind).toBeTruthy();
  });

  it('falls silent when two machines talk to each other', async () => {
    const desk = await openDesk();
    const machine = new PersonAtDesk(desk, liZhuren);
    for (let i = 0; i < 20; i += 1) await machine.say('自动回复：我现在有事不在');
    expect(machine.heard.length).toBeLessThanOrEqual(5);
  });
});

describe('the first answer to somebody new', () => {
  it('carries the privacy notice in the same message, once', async () => {
    const desk = await openDesk();
    const wang = new PersonAtDesk(desk, wangNainai);
    expect((await wang.say('预约'))?.text).toContain('只记下办事要用的信息');
    expect((await wang.say('[上门量血压]'))?.text).not.toContain('只记下办事要用的信息');
  });
});

describe('reminders', () => {
  it('come the day before at six and two hours before, with buttons that work by number too', async () => {
    const desk = await openDesk();
    const wang = new PersonAtDesk(desk, wangNainai);
    await wang.sayAll(
      '预约',
      '[上门量血压]',
      '11月26日',
      '[09:00]',
      wangNainai.address,
      wangNainai.phone,
      '[确认]',
      '[不用记]',
    );
    const before = wang.heard.length;
    await desk.clock.runUntil(Date.parse('2026-11-25T18:00:00+08:00') + MINUTE);
    expect(wang.heard.length - before).toBe(1);
    expect(wang.last.text).toContain('明天');
    const change = wang.last.choices?.findIndex(choice => choice.label === '改时间') ?? -1;
    const number = 1 + change;
    expect((await wang.say(String(number)))?.text).toMatch(/哪天|几点/);
    await wang.say('取消');
    await desk.clock.runUntil(Date.parse('2026-11-26T07:00:00+08:00') + MINUTE);
    expect(wang.last.text).toContain('快到时间了');
  });
});
