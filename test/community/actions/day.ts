import { expect } from 'vitest';
import { deskOpen } from '../../../src/community/hours/closure.js';
import { sunJie, wangNainai, xiaoChen, zhouMin } from '../../cast.js';
import { bookingOf } from './booking.js';
import { call, desk, refused, type Specs, values } from './call.js';

const afternoon = { day: '2026-11-24', part: 'afternoon' };

export const day: Specs = {
  'day.days': async () => {
    await desk.hire(sunJie, 'desk');
    const days = values(await call(sunJie, 'day.days'));
    expect(days).toHaveLength(14);
    expect(days[0]).toBe('2026-11-23');
  },
  'day.concerned': async () => {
    await desk.hire(sunJie, 'desk');
    const { number } = await bookingOf(wangNainai);
    await bookingOf(xiaoChen, { day: '2026-11-24', time: '09:00' });
    expect(await call(sunJie, 'day.concerned', afternoon)).toEqual({
      count: 1,
      list: `· 15:00 上门量血压 ${number}`,
    });
  },
  'day.close': async () => {
    await desk.hire(sunJie, 'desk');
    await bookingOf(wangNainai);
    expect(await call(sunJie, 'day.close', { ...afternoon, reason: '开会' })).toEqual({ count: 1 });
    expect(await refused(sunJie, 'day.close', afternoon)).toBe('closed_already');
    expect(await refused(sunJie, 'day.close', { day: '2026-11-22', part: 'day' })).toBe('past');
    // Nobody can book into it any more, not even by a button of before.
    const times = values(
      await call(xiaoChen, 'bookings.times', { service: 'blood-pressure', day: afternoon.day }),
    );
    expect(times).not.toContain('15:00');
    expect(times).toContain('09:00');
    const wish = {
      service: 'blood-pressure',
      ...afternoon,
      time: '15:00',
      address: 'x',
      phone: xiaoChen.e164,
    };
    expect(await refused(xiaoChen, 'bookings.book', wish)).toBe('not_open');
  },
  'day.closed': async () => {
    await desk.hire(sunJie, 'desk');
    await call(sunJie, 'day.close', afternoon);
    expect(await call(sunJie, 'day.closed')).toEqual([
      { value: '2026-11-24', label: '11月24日周二 12:00–18:00' },
    ]);
  },
  'day.reopen': async () => {
    await desk.hire(sunJie, 'desk');
    await call(sunJie, 'day.close', afternoon);
    await call(sunJie, 'day.reopen', { closed: afternoon.day });
    expect(await refused(sunJie, 'day.reopen', { closed: afternoon.day })).toBe('not_closed');
    const args = { service: 'blood-pressure', day: afternoon.day };
    expect(values(await call(xiaoChen, 'bookings.times', args))).toContain('15:00');
  },
  'day.hours': async () => {
    await desk.hire(sunJie, 'desk');
    expect(await call(sunJie, 'day.hours')).toEqual({ line: expect.stringContaining('8:30-12:00') });
  },
  'day.readable': async () => {
    await desk.hire(sunJie, 'desk');
    expect(await refused(sunJie, 'day.readable', { hours: '早上开门' })).toBe('unreadable_hours');
  },
  'day.set_hours': async () => {
    await desk.hire(sunJie, 'desk');
    const hours = '周一至周日 9:00-12:00';
    expect(await call(sunJie, 'day.set_hours', { hours })).toEqual(await call(sunJie, 'day.hours'));
    const { value: open } = await desk.turn(sunJie, context =>
      deskOpen(context.tx, desk.content.community, Date.parse('2026-11-29T10:00:00+08:00')),
    );
    expect(open).toBe(true);
  },
  'day.waited_for': async () => {
    await desk.hire(zhouMin, 'handler');
    expect(await call(zhouMin, 'day.waited_for')).toEqual([]);
    await bookingOf(wangNainai, { day: '2026-11-23', time: '15:00' });
    expect(await call(zhouMin, 'day.waited_for')).toEqual([{ value: 'blood-pressure', label: '上门量血压' }]);
  },
  'day.late': async () => {
    await desk.hire(zhouMin, 'handler');
    const late = { service: 'blood-pressure', minutes: 20, whom: 'next' };
    expect(await refused(zhouMin, 'day.late', late)).toBe('nobody_waits');
    const first = await bookingOf(wangNainai, { day: '2026-11-23', time: '15:00' });
    await bookingOf(xiaoChen, { day: '2026-11-23', time: '16:00' });
    expect(await call(zhouMin, 'day.late', late)).toEqual({
      count: 1,
      list: `· 15:00 上门量血压 ${first.number}`,
    });
    expect(await call(zhouMin, 'day.late', { ...late, whom: 'all' })).toMatchObject({ count: 2 });
  },
};
