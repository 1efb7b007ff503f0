import { beforeEach, describe, expect, it } from 'vitest';
import { arriveByCode, letIn, openDoor } from '../../src/community/events/door.js';
import { EVENT_STATUSES, events, withStatus } from '../../src/community/events/event.js';
import { averageOf, comment, rate, wordsAbout } from '../../src/community/events/feedback.js';
import { lapse } from '../../src/community/events/line.js';
import {
  cancelEvent,
  moveEvent,
  publishEvent,
  relocateEvent,
  resizeEvent,
} from '../../src/community/events/plan.js';
import { goRound } from '../../src/community/events/round.js';
import {
  leave,
  passPlace,
  resize,
  signUp,
  stillComing,
  takePlace,
  waitFor,
} from '../../src/community/events/rsvp.js';
import { seedEvents } from '../../src/community/events/seed.js';
import { isKept } from '../../src/community/kept-file.js';
import { residents } from '../../src/community/residents/resident.js';
import { acts } from '../../src/community/staff/act.js';
import { type Actor, cast, hePing, nguyenVanAn, sunJie, wangNainai, xiaoChen, zhouMin } from '../cast.js';
import { HOUR, MINUTE } from '../clock.js';
import { TestDesk } from './desk.js';
import { eventNow, filmNight, heard, letHappen, publish, signUpNow } from './event.js';

let desk: TestDesk;
beforeEach(async () => {
  desk = await TestDesk.open();
});

const at = (time: string): number => Date.parse(`2026-${time}:00+08:00`);
let ID = '';
/** Puts up the event that all this is about. */
const announce = async (changes: Parameters<typeof publish>[1] = {}): Promise<void> => {
  ID = (await publish(desk, changes)).id;
};
const joins = (who: Actor, party = 1) => desk.turn(who, context => signUp(context, ID, party));
const waits = (who: Actor, party = 1) => desk.turn(who, context => waitFor(context, ID, party));
const leaves = (who: Actor) => desk.turn(who, context => leave(context, ID));
const stateOf = async (who: Actor) => (await signUpNow(desk, ID, who))?.state;

describe('signing up', () => {
  it('takes seats as long as there are some, and says how many are left', async () => {
    await announce();
    expect((await joins(wangNainai, 3)).value).toMatchObject({ number: 1, party: 3, state: 'going' });
    expect(await desk.refusal(xiaoChen, context => signUp(context, ID, 2))).toBe('few_left');
    await joins(xiaoChen, 1);
    expect(await desk.refusal(nguyenVanAn, context => signUp(context, ID, 1))).toBe('full');
    expect(await eventNow(desk, ID)).toMatchObject({ taken: 4, signUps: 2 });
  });

  it('is for so many at once as the event says, once a person, and before it begins', async () => {
    await announce();
    expect(await desk.refusal(wangNainai, context => signUp(context, ID, 5))).toBe('too_many');
    expect(await desk.refusal(wangNainai, context => signUp(context, ID, 0))).toBe('too_many');
    expect(await desk.refusal(wangNainai, context => signUp(context, 'HD-0099', 1))).toBe('not_found');
    await joins(wangNainai);
    expect(await desk.refusal(wangNainai, context => signUp(context, ID, 1))).toBe('already');
    expect(await desk.refusal(wangNainai, context => waitFor(context, ID, 1))).toBe('already');
    desk.now = at('11-27T19:00');
    expect(await desk.refusal(xiaoChen, context => signUp(context, ID, 1))).toBe('begun');
    expect(await desk.refusal(wangNainai, context => leave(context, ID))).toBe('begun');
  });

  it('can be for more or fewer later, who frees seats freeing them for those who wait', async () => {
    await announce();
    await joins(wangNainai, 3);
    await joins(xiaoChen, 1);
    expect(await desk.refusal(xiaoChen, context => resize(context, ID, 2))).toBe('full');
    expect(await desk.refusal(xiaoChen, context => resize(context, ID, 1))).toBe('same_party');
    await waits(nguyenVanAn, 2);
    const { off } = await desk.turn(wangNainai, context => resize(context, ID, 1));
    expect(heard(off.told)).toEqual(['nguyen-van-an: event_held']);
    expect(await eventNow(desk, ID)).toMatchObject({ taken: 4 });
  });
});

