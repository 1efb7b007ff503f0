import { beforeEach, describe, expect, it } from 'vitest';
import { freeDays, freeTimes } from '../../src/community/bookings/availability.js';
import { acknowledge, book, cancel, reschedule, type Wish } from '../../src/community/bookings/book.js';
import { bookings, openBookings } from '../../src/community/bookings/booking.js';
import { slotDayOf } from '../../src/community/bookings/slot-day.js';
import { type Actor, nguyenVanAn, wangNainai, xiaoChen } from '../cast.js';
import { DAY, HOUR, MINUTE, NOW } from '../clock.js';
import { huimin, TestDesk, withService } from './desk.js';

const wish = (actor: Actor, changes: Partial<Wish> = {}): Wish => ({
  service: 'blood-pressure',
  day: '2026-11-24',
  time: '15:00',
  address: actor.address,
  phone: actor.e164,
  ...changes,
});

let desk: TestDesk;
beforeEach(async () => {
  desk = await TestDesk.open();
});

describe('book', () => {
  it('gives 王奶奶 a number, an instant on the clocks of Wuhan, and a history', async () => {
    const { value: booking } = await desk.turn(wangNainai, context => book(context, wish(wangNainai)));
    expect(booking).toMatchObject({
      resident: 'wang-nainai',
      status: 'booked',
      sequence: 0,
      start: Date.parse('2026-11-24T15:00:00+08:00'),
      minutes: 30,
      history: [{ at: NOW, by: 'wang-nainai', what: 'booked', day: '2026-11-24', time: '15:00' }],
    });
    expect(booking.id).toMatch(/^YY-\d{4}$/);
  });

  it('tells the staff where to go and whom to call, and nothing more', async () => {
    const { value, off } = await desk.turn(wangNainai, context => book(context, wish(wangNainai)));
    expect(off.staff).toEqual([
      {
        text: 'staff_booked',
        args: {
          number: value.id,
          service: '上门量血压',
          day_date: '2026-11-24',
          time: '15:00',
          address: wangNainai.address,
          phone: '13800001234',
        },
      },
    ]);
    expect(JSON.stringify(off.staff)).not.toContain('王奶奶');
  });

  it.each<[string, Partial<Wish>, string]>([
    ['a service that is not there', { service: 'piano' }, 'not_open'],
    ['a day when it is closed', { day: '2026-11-28' }, 'not_open'],
    ['a time between the slots', { time: '15:10' }, 'not_open'],
    ['a time out of hours', { time: '12:00' }, 'not_open'],
    ['yesterday', { day: '2026-11-22' }, 'not_open'],
    ['further ahead than two weeks', { day: '2026-12-08' }, 'not_open'],
    ['an hour and a half from now, with two hours notice', { day: '2026-11-23', time: '10:30' }, 'too_soon'],
  ])('refuses %s', async (_, changes, code) => {
    expect(await desk.refusal(wangNainai, context => book(context, wish(wangNainai, changes)))).toBe(code);
  });

  it('takes the first and the last moment that the rules allow', async () => {
    const first = wish(wangNainai, { day: '2026-11-23', time: '11:00' });
    const last = wish(wangNainai, { day: '2026-12-07', time: '16:30' });
    await desk.turn(wangNainai, context => book(context, first));
    await desk.turn(wangNainai, context => book(context, last));
    expect(
      (await desk.turn(wangNainai, context => openBookings(context.tx, wangNainai.id, desk.now))).value.map(
        one => one.day,
      ),
    ).toEqual(['2026-11-23', '2026-12-07']);
  });

  it('does not book the same service at the same time twice for one person', async () => {
    await desk.turn(wangNainai, context => book(context, wish(wangNainai)));
    expect(await desk.refusal(wangNainai, context => book(context, wish(wangNainai)))).toBe('already_booked');
  });

  it('books it again after it was cancelled', async () => {
    const { value } = await desk.turn(wangNainai, context => book(context, wish(wangNainai)));
    await desk.turn(wangNainai, context => cancel(context, value.id));
    const again = await desk.turn(wangNainai, context => book(context, wish(wangNainai)));
    expect(again.value.id).not.toBe(value.id);
  });

  it('sells each place of a slot once, however many ask at once', async () => {
    const asking = [wangNainai, xiaoChen, nguyenVanAn].map(actor =>
      desk
        .turn(actor, context => book(context, wish(actor)))
        .then(
          ({ value }) => value.id,
          error => error.code,
        ),
    );
    const answers = await Promise.all(asking);
    expect(answers.filter(answer => answer === 'slot_taken')).toHaveLength(1);
    expect(new Set(answers.filter(answer => answer !== 'slot_taken')).size).toBe(2);
    const { value } = await desk.turn(wangNainai, context =>
      slotDayOf(context.tx, 'blood-pressure', '2026-11-24'),
    );
    expect(value.taken).toHaveLength(2);
  });

  it('counts what overlaps after the hours were edited', async () => {
    await desk.turn(wangNainai, context =>
      book(context, wish(wangNainai, { service: 'haircut', time: '09:00' })),
    );
    desk.content = withService('haircut', { slot: 30 });
    const half = wish(xiaoChen, { service: 'haircut', time: '09:30' });
    expect(await desk.refusal(xiaoChen, context => book(context, half))).toBe('slot_taken');
  });
});

