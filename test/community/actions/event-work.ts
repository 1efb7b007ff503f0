import { expect } from 'vitest';
import { events } from '../../../src/community/events/event.js';
import { comment, rate } from '../../../src/community/events/feedback.js';
import { signUp, waitFor } from '../../../src/community/events/rsvp.js';
import { hePing, wangNainai, xiaoChen } from '../../cast.js';
import { eventNow, letHappen, publish } from '../event.js';
import { call, desk, refused, type Specs, values } from './call.js';

const at = (time: string): number => Date.parse(`2026-${time}:00+08:00`);
/** He works here, and there is a film night with two people from one household. */
async function film(changes: Parameters<typeof publish>[1] = {}): Promise<string> {
  await desk.hire(hePing, 'spokesperson');
  const { id } = await publish(desk, changes);
  await desk.turn(wangNainai, context => signUp(context, id, 2));
  return id;
}

const said = {
  title: '健步走',
  text: '绕公园一圈',
  day: '2026-11-26',
  time: '08:00',
  minutes: 90,
  place: '公园东门',
};

export const eventWork: Specs = {
  'events.languages': async () => {
    expect(await call(hePing, 'events.languages')).toEqual([{ value: 'en', label: 'English' }]);
  },
  'events.publish': async () => {
    await desk.hire(hePing, 'spokesperson');
    const { number } = (await call(hePing, 'events.publish', said)) as { number: string };
    expect(await eventNow(desk, number)).toMatchObject({
      title: { 'zh-Hans': '健步走' },
      capacity: null,
      most: 4,
      topic: 'events',
      status: 'planned',
    });
    const more = {
      capacity: 30,
      most: 1,
      picture: [{ kind: 'photo', ref: 'photo-1' }],
      language: 'en',
      title2: 'A walk',
      text2: 'Once round the park',
      place2: 'East gate',
    };
    const second = (await call(hePing, 'events.publish', { ...said, ...more })) as { number: string };
    const event = await eventNow(desk, second.number);
    expect(event).toMatchObject({
      title: { 'zh-Hans': '健步走', en: 'A walk' },
      place: { en: 'East gate' },
      capacity: 30,
      picture: { account: 'webchat', attachment: { kind: 'photo', ref: 'photo-1' } },
    });
    expect(await refused(hePing, 'events.publish', { ...said, day: '2026-11-22' })).toBe('past');
  },
  'events.planned': async () => {
    const event = await film();
    // While it goes on there is something to do at the door.
    desk.now = at('11-27T19:30');
    expect(values(await call(hePing, 'events.planned'))).toEqual([event]);
  },
  'events.past': async () => {
    const event = await film();
    expect(await call(hePing, 'events.past')).toEqual([]);
    await letHappen(desk, at('11-27T21:00'));
    expect(values(await call(hePing, 'events.past'))).toEqual([event]);
  },
  'events.overview': async () => {
    const event = await film({ capacity: 2 });
    await desk.turn(xiaoChen, context => waitFor(context, event, 1));
    expect(await call(hePing, 'events.overview', { event })).toMatchObject({
      seats: '满了，可以排队',
      going: 1,
      people: 2,
      waiting: 1,
      held: 0,
      still: 0,
      arrived: 0,
    });
    expect(await refused(hePing, 'events.overview', { event: 'HD-0099' })).toBe('not_found');
  },
  'events.names': async () => {
    const event = await film();
    expect(await call(hePing, 'events.names', { event })).toEqual({
      count: 1,
      list: '· 1号 王奶奶（2 人）',
      files: [],
    });
  },
  'events.move': async () => {
    const event = await film();
    const args = { event, day: '2026-11-28', time: '18:30' };
    expect(await call(hePing, 'events.move', args)).toMatchObject({ day: '11月28日周六', until: '20:30' });
    expect(await refused(hePing, 'events.move', args)).toBe('same_time');
  },
  'events.relocate': async () => {
    const event = await film();
    expect(await call(hePing, 'events.relocate', { event, place: '一楼' })).toMatchObject({ place: '一楼' });
  },
  'events.seats': async () => {
    const event = await film();
    expect(await call(hePing, 'events.seats', { event, capacity: 3 })).toMatchObject({
      seats: '还有 1 个位子',
    });
    expect(await refused(hePing, 'events.seats', { event, capacity: 1 })).toBe('too_few');
    expect(await call(hePing, 'events.seats', { event })).toMatchObject({ seats: '名额不限' });
  },
  'events.cancel': async () => {
    const event = await film();
    expect(await call(hePing, 'events.cancel', { event, reason: '下雨' })).toMatchObject({ number: event });
    const { value } = await desk.timed(context => context.tx.get(events, event));
    expect(value).toMatchObject({ status: 'cancelled', reason: '下雨' });
    expect(await refused(hePing, 'events.cancel', { event, reason: '下雨' })).toBe('called_off');
  },
  'events.door': async () => {
    const event = await film();
    expect(await refused(hePing, 'events.door', { event })).toBe('not_today');
    desk.now = at('11-27T18:30');
    const { code } = (await call(hePing, 'events.door', { event })) as { code: string };
    expect(code).toMatch(/^\d{4}$/);
  },
  'events.let_in': async () => {
    const event = await film();
    desk.now = at('11-27T18:30');
    expect(await call(hePing, 'events.let_in', { event, who: '王奶奶' })).toEqual({
      name: '王奶奶',
      signup: 1,
      people: 2,
      arrived: 2,
    });
    expect(await refused(hePing, 'events.let_in', { event, who: '小陈' })).toBe('nobody');
  },
  'events.feedback': async () => {
    const event = await film();
    desk.now = at('11-27T20:00');
    expect(await call(hePing, 'events.feedback', { event })).toMatchObject({
      count: 0,
      average: '',
      words: '',
    });
    await desk.turn(wangNainai, context => rate(context, event, 4));
    await desk.turn(wangNainai, context => comment(context, event, '不错\n就是冷'));
    expect(await call(hePing, 'events.feedback', { event })).toMatchObject({
      count: 1,
      average: '4.0',
      words: '· 4 分：不错 就是冷',
    });
  },
};