describe('the waitlist', () => {
  beforeEach(async () => {
    await announce({ capacity: 2 });
    await joins(wangNainai, 2);
  });

  it('gives a seat that is freed to the first in line, for two hours, and then to the next', async () => {
    await waits(xiaoChen, 2);
    await waits(nguyenVanAn, 1);
    const { off } = await leaves(wangNainai);
    expect(off.told).toMatchObject([
      { resident: 'xiao-chen', expires: desk.now + 2 * HOUR, notice: { text: 'event_held' } },
    ]);
    expect(await desk.refusal(sunJie, context => signUp(context, ID, 1))).toBe('full');
    expect(heard(await letHappen(desk, desk.now + 2 * HOUR))).toEqual([
      'nguyen-van-an: event_held',
      'xiao-chen: event_lapsed',
    ]);
    expect(await stateOf(xiaoChen)).toBe('left');
    expect(await desk.refusal(xiaoChen, context => takePlace(context, ID))).toBe('no_hold');
    await desk.turn(nguyenVanAn, context => takePlace(context, ID));
    expect(await stateOf(nguyenVanAn)).toBe('going');
    // One seat is left, and nobody waits any more.
    await joins(xiaoChen, 1);
  });

  it('never offers a seat to whoever has just given it up, unless they wait again, behind the others', async () => {
    await waits(xiaoChen, 2);
    await leaves(wangNainai);
    await waits(wangNainai, 2);
    const { off } = await desk.turn(xiaoChen, context => passPlace(context, ID));
    expect(heard(off.told)).toEqual(['wang-nainai: event_held']);
    await desk.turn(wangNainai, context => takePlace(context, ID));
    const { off: last } = await leaves(wangNainai);
    expect(heard(last.told)).toEqual([]);
    expect(await eventNow(desk, ID)).toMatchObject({ taken: 0 });
  });

  it('begins a hold when whoever is next can be told, and shortens it near the event', async () => {
    await waits(xiaoChen, 2);
    desk.now = at('11-25T22:30');
    const { off } = await leaves(wangNainai);
    const morning = at('11-26T08:00');
    expect(off.told).toMatchObject([{ notBefore: morning, expires: morning + 2 * HOUR }]);
    await desk.turn(xiaoChen, context => takePlace(context, ID));
    await waits(wangNainai, 1);
    await desk.turn(nguyenVanAn, context => waitFor(context, ID, 1));
    desk.now = at('11-27T17:30');
    const { off: late } = await leaves(xiaoChen);
    expect(late.told.map(one => one.expires)).toEqual([at('11-27T18:30'), at('11-27T18:30')]);
  });

  it('asks nobody any more when there is no time to answer; whoever still waits hears so', async () => {
    await waits(xiaoChen, 2);
    desk.now = at('11-27T18:50');
    const { off } = await leaves(wangNainai);
    expect(off.told).toEqual([]);
    expect(heard(await letHappen(desk, at('11-27T19:00')))).toEqual(['xiao-chen: event_missed']);
    expect(await stateOf(xiaoChen)).toBe('left');
  });

  it('asks whoever wants more than there is whether fewer will do, once, and then asks the next', async () => {
    await waits(xiaoChen, 2);
    await waits(nguyenVanAn, 1);
    const { off } = await desk.turn(wangNainai, context => resize(context, ID, 1));
    expect(off.told).toMatchObject([
      { resident: 'xiao-chen', notice: { text: 'event_held_some', args: { seats: 1, party: 2 } } },
    ]);
    const { off: next } = await desk.turn(xiaoChen, context => passPlace(context, ID));
    expect(heard(next.told)).toEqual(['nguyen-van-an: event_held']);
    expect(await signUpNow(desk, ID, xiaoChen)).toMatchObject({ state: 'waiting', place: 1, passed: 1 });
    const { off: again } = await leaves(wangNainai);
    // Still only one is free: they have said that this will not do.
    expect(again.told).toEqual([]);
    const { off: both } = await leaves(nguyenVanAn);
    expect(heard(both.told)).toEqual(['xiao-chen: event_held']);
  });

  it('lets a hold run out by its own time alone: an earlier hold of the same person ends nothing', async () => {
    await waits(xiaoChen, 2);
    await leaves(wangNainai);
    const early = { event: ID, who: xiaoChen.id, until: desk.now + 2 * HOUR };
    await leaves(xiaoChen);
    await joins(wangNainai, 2);
    await waits(xiaoChen, 2);
    desk.now += HOUR;
    await leaves(wangNainai);
    await desk.timed(context => lapse(context, early));
    expect(await stateOf(xiaoChen)).toBe('held');
  });

  it('lets nobody past a line that has not been asked to its end yet', async () => {
    const crowd = Array.from({ length: 25 }, (_, i) => ({ ...wangNainai, id: `resident-${i}` }));
    desk = await TestDesk.open(undefined, [...cast, ...crowd]);
    await desk.hire(hePing, 'spokesperson');
    await announce({ capacity: 1 });
    await joins(wangNainai);
    for (const who of crowd) await waits(who);
    const { off } = await desk.turn(hePing, context => resizeEvent(context, ID, 40));
    expect(off.told).toHaveLength(20);
    expect(await desk.refusal(xiaoChen, context => signUp(context, ID, 1))).toBe('full');
    expect(await letHappen(desk)).toHaveLength(5);
    await joins(xiaoChen);
  });

  it('can be left at any time, also while a seat is held', async () => {
    await waits(xiaoChen, 1);
    await waits(nguyenVanAn, 1);
    await leaves(xiaoChen);
    await leaves(wangNainai);
    await leaves(nguyenVanAn);
    expect(await eventNow(desk, ID)).toMatchObject({ taken: 0 });
    expect([...desk.timers.keys()].filter(id => id.startsWith('hold/'))).toEqual([]);
  });

  it('moves up when there are more seats; with room for all, nobody has to answer in time', async () => {
    await desk.hire(hePing, 'spokesperson');
    await waits(xiaoChen, 2);
    await waits(nguyenVanAn, 1);
    const { off } = await desk.turn(hePing, context => resizeEvent(context, ID, 4));
    expect(heard(off.told)).toEqual(['xiao-chen: event_held']);
    expect(await desk.refusal(hePing, context => resizeEvent(context, ID, 3))).toBe('too_few');
    const { off: all } = await desk.turn(hePing, context => resizeEvent(context, ID, null));
    expect(all.told).toMatchObject([
      { resident: 'nguyen-van-an', notice: { text: 'event_moved_up', files: [{ name: `${ID}.ics` }] } },
    ]);
    expect(await stateOf(nguyenVanAn)).toBe('going');
  });
});