describe('what is offered', () => {
  const blood = huimin.services.find(service => service.id === 'blood-pressure')!;

  it('lists only times that can be booked now', async () => {
    const { value } = await desk.turn(wangNainai, context => freeTimes(context, blood, '2026-11-23'));
    expect(value).toEqual(['11:00', '14:30', '15:00', '15:30', '16:00', '16:30']);
  });

  it('leaves out a slot when its last place is gone, and a day when its last slot is', async () => {
    desk.content = withService('haircut', { hours: { tue: ['09:00-10:00'] }, ahead: 7 });
    const haircut = desk.content.services.find(service => service.id === 'haircut')!;
    const before = await desk.turn(xiaoChen, context => freeDays(context, haircut));
    expect(before.value).toEqual(['2026-11-24']);
    // With a day's notice, nine tomorrow is just in time.
    await desk.turn(wangNainai, context =>
      book(context, wish(wangNainai, { service: 'haircut', time: '09:00' })),
    );
    const after = await desk.turn(xiaoChen, context => freeDays(context, haircut));
    expect(after.value).toEqual([]);
  });

  it('has evening hours for 小陈, who comes home at nine', async () => {
    const paperwork = huimin.services.find(service => service.id === 'paperwork')!;
    const { value } = await desk.turn(xiaoChen, context => freeTimes(context, paperwork, '2026-11-24'));
    expect(value).toContain('21:00');
  });
});

describe('reschedule', () => {
  const booked = async () =>
    (await desk.turn(wangNainai, context => book(context, wish(wangNainai)))).value.id;

  it('keeps the number, raises the sequence, moves the place and tells the staff both times', async () => {
    const id = await booked();
    const { value, off } = await desk.turn(wangNainai, context =>
      reschedule(context, id, '2026-11-25', '09:00'),
    );
    expect(value).toMatchObject({ id, day: '2026-11-25', time: '09:00', sequence: 1, status: 'booked' });
    expect(off.staff[0]).toMatchObject({
      text: 'staff_rescheduled',
      args: { old_day_date: '2026-11-24', old_time: '15:00', day_date: '2026-11-25', time: '09:00' },
    });
    const days = await desk.turn(wangNainai, async context => [
      await slotDayOf(context.tx, 'blood-pressure', '2026-11-24'),
      await slotDayOf(context.tx, 'blood-pressure', '2026-11-25'),
    ]);
    expect(days.value.map(day => day.taken.length)).toEqual([0, 1]);
  });

  it('moves backwards in the calendar as well: the days are locked in one order', async () => {
    const id = await booked();
    const { value } = await desk.turn(wangNainai, context => reschedule(context, id, '2026-11-23', '16:00'));
    expect(value.day).toBe('2026-11-23');
  });

  it('moves within a day that is full but for its own place', async () => {
    desk.content = withService('blood-pressure', { capacity: 1, slot: 60 });
    const { value } = await desk.turn(wangNainai, context =>
      book(context, wish(wangNainai, { time: '14:30' })),
    );
    desk.content = withService('blood-pressure', { capacity: 1, slot: 30 });
    // 15:00 overlaps with its own old hour only.
    const moved = await desk.turn(wangNainai, context =>
      reschedule(context, value.id, '2026-11-24', '15:00'),
    );
    expect(moved.value).toMatchObject({ time: '15:00', minutes: 30 });
  });

  it('refuses a slot that is taken and leaves the old one', async () => {
    desk.content = withService('blood-pressure', { capacity: 1 });
    const id = await booked();
    await desk.turn(xiaoChen, context => book(context, wish(xiaoChen, { day: '2026-11-25' })));
    expect(await desk.refusal(wangNainai, context => reschedule(context, id, '2026-11-25', '15:00'))).toBe(
      'slot_taken',
    );
    const { value } = await desk.turn(wangNainai, context => context.tx.get(bookings, id));
    expect(value).toMatchObject({ day: '2026-11-24', sequence: 0 });
  });

  it.each([
    ['the time that it has', '2026-11-24', '15:00', 'same_time'],
    ['a closed day', '2026-11-29', '15:00', 'not_open'],
    ['a time too soon', '2026-11-23', '09:30', 'too_soon'],
  ])('refuses %s', async (_, day, time, code) => {
    const id = await booked();
    expect(await desk.refusal(wangNainai, context => reschedule(context, id, day, time))).toBe(code);
  });

  it('refuses a time at which they have the same service already', async () => {
    const id = await booked();
    await desk.turn(wangNainai, context => book(context, wish(wangNainai, { time: '16:00' })));
    expect(await desk.refusal(wangNainai, context => reschedule(context, id, '2026-11-24', '16:00'))).toBe(
      'already_booked',
    );
  });

  it("does not know other people's bookings", async () => {
    const id = await booked();
    for (const body of [
      () => desk.refusal(xiaoChen, context => reschedule(context, id, '2026-11-25', '09:00')),
      () => desk.refusal(xiaoChen, context => cancel(context, id)),
      () => desk.refusal(xiaoChen, context => acknowledge(context, id)),
    ]) {
      expect(await body()).toBe('not_found');
    }
    expect(await desk.refusal(wangNainai, context => cancel(context, '26-9999'))).toBe('not_found');
  });
});

