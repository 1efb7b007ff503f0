import { beforeEach, describe, expect, it } from 'vitest';
import { bookingBelonging } from '../../src/community/bookings/belonging.js';
import { book } from '../../src/community/bookings/book.js';
import { bookings } from '../../src/community/bookings/booking.js';
import { slotDays } from '../../src/community/bookings/slot-day.js';
import { belongings } from '../../src/community/residents/belongings.js';
import { makeCode, useCode } from '../../src/community/residents/linking-code.js';
import { residents } from '../../src/community/residents/resident.js';
import { nguyenVanAn, wangNainai, xiaoChen } from '../cast.js';
import { TestDesk } from './desk.js';

let desk: TestDesk;
beforeEach(async () => {
  desk = await TestDesk.open();
});

const bookFor = (who = wangNainai, day = '2026-11-24') =>
  desk.turn(who, context =>
    book(context, {
      service: 'blood-pressure',
      day,
      time: '15:00',
      address: who.address,
      phone: who.e164,
    }),
  );

describe('belongings', () => {
  it('each have a name of their own', () => {
    const nouns = belongings.map(({ noun }) => noun);
    expect(new Set(nouns).size).toBe(nouns.length);
  });
});

describe('somebody’s bookings', () => {
  it('are shown with the next step, who comes, and the way to them', async () => {
    const { value: booking } = await bookFor(nguyenVanAn);
    const { value } = await desk.turn(nguyenVanAn, context => bookingBelonging.mine(context, nguyenVanAn.id));
    expect(value).toEqual([
      {
        kind: 'booking',
        number: booking.id,
        title: 'Blood-pressure visit',
        state: 'mine_booked',
        next: 'mine_booking_next',
        owner: 'Zhou Min, community nurse',
        day: '2026-11-24',
        time: '15:00',
        begin: 'my-bookings',
        slots: { booking: booking.id },
      },
    ]);
  });

  it('are cancelled and nobody’s once they are forgotten, and still count', async () => {
    const { value: booking } = await bookFor();
    const other = await bookFor(xiaoChen, '2026-11-25');
    const { off } = await desk.turn(wangNainai, context => bookingBelonging.forget(context, wangNainai.id));
    expect(off.staff).toMatchObject([{ text: 'staff_cancelled' }]);
    const { value } = await desk.turn(xiaoChen, async ({ tx }) => ({
      gone: await tx.get(bookings, booking.id),
      stays: await tx.get(bookings, other.value.id),
      day: await tx.get(slotDays, 'blood-pressure/2026-11-24'),
      byDay: await tx.find(bookings, 'byService', { prefix: ['blood-pressure'], limit: 9 }),
    }));
    expect(value.gone).toMatchObject({ service: 'blood-pressure', day: '2026-11-24', status: 'cancelled' });
    expect(JSON.stringify(value.gone)).not.toMatch(/wang|501|1380000/);
    expect(value.day?.taken).toEqual([]);
    expect(value.byDay).toHaveLength(2);
    expect(value.stays).toEqual(other.value);
    expect([...desk.timers.keys()].every(id => id.includes(other.value.id))).toBe(true);
  });
});

describe('joining', () => {
  it('keeps what the earlier resident wished, and fills in what only the new one had said', async () => {
    const wish = (who: typeof wangNainai, said: object) =>
      desk.turn(who, ({ tx, resident }) => tx.put(residents, { ...resident, ...said }));
    await wish(wangNainai, { grid: 'huimin-yuan', topics: { events: false } });
    const quiet = { from: '20:00', to: '09:00' };
    await wish(xiaoChen, { grid: 'minsheng-lu', topics: { events: true, work: true }, quiet });
    const { value: code } = await desk.turn(wangNainai, makeCode);
    const { value: joined } = await desk.turn(xiaoChen, context => useCode(context, code));
    expect(joined).toMatchObject({
      id: wangNainai.id,
      grid: 'huimin-yuan',
      topics: { events: false, work: true },
      quiet,
    });
  });
});