describe('a change by staff', () => {
  beforeEach(async () => {
    await desk.hire(hePing, 'spokesperson');
    await announce();
  });

  const calendarOf = (told: Awaited<ReturnType<typeof letHappen>>, who: string): string => {
    const file = told.find(one => one.resident === who)?.notice.files?.[0];
    return Buffer.from(file?.base64 ?? '', 'base64').toString('utf8');
  };

  it('reaches all who signed up and who wait, with the calendar entry as it is now', async () => {
    await joins(wangNainai, 4);
    await waits(nguyenVanAn);
    await desk.turn(hePing, context => moveEvent(context, ID, '2026-11-28', '18:30'));
    const told = await letHappen(desk);
    expect(heard(told)).toEqual(['wang-nainai: event_changed', 'nguyen-van-an: event_changed_waiting']);
    expect(told[0]?.notice.args).toMatchObject({ day_date: '2026-11-28', time: '18:30' });
    expect(told[1]?.notice.args).toMatchObject({ title: 'Open-air film night' });
    expect(calendarOf(told, 'wang-nainai')).toContain(`UID:${ID}@huimin.linli`);
    expect(calendarOf(told, 'wang-nainai')).toContain('SEQUENCE:1');
    await desk.turn(wangNainai, context => stillComing(context, ID));
    expect(await signUpNow(desk, ID, wangNainai)).toMatchObject({ stillComing: 1 });
    // Whoever signs up afterwards knows already.
    await leaves(wangNainai);
    await joins(xiaoChen);
    expect(await letHappen(desk)).toEqual([]);
  });

  it('is no news to whoever signs up after it, though the others have not heard of it yet', async () => {
    await joins(wangNainai);
    await desk.turn(hePing, context => moveEvent(context, ID, '2026-11-28', '18:30'));
    await joins(xiaoChen);
    expect(heard(await letHappen(desk))).toEqual(['wang-nainai: event_changed']);
  });

  it('is told outside quiet hours, unless somebody would go in vain', async () => {
    await joins(wangNainai);
    desk.now = at('11-26T21:30');
    await desk.turn(hePing, context => relocateEvent(context, ID, '一楼活动室'));
    expect(await letHappen(desk)).toMatchObject([
      { notice: { args: { place: '一楼活动室' } }, notBefore: at('11-27T08:00') },
    ]);
    await desk.turn(hePing, context => moveEvent(context, ID, '2026-11-27', '08:30'));
    expect((await letHappen(desk))[0]).not.toHaveProperty('notBefore');
  });

  it('reaches hundreds page by page, each once, though a second change comes in between', async () => {
    const crowd = Array.from({ length: 120 }, (_, i) => ({ ...wangNainai, id: `resident-${i}` }));
    desk = await TestDesk.open(undefined, [...cast, ...crowd]);
    await desk.hire(hePing, 'spokesperson');
    await announce({ capacity: null });
    for (const who of crowd) await joins(who);
    await desk.turn(hePing, context => relocateEvent(context, ID, '一楼活动室'));
    const pages: number[] = [];
    for (let due = desk.due(); due.length > 0; due = desk.due()) {
      for (const { data, name } of due) {
        expect(name).toBe('events.round');
        const { off } = await desk.timed(context => goRound(context, data));
        pages.push(off.told.length);
      }
    }
    expect(pages).toEqual([50, 50, 20]);
    await desk.turn(hePing, context => relocateEvent(context, ID, '二楼活动室'));
    const [first] = desk.due();
    const before = await desk.timed(context => goRound(context, first?.data ?? null));
    await desk.turn(hePing, context => cancelEvent(context, ID, '下雨'));
    const told = [...before.off.told, ...(await letHappen(desk))];
    const cancelled = told.filter(one => one.notice.text === 'event_cancelled');
    expect(new Set(cancelled.map(one => one.resident)).size).toBe(120);
    expect(cancelled).toHaveLength(120);
    expect(told.length - cancelled.length).toBe(50);
  });

  it('cancels with a reason, takes it out of calendars, and stays cancelled', async () => {
    await joins(wangNainai);
    await desk.turn(hePing, context => cancelEvent(context, ID, '下雨'));
    const told = await letHappen(desk, at('11-30T09:00'));
    expect(heard(told)).toEqual(['wang-nainai: event_cancelled']);
    expect(told[0]?.notice.args).toMatchObject({ reason: '下雨' });
    expect(calendarOf(told, 'wang-nainai')).toContain('METHOD:CANCEL');
    expect(await desk.refusal(hePing, context => cancelEvent(context, ID, '下雨'))).toBe('called_off');
    expect(await desk.refusal(xiaoChen, context => signUp(context, ID, 1))).toBe('called_off');
    const event = await eventNow(desk, ID);
    const change = { at: desk.now, by: '', what: 'over' } as const;
    for (const status of EVENT_STATUSES) {
      expect(() => withStatus(event, status, change)).toThrow(`is cancelled and cannot become ${status}`);
    }
  });

  it('is recorded, and refuses what has passed', async () => {
    await desk.turn(hePing, context => publishEvent(context, filmNight));
    expect(
      await desk.refusal(hePing, context => publishEvent(context, { ...filmNight, day: '2026-11-22' })),
    ).toBe('past');
    expect(await desk.refusal(hePing, context => moveEvent(context, ID, '2026-11-27', '19:00'))).toBe(
      'same_time',
    );
    expect(await desk.refusal(hePing, context => moveEvent(context, ID, '2026-11-23', '08:00'))).toBe('past');
    await desk.turn(hePing, context => moveEvent(context, ID, '2026-11-27', '20:00'));
    const { value } = await desk.timed(context =>
      context.tx.find(acts, 'byMatter', { prefix: [ID], limit: 9 }),
    );
    expect(value).toMatchObject([{ by: 'm-he-ping', what: 'event.change', facts: { time: '20:00' } }]);
    await expect(desk.turn(wangNainai, context => publishEvent(context, filmNight))).rejects.toThrow(
      'nobody who works here',
    );
  });
});