describe('cancel', () => {
  it('frees the place, keeps the reason, tells the staff without address or phone', async () => {
    const booked = await desk.turn(wangNainai, context => book(context, wish(wangNainai)));
    const { value, off } = await desk.turn(wangNainai, context => cancel(context, booked.value.id, 'solved'));
    expect(value).toMatchObject({ status: 'cancelled', sequence: 1 });
    expect(value.history.at(-1)).toMatchObject({ what: 'cancelled', reason: 'solved' });
    expect(off.staff[0]?.text).toBe('staff_cancelled');
    expect(JSON.stringify(off.staff)).not.toMatch(/13800001234|惠民苑/);
    const day = await desk.turn(wangNainai, context => slotDayOf(context.tx, 'blood-pressure', '2026-11-24'));
    expect(day.value.taken).toEqual([]);
  });

  it('refuses what is cancelled already, or has begun', async () => {
    const first = await desk.turn(wangNainai, context => book(context, wish(wangNainai)));
    await desk.turn(wangNainai, context => cancel(context, first.value.id));
    expect(await desk.refusal(wangNainai, context => cancel(context, first.value.id))).toBe('over');
    const second = await desk.turn(wangNainai, context => book(context, wish(wangNainai, { time: '16:00' })));
    desk.now = second.value.start;
    expect(await desk.refusal(wangNainai, context => cancel(context, second.value.id))).toBe('over');
  });
});

describe('mine', () => {
  it('lists what is to come, the next one first, past cancelled ones and other people', async () => {
    for (const time of ['08:30', '09:00', '09:30', '10:00']) {
      const { value } = await desk.turn(wangNainai, context => book(context, wish(wangNainai, { time })));
      if (time < '10:00') await desk.turn(wangNainai, context => cancel(context, value.id));
    }
    await desk.turn(wangNainai, context =>
      book(context, wish(wangNainai, { day: '2026-11-23', time: '16:30' })),
    );
    await desk.turn(xiaoChen, context => book(context, wish(xiaoChen)));
    // Pages of one, so that it has to read on past the cancelled ones.
    const one = await desk.turn(wangNainai, context => openBookings(context.tx, wangNainai.id, desk.now, 1));
    expect(one.value.map(booking => booking.day)).toEqual(['2026-11-23']);
    desk.now = NOW + 8 * HOUR;
    const next = await desk.turn(wangNainai, context => openBookings(context.tx, wangNainai.id, desk.now, 1));
    expect(next.value.map(booking => booking.time)).toEqual(['10:00']);
    desk.now = NOW + 2 * DAY;
    const none = await desk.turn(wangNainai, context => openBookings(context.tx, wangNainai.id, desk.now));
    expect(none.value).toEqual([]);
  });

  it('counts a visit as to come until it begins', async () => {
    const { value } = await desk.turn(wangNainai, context => book(context, wish(wangNainai)));
    desk.now = value.start - MINUTE;
    expect(
      (await desk.turn(wangNainai, context => openBookings(context.tx, wangNainai.id, desk.now))).value,
    ).toHaveLength(1);
  });
});

describe('acknowledge', () => {
  it('is noted once, and forgotten when the time changes', async () => {
    const { value } = await desk.turn(wangNainai, context => book(context, wish(wangNainai)));
    await desk.turn(wangNainai, context => acknowledge(context, value.id));
    const twice = await desk.turn(wangNainai, context => acknowledge(context, value.id));
    expect(twice.value.history.filter(change => change.what === 'acknowledged')).toHaveLength(1);
    const moved = await desk.turn(wangNainai, context =>
      reschedule(context, value.id, '2026-11-25', '09:00'),
    );
    expect(moved.value.acknowledged).toBeUndefined();
  });
});
