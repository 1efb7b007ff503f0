import { beforeEach, describe, expect, it } from 'vitest';
import { acknowledge, book, cancel, reschedule } from '../../src/community/bookings/book.js';
import { timed } from '../../src/desk/timed.js';
import { nguyenVanAn, wangNainai } from '../cast.js';
import { HOUR, MINUTE } from '../clock.js';
import { type SetOff, TestDesk, withService } from './desk.js';

const at = (time: string): number => Date.parse(`${time}:00+08:00`);

let desk: TestDesk;
beforeEach(async () => {
  desk = await TestDesk.open();
});

const bookFor = (who = wangNainai, day = '2026-11-25', time = '15:00') =>
  desk
    .turn(who, context =>
      book(context, { service: 'blood-pressure', day, time, address: who.address, phone: who.e164 }),
    )
    .then(({ value }) => value);

/** Lets time go on to `now` and everything that falls due happen then. */
async function goOnTo(now: number): Promise<SetOff['told']> {
  desk.now = now;
  const told: SetOff['told'] = [];
  for (const timer of desk.due()) {
    const { resident } = timer.data as { resident: string };
    const { off } = await desk.turn(resident, context => timed[timer.name]!(context, timer.data));
    told.push(...off.told);
  }
  return told;
}

const dues = () => [...desk.timers.values()].map(timer => timer.due).sort((a, b) => a - b);

describe('reminders', () => {
  it('come the day before at 18:00 and two hours before', async () => {
    await bookFor();
    expect(dues()).toEqual([at('2026-11-24T18:00'), at('2026-11-25T13:00')]);
  });

  it('come as many hours before as the service says', async () => {
    desk.content = withService('blood-pressure', { remind: [24, 1] });
    await bookFor();
    expect(dues()).toEqual([at('2026-11-24T15:00'), at('2026-11-24T18:00'), at('2026-11-25T14:00')]);
  });

  it('are not set when they would come at once or are past', async () => {
    desk.now = at('2026-11-24T17:30');
    await bookFor();
    expect(dues()).toEqual([at('2026-11-25T13:00')]);
  });

  it('say what, when and who, with buttons that fill in the booking, and expire when of no use', async () => {
    const booking = await bookFor();
    const [eve] = await goOnTo(at('2026-11-24T18:00'));
    const slots = { booking: booking.id };
    expect(eve).toEqual({
      resident: wangNainai.id,
      expires: at('2026-11-25T00:00'),
      notice: {
        text: 'remind_eve',
        args: {
          number: booking.id,
          service: '上门量血压',
          day_date: '2026-11-25',
          time: '15:00',
          who: '社区护士 周敏',
        },
        choices: [
          { label: 'button_confirm', begin: 'confirm-booking', slots },
          { label: 'button_change', begin: 'reschedule-booking', slots },
          { label: 'button_cancel', begin: 'cancel-booking', slots },
        ],
      },
    });
    const [soon] = await goOnTo(at('2026-11-25T13:00'));
    expect(soon).toMatchObject({ expires: booking.start, notice: { text: 'remind_soon' } });
  });

  it('speak the language of the resident', async () => {
    await bookFor(nguyenVanAn);
    const [eve] = await goOnTo(at('2026-11-24T18:00'));
    expect(eve?.notice.args).toMatchObject({
      service: 'Blood-pressure visit',
      who: 'Zhou Min, community nurse',
    });
  });

  it('do not ask again whoever has confirmed', async () => {
    const booking = await bookFor();
    await desk.turn(wangNainai, context => acknowledge(context, booking.id));
    const [eve] = await goOnTo(at('2026-11-24T18:00'));
    expect(eve?.notice.choices?.map(choice => choice.label)).toEqual(['button_change', 'button_cancel']);
  });

  it('follow the booking to its new time', async () => {
    const booking = await bookFor();
    await desk.turn(wangNainai, context => reschedule(context, booking.id, '2026-11-27', '09:00'));
    expect(dues()).toEqual([at('2026-11-26T18:00'), at('2026-11-27T07:00')]);
  });

  it('are taken away when the new time is too near for them', async () => {
    const booking = await bookFor();
    await desk.turn(wangNainai, context => reschedule(context, booking.id, '2026-11-23', '11:00'));
    expect(dues()).toEqual([]);
  });

  it('are taken away when the booking is cancelled', async () => {
    const booking = await bookFor();
    await desk.turn(wangNainai, context => cancel(context, booking.id));
    expect(dues()).toEqual([]);
  });

  it('are silent when the booking has changed since the timer was set', async () => {
    const booking = await bookFor();
    const old = [...desk.timers.values()];
    await desk.turn(wangNainai, context => reschedule(context, booking.id, '2026-11-27', '09:00'));
    desk.timers.clear();
    for (const timer of old) desk.timers.set(timer.id, timer);
    expect(await goOnTo(at('2026-11-25T14:00'))).toEqual([]);
  });

  it('are silent after a night without power: tomorrow would be wrong', async () => {
    await bookFor();
    const told = await goOnTo(at('2026-11-25T08:00'));
    expect(told).toEqual([]);
  });

  it('are silent once the visit has begun', async () => {
    const booking = await bookFor();
    expect(await goOnTo(booking.start + MINUTE)).toEqual([]);
    expect(desk.timers.size).toBe(0);
    expect(booking.start + MINUTE).toBeGreaterThan(at('2026-11-25T13:00') + HOUR);
  });
});