describe('the course of an event', () => {
  it('reminds the day before at six and two hours before, of the time that holds by then', async () => {
    await announce();
    await desk.hire(hePing, 'spokesperson');
    await joins(wangNainai);
    await desk.turn(hePing, context => moveEvent(context, ID, '2026-11-28', '19:00'));
    await letHappen(desk);
    expect(heard(await letHappen(desk, at('11-27T17:59')))).toEqual([]);
    expect(heard(await letHappen(desk, at('11-27T18:00')))).toEqual(['wang-nainai: event_eve']);
    expect(heard(await letHappen(desk, at('11-28T17:00')))).toEqual(['wang-nainai: event_soon']);
  });

  it('spares whoever signed up just now, and says nothing that comes too late', async () => {
    await announce();
    desk.now = at('11-26T17:30');
    await joins(wangNainai);
    desk.now = at('11-27T19:30');
    // A night without power: everything falls due at once.
    expect(heard(await letHappen(desk))).toEqual([]);
  });

  it('asks afterwards those who were there how it was, not at night', async () => {
    await announce({ time: '19:30' });
    await joins(wangNainai);
    await joins(xiaoChen);
    await desk.hire(sunJie, 'desk');
    await letHappen(desk, at('11-27T19:10'));
    const { code = '' } = (await desk.turn(sunJie, context => openDoor(context, ID))).value;
    await desk.turn(wangNainai, context => arriveByCode(context, code));
    expect(await desk.refusal(wangNainai, context => rate(context, ID, 5))).toBe('not_yet');
    expect(await letHappen(desk, at('11-27T22:00'))).toMatchObject([
      { resident: 'wang-nainai', notice: { text: 'event_feedback' }, notBefore: at('11-28T08:00') },
    ]);
    await desk.turn(wangNainai, context => rate(context, ID, 3));
    await desk.turn(wangNainai, context => rate(context, ID, 5));
    await desk.turn(wangNainai, context => comment(context, ID, '孩子们很高兴'));
    await desk.turn(xiaoChen, context => rate(context, ID, 4));
    expect(await desk.refusal(nguyenVanAn, context => rate(context, ID, 1))).toBe('not_found');
    const event = await eventNow(desk, ID);
    expect(event).toMatchObject({ status: 'over', ratings: { count: 2, sum: 9 } });
    expect(averageOf(event)).toBe(4.5);
    const { value } = await desk.timed(context => wordsAbout(context.tx, ID));
    expect(value).toEqual([{ rating: 5, word: '孩子们很高兴' }]);
  });
});

