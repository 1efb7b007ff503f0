import { describe, expect, it } from 'vitest';
import { actions } from '../../src/desk/actions.js';
import { buildingGroup, nguyenVanAn, wangNainai, xiaoChen } from '../cast.js';
import { NOW, SECOND } from '../clock.js';
import { openDesk } from '../fakes/desk.js';
import { PersonAtDesk } from './person.js';

const edited = (text: string) => ({ kind: 'text', text, edited: true }) as const;

describe('an edited message', () => {
  it('is no answer to the question that came after it', async () => {
    const wang = new PersonAtDesk(await openDesk(), wangNainai);
    await wang.sayAll('预约', '[上门量血压]', '明天', '[09:00]');
    const answer = await wang.say(edited('要一个上门量血压的，谢谢你们'));
    expect(answer?.text).toMatch(/改的是前面.*上门到哪里/su);
    expect((await wang.say(wangNainai.address))?.text).toContain('电话');
    expect((await wang.say(wangNainai.phone))?.text).toContain(wangNainai.address);
  });

  it('mends what was not understood just now', async () => {
    const wang = new PersonAtDesk(await openDesk(), wangNainai);
    await wang.sayAll('预约', '[上门量血压]', '明添');
    expect((await wang.say(edited('明天')))?.text).toContain('几点');
  });

  it('is heard like any other words where nothing is open, and for danger always', async () => {
    const wang = new PersonAtDesk(await openDesk(), wangNainai);
    expect((await wang.say(edited('预约')))?.text).toContain('想约哪一项');
    expect((await wang.say(edited('家里着火了')))?.text).toContain('119');
  });
});

describe('a command', () => {
  it('that nobody knows is no address', async () => {
    const wang = new PersonAtDesk(await openDesk(), wangNainai);
    await wang.sayAll('预约', '[上门量血压]', '明天', '[09:00]');
    const answer = await wang.say({ kind: 'command', name: 'weather_tomorrow', args: '' });
    expect(answer?.text).toMatch(/不认识.*上门到哪里/su);
    expect((await wang.say({ kind: 'command', name: 'back', args: '' }))?.text).toContain('几点');
    expect((await wang.say({ kind: 'command', name: 'cancel', args: '' }))?.text).toContain('不办了');
  });

  it('is listened to for danger with all that follows it', async () => {
    const chen = new PersonAtDesk(await openDesk(), xiaoChen, buildingGroup);
    const cry = { kind: 'command', name: 'help', args: '楼道里着火了' } as const;
    expect((await chen.say(cry, { addressed: true }))?.text).toContain('119');
  });
});

describe('an apology for what failed three times', () => {
  const broken = { ...actions['bookings.book']!, run: async () => Promise.reject(new Error('a bug')) };

  it('is in the language of whoever is told, and its number calls a person', async () => {
    const desk = await openDesk({ actions: { ...actions, 'bookings.book': broken } });
    const an = new PersonAtDesk(desk, nguyenVanAn);
    await an.sayAll('/book', '[Blood-pressure visit]', 'tomorrow', '[09:00]');
    await an.sayAll('Building 3, door 501', '13812345678', '[Yes, send it]');
    await desk.clock.runUntil(NOW + 10 * SECOND);
    expect(an.last.text).toContain('sorry');
    expect((await an.say('1'))?.text).toMatch(/staff/);
    expect(desk.paper.in('staff').at(-1)?.text).toContain('找人工');
  });
});

it('what was laid aside does not come between the end of one conversation and the beginning of the next', async () => {
  const wang = new PersonAtDesk(await openDesk(), wangNainai);
  const { address, phone } = wangNainai;
  await wang.sayAll('换语言', '预约', '[上门量血压]', '明天', '[09:00]', address, phone, '[确认]');
  expect(wang.last.text).toContain('要不要我记住');
  expect((await wang.say('取消预约'))?.text).not.toContain('接着办');
});

it('staff hear of danger before the reminders of the evening leave', async () => {
  const desk = await openDesk();
  await new PersonAtDesk(desk, wangNainai).say('家里闻到煤气味了');
  const told = desk.paper.arrived.find(message => message.chat === 'staff');
  expect(told?.delivery.kind).toBe('urgent');
});

it('a group moves whoever moved it, a bot too', async () => {
  const desk = await openDesk();
  const chen = new PersonAtDesk(desk, xiaoChen, buildingGroup);
  await chen.say('换语言', { addressed: true });
  await desk.paper.hear({
    id: 'moved',
    chat: buildingGroup,
    person: { id: 'GroupAnonymousBot', bot: true },
    at: NOW,
    addressed: true,
    said: { kind: 'migrated', to: '-2001' },
  });
  const moved = new PersonAtDesk(desk, xiaoChen, { ...buildingGroup, id: '-2001' });
  expect((await moved.say('English', { addressed: true, id: 'after' }))?.text).toMatch(/English/);
});
