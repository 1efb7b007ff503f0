import { expect } from 'vitest';
import { openDoor } from '../../../src/community/events/door.js';
import { signUp } from '../../../src/community/events/rsvp.js';
import { type Actor, nguyenVanAn, sunJie, wangNainai, xiaoChen } from '../../cast.js';
import { filmNight, letHappen, publish } from '../event.js';
import { call, desk, refused, type Specs, values } from './call.js';

const at = (time: string): number => Date.parse(`2026-${time}:00+08:00`);
const film = async (changes: Parameters<typeof publish>[1] = {}) => (await publish(desk, changes)).id;
const join = (who: Actor, event: string, people = 1) => call(who, 'events.sign_up', { event, people });
const picture = { account: 'telegram', attachment: { kind: 'photo', ref: 'photo-1' } } as const;

export const events: Specs = {
  'events.list': async () => {
    expect(await call(wangNainai, 'events.list')).toEqual({ count: 0, list: '', choices: [] });
    const event = await film();
    await film({ title: { 'zh-Hans': '新年联欢' }, day: '2026-12-31', capacity: null });
    expect(await call(wangNainai, 'events.list')).toMatchObject({
      count: 2,
      list: '最近一周的活动：\n· 11月27日周五 19:00 露天电影晚会，小广场，还有 4 个位子\n\n再往后：\n· 12月31日周四 19:00 新年联欢，小广场，名额不限',
      choices: [{ label: '露天电影晚会 11月27日周五 19:00', begin: 'event', slots: { event } }, {}],
    });
    const { list } = (await call(nguyenVanAn, 'events.list')) as { list: string };
    expect(list).toContain('Fri 27 Nov, 19:00: Open-air film night, the small square, 4 seats left');
  },
  'events.open': async () => {
    const event = await film();
    expect(await call(nguyenVanAn, 'events.open')).toEqual([
      { value: event, label: 'Open-air film night Fri 27 Nov 19:00' },
    ]);
    desk.now = at('11-27T19:00');
    expect(await call(nguyenVanAn, 'events.open')).toEqual([]);
  },
  'events.look': async () => {
    const event = await film({ picture });
    expect(await call(wangNainai, 'events.look', { event })).toMatchObject({
      title: '露天电影晚会',
      until: '21:00',
      choices: [{ begin: 'sign-up', slots: { event } }, { begin: 'events' }],
      passes: [picture],
    });
    await join(wangNainai, event);
    expect(await call(wangNainai, 'events.look', { event })).toMatchObject({
      choices: [{ begin: 'my-events' }, {}],
    });
    expect(await refused(wangNainai, 'events.look', { event: 'HD-0099' })).toBe('not_found');
  },
  'events.known': async () => {
    const event = await film();
    expect(await call(wangNainai, 'events.known', { event })).toBe(false);
    await join(wangNainai, event);
    expect(await call(wangNainai, 'events.known', { event })).toBe(true);
    await call(wangNainai, 'events.leave', { event });
    expect(await call(wangNainai, 'events.known', { event })).toBe(false);
  },
  'events.alone': async () => {
    expect(await call(wangNainai, 'events.alone', { event: await film() })).toBe(false);
    expect(await call(wangNainai, 'events.alone', { event: await film({ most: 1 }) })).toBe(true);
  },
  'events.may_bring': async () => {
    const event = await film();
    expect(await call(wangNainai, 'events.may_bring', { event, people: 4 })).toEqual({});
    for (const people of [0, 5, 1.5])
      expect(await refused(wangNainai, 'events.may_bring', { event, people })).toBe('too_many');
  },
  'events.sign_up': async () => {
    const event = await film();
    expect(await join(nguyenVanAn, event, 2)).toMatchObject({
      title: 'Open-air film night',
      people: 2,
      signup: 1,
      state: 'going',
      files: [{ name: `${event}.ics` }],
    });
    expect(await call(wangNainai, 'events.sign_up', { event })).toMatchObject({ people: 1 });
    expect(await refused(xiaoChen, 'events.sign_up', { event, people: 2 })).toBe('few_left');
  },
  'events.wait': async () => {
    const event = await film({ capacity: 1 });
    await join(wangNainai, event);
    expect(await call(xiaoChen, 'events.wait', { event })).toMatchObject({
      state: 'waiting',
      ahead: 0,
      files: [],
    });
    expect(await call(nguyenVanAn, 'events.wait', { event })).toMatchObject({ state: 'waiting', ahead: 1 });
    expect(await refused(sunJie, 'events.wait', { event, people: 2 })).toBe('too_many');
  },
  'events.mine': async () => {
    const event = await film();
    await film({ day: '2026-11-28' });
    await join(wangNainai, event);
    expect(values(await call(wangNainai, 'events.mine'))).toEqual([event]);
    expect(await call(xiaoChen, 'events.mine')).toEqual([]);
  },
  'events.held': async () => {
    const event = await heldFor(xiaoChen);
    expect(values(await call(xiaoChen, 'events.held'))).toEqual([event]);
    expect(await call(wangNainai, 'events.held')).toEqual([]);
  },
  'events.is_held': async () => {
    const event = await heldFor(xiaoChen);
    expect(await call(xiaoChen, 'events.is_held', { event })).toBe(true);
    expect(await call(wangNainai, 'events.is_held', { event })).toBe(false);
  },
  'events.is_waiting': async () => {
    const event = await film({ capacity: 1 });
    await join(wangNainai, event);
    await call(xiaoChen, 'events.wait', { event });
    expect(await call(xiaoChen, 'events.is_waiting', { event })).toBe(true);
    expect(await call(wangNainai, 'events.is_waiting', { event })).toBe(false);
  },
  'events.show': async () => {
    const event = await heldFor(xiaoChen);
    expect(await call(xiaoChen, 'events.show', { event })).toMatchObject({
      state: 'held',
      people: 1,
      held_until: '11月23日周一 11:00',
    });
    expect(await refused(nguyenVanAn, 'events.show', { event })).toBe('not_found');
  },
  'events.resize': async () => {
    const event = await film();
    await join(wangNainai, event);
    expect(await call(wangNainai, 'events.resize', { event, people: 3 })).toMatchObject({ people: 3 });
    expect(await refused(wangNainai, 'events.resize', { event, people: 3 })).toBe('same_party');
  },
  'events.take': async () => {
    const event = await heldFor(xiaoChen);
    expect(await call(xiaoChen, 'events.take', { event })).toMatchObject({
      state: 'going',
      files: [{ mime: 'text/calendar' }],
    });
    expect(await refused(xiaoChen, 'events.take', { event })).toBe('no_hold');
  },
  'events.pass': async () => {
    const event = await heldFor(xiaoChen);
    expect(await call(xiaoChen, 'events.pass', { event })).toMatchObject({ state: 'left', files: [] });
  },
  'events.leave': async () => {
    const event = await film();
    await join(wangNainai, event);
    expect(await call(wangNainai, 'events.leave', { event })).toMatchObject({
      state: 'left',
      files: [{ mime: 'text/calendar; method=CANCEL' }],
    });
    expect(await refused(wangNainai, 'events.leave', { event })).toBe('not_found');
  },
  'events.still': async () => {
    const event = await film();
    await join(wangNainai, event);
    expect(await call(wangNainai, 'events.still', { event })).toMatchObject({ state: 'going' });
    expect(await refused(xiaoChen, 'events.still', { event })).toBe('not_found');
  },
  'events.is_code': async () => {
    const code = await doorOpen();
    expect(await call(wangNainai, 'events.is_code', { door: code })).toEqual({});
    expect(await refused(wangNainai, 'events.is_code', { door: '没有' })).toBe('no_code');
  },
  'events.arrive': async () => {
    const code = await doorOpen();
    expect(await call(wangNainai, 'events.arrive', { door: code })).toMatchObject({
      title: '露天电影晚会',
      people: 1,
    });
    expect(await refused(wangNainai, 'events.arrive', { door: code })).toBe('here');
  },
  'events.attended': async () => {
    const event = await over();
    expect(values(await call(wangNainai, 'events.attended'))).toEqual([event]);
    expect(await call(nguyenVanAn, 'events.attended')).toEqual([]);
  },
  'events.rate': async () => {
    const event = await over();
    expect(await call(wangNainai, 'events.rate', { event, rating: '4' })).toMatchObject({ number: event });
    expect(await refused(nguyenVanAn, 'events.rate', { event, rating: '1' })).toBe('not_found');
  },
  'events.comment': async () => {
    const event = await over();
    expect(await call(wangNainai, 'events.comment', { event, word: '很好' })).toEqual({});
    expect(await refused(nguyenVanAn, 'events.comment', { event, word: '很好' })).toBe('not_found');
  },
};

/** An event with one seat, which is held for somebody. */
async function heldFor(who: Actor): Promise<string> {
  const event = await film({ capacity: 1 });
  await join(wangNainai, event);
  await call(who, 'events.wait', { event });
  await call(wangNainai, 'events.leave', { event });
  return event;
}

/** The code of an event at whose door people come in. */
async function doorOpen(): Promise<string> {
  const event = await film();
  await desk.hire(sunJie, 'desk');
  desk.now = at('11-27T18:30');
  return (await desk.turn(sunJie, context => openDoor(context, event))).value.code ?? '';
}

/** An event that is over, at which 王奶奶 was. */
async function over(): Promise<string> {
  const event = (await publish(desk, filmNight)).id;
  await desk.turn(wangNainai, context => signUp(context, event, 1));
  await letHappen(desk, at('11-28T09:00'));
  return event;
}