describe('the door', () => {
  beforeEach(async () => {
    await announce();
    await desk.hire(sunJie, 'desk');
    await joins(wangNainai, 2);
  });

  it('has a code on its day, which stays the same', async () => {
    expect(await desk.refusal(sunJie, context => openDoor(context, ID))).toBe('not_today');
    desk.now = at('11-27T18:30');
    const { value } = await desk.turn(sunJie, context => openDoor(context, ID));
    expect(value.code).toMatch(/^\d{4}$/);
    expect((await desk.turn(sunJie, context => openDoor(context, ID))).value.code).toBe(value.code);
    const { value: there } = await desk.turn(wangNainai, context => arriveByCode(context, ` ${value.code} `));
    expect(there.signUp).toMatchObject({ arrived: desk.now, party: 2 });
    expect(await desk.refusal(wangNainai, context => arriveByCode(context, value.code ?? ''))).toBe('here');
    expect(await eventNow(desk, ID)).toMatchObject({ arrived: 2, taken: 2 });
    await letHappen(desk, at('11-27T21:00'));
    expect(await desk.refusal(xiaoChen, context => arriveByCode(context, value.code ?? ''))).toBe('no_code');
    expect(await desk.refusal(sunJie, context => openDoor(context, ID))).toBe('over');
  });

  it('lets in whoever comes unannounced while there are seats', async () => {
    desk.now = at('11-27T18:30');
    const { code = '' } = (await desk.turn(sunJie, context => openDoor(context, ID))).value;
    await desk.turn(xiaoChen, context => arriveByCode(context, code));
    await joins(nguyenVanAn, 1);
    expect(await desk.refusal(zhouMin, context => arriveByCode(context, code))).toBe('full');
    expect(await eventNow(desk, ID)).toMatchObject({ taken: 4, arrived: 1 });
  });

  it('can be opened for somebody by number or by name', async () => {
    await joins(xiaoChen);
    desk.now = at('11-27T18:30');
    expect((await desk.turn(sunJie, context => letIn(context, ID, '2号'))).value.name).toBe('小陈');
    expect((await desk.turn(sunJie, context => letIn(context, ID, '王'))).value.name).toBe('王奶奶');
    expect(await desk.refusal(sunJie, context => letIn(context, ID, '王奶奶'))).toBe('here');
    expect(await desk.refusal(sunJie, context => letIn(context, ID, '9'))).toBe('nobody');
    await desk.turn(sunJie, context =>
      context.tx.put(residents, {
        id: 'other',
        name: '王奶',
        locale: 'en',
        since: 0,
        kept: {},
        consents: [],
      }),
    );
    await desk.turn('other', context => signUp(context, ID, 1));
    expect((await desk.turn(sunJie, context => letIn(context, ID, '王奶'))).value.name).toBe('王奶');
    expect(await desk.refusal(sunJie, context => letIn(context, ID, '王'))).toBe('several');
  });
});

