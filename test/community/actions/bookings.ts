import { expect } from 'vitest';
import { nguyenVanAn, wangNainai, xiaoChen } from '../../cast.js';
import { withService } from '../desk.js';
import { bookingOf } from './booking.js';
import { call, desk, refused, type Specs, values } from './call.js';

export const bookings: Specs = {
  'services.open': async () => {
    expect(await call(wangNainai, 'services.open')).toContainEqual({
      value: 'paperwork',
      label: '上门收材料',
    });
    expect(await call(nguyenVanAn, 'services.open')).toContainEqual({
      value: 'paperwork',
      label: 'Paperwork pick-up',
    });
  },
  'bookings.days': async () => {
    const days = values(await call(wangNainai, 'bookings.days', { service: 'haircut' }));
    // With a day's notice, today at nine no longer reaches this morning; Tuesday's nine o'clock just does.
    expect(days).toEqual([
      '2026-11-24',
      '2026-11-26',
      '2026-11-28',
      '2026-12-01',
      '2026-12-03',
      '2026-12-05',
    ]);
    expect(await call(wangNainai, 'bookings.days', { service: 'gone' })).toEqual([]);
  },
  'bookings.times': async () => {
    const times = await call(xiaoChen, 'bookings.times', { service: 'paperwork', day: '2026-11-23' });
    expect(values(times)).toEqual(['11:00', '18:30', '19:00', '19:30', '20:00', '20:30', '21:00']);
  },
  'bookings.findable': async () => {
    for (const address of [
      wangNainai.address,
      nguyenVanAn.address,
      '工地宿舍12号房',
      'Sunshine Garden, door 4',
    ]) {
      expect(await call(wangNainai, 'bookings.findable', { address })).toEqual({});
    }
    for (const address of [
      '要收费吗？',
      '晚上九点',
      '明天下午',
      '138 1234 5678',
      '12345',
      '不知道怎么写',
      'what does it cost?',
    ]) {
      expect(await refused(wangNainai, 'bookings.findable', { address }), address).toBe('not_an_address');
    }
  },
  'bookings.book': async () => {
    const booking = await bookingOf(wangNainai);
    expect(booking).toMatchObject({
      service: '上门量血压',
      day: '11月24日周二',
      time: '15:00',
      who: '社区护士 周敏',
      cost: '',
      phone: '13800001234',
    });
    expect(booking.files).toMatchObject([{ name: `${booking.number}.ics`, mime: 'text/calendar' }]);
    expect(await bookingOf(nguyenVanAn, { day: '2026-11-25' })).toMatchObject({
      service: 'Blood-pressure visit',
      who: 'Zhou Min, community nurse',
    });
  },
  'bookings.mine': async () => {
    const { number } = await bookingOf(wangNainai);
    expect(await call(wangNainai, 'bookings.mine')).toEqual([
      { value: number, label: `11月24日周二 15:00 上门量血压 ${number}` },
    ]);
    expect(await call(xiaoChen, 'bookings.mine')).toEqual([]);
  },
  'bookings.show': async () => {
    const { number = '' } = await bookingOf(wangNainai);
    expect(await call(wangNainai, 'bookings.show', { booking: number })).toMatchObject({
      number,
      address: wangNainai.address,
    });
    expect(await refused(xiaoChen, 'bookings.show', { booking: number })).toBe('not_found');
  },
  'bookings.other_days': async () => {
    desk.content = withService('haircut', {
      hours: { tue: ['09:00-10:00'], thu: ['09:00-11:00'] },
      ahead: 7,
    });
    const { number = '' } = await bookingOf(wangNainai, { service: 'haircut', time: '09:00' });
    // Its own time is no change, so a day with nothing else is not offered.
    expect(values(await call(wangNainai, 'bookings.other_days', { booking: number }))).toEqual([
      '2026-11-26',
    ]);
    expect(await call(xiaoChen, 'bookings.other_days', { booking: number })).toEqual([]);
  },
  'bookings.other_times': async () => {
    const { number = '' } = await bookingOf(wangNainai);
    const args = { booking: number, day: '2026-11-24' };
    const times = values(await call(wangNainai, 'bookings.other_times', args));
    expect(times).toContain('15:30');
    expect(times).not.toContain('15:00');
  },
  'bookings.reschedule': async () => {
    const { number = '' } = await bookingOf(wangNainai);
    const args = { booking: number, day: '2026-11-27', time: '09:00' };
    expect(await call(wangNainai, 'bookings.reschedule', args)).toMatchObject({
      number,
      day: '11月27日周五',
      time: '09:00',
    });
  },
  'bookings.cancel': async () => {
    const { number = '' } = await bookingOf(wangNainai);
    expect(await call(wangNainai, 'bookings.cancel', { booking: number, reason: null })).toMatchObject({
      number,
    });
    expect(await refused(wangNainai, 'bookings.cancel', { booking: number })).toBe('over');
  },
  'bookings.acknowledge': async () => {
    const { number = '' } = await bookingOf(wangNainai);
    expect(await call(wangNainai, 'bookings.acknowledge', { booking: number })).toMatchObject({ number });
  },
};