describe('the picture', () => {
  it('is held on to until the event is over or cancelled, and then goes', async () => {
    await desk.hire(hePing, 'spokesperson');
    const picture = { account: 'telegram', attachment: { kind: 'photo', ref: 'photo-1' } } as const;
    const file = { account: 'telegram', ref: 'photo-1' };
    await announce({ picture });
    const kept = async () => (await desk.timed(context => isKept(context.tx, file))).value;
    expect(await kept()).toBe(true);
    const film = ID;
    await announce({ picture });
    await desk.turn(hePing, context => cancelEvent(context, ID, '下雨'));
    expect(await kept()).toBe(true);
    await letHappen(desk, at('11-27T21:00'));
    expect(await kept()).toBe(false);
    expect(await eventNow(desk, film)).not.toHaveProperty('picture');
  });
});

describe('the samples', () => {
  it('are copied once, to the next such days, and never again', async () => {
    desk.now = at('11-27T17:30');
    const all = async () =>
      (await desk.timed(context => context.tx.find(events, 'byStatus', { prefix: [], limit: 9 }))).value;
    await desk.timed(context => seedEvents(context, null));
    expect(await all()).toMatchObject([
      { sample: 'lantern-riddles', day: '2026-11-28' },
      { sample: 'film-night', day: '2026-12-04' },
    ]);
    await desk.hire(hePing, 'spokesperson');
    const film = (await all())[1]?.id ?? '';
    await desk.turn(hePing, context => cancelEvent(context, film, '下雨'));
    desk.now = at('12-20T09:00');
    await desk.timed(context => seedEvents(context, null));
    expect(await all()).toMatchObject([{ status: 'cancelled' }, { status: 'planned' }]);
  });
});

it('holds a seat for at least a quarter of an hour', async () => {
  await announce({ capacity: 1 });
  await joins(wangNainai);
  await waits(xiaoChen);
  desk.now = at('11-27T18:40');
  const { off } = await leaves(wangNainai);
  expect(off.told).toMatchObject([{ expires: desk.now + 15 * MINUTE }]);
});
