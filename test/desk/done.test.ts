import { describe, expect, it } from 'vitest';
import { bookings } from '../../src/community/bookings/booking.js';
import { nguyenVanAn, wangNainai } from '../cast.js';
import { type OpenDesk, openDesk } from '../fakes/desk.js';
import { PersonAtDesk } from './person.js';

/** Booked; all that is still asked is whether to remember the address. */
async function done(desk: OpenDesk) {
  const wang = new PersonAtDesk(desk, wangNainai);
  const { address, phone } = wangNainai;
  await wang.sayAll('预约', '[上门量血压]', '明天', '[09:00]', address, phone, '[确认]');
  expect(wang.last.text).toContain('要不要我记住');
  return wang;
}

describe('when a booking is done and only asks what to remember', () => {
  it.each(['预约', '我想预约上门服务', '/book'])('begins the next one at “%s”', async words => {
    const wang = await done(await openDesk());
    const said = words.startsWith('/') ? { kind: 'command' as const, name: 'book', args: '' } : words;
    expect((await wang.say(said))?.text).toContain('想约哪一项');
  });

  it('begins with the service that is named, and does not come back to the question', async () => {
    const desk = await openDesk();
    const wang = await done(desk);
    expect((await wang.say('约个上门理发'))?.text).toMatch(/哪天方便|理发/);
    const { address, phone } = wangNainai;
    const text = (await wang.sayAll('[周四]', '[09:00]', address, phone, '[确认]')).text;
    expect(text).toContain('YY-0002');
    await wang.say('换语言');
    expect((await wang.say('[English]'))?.text).not.toMatch(/接着办|Back to/);
    const booked = await desk.store.read('huimin', tx =>
      tx.find(bookings, 'byStatus', { prefix: ['booked'], limit: 9 }),
    );
    expect(booked.map(booking => booking.service).sort()).toEqual(['blood-pressure', 'haircut']);
  });

  it('takes its own command at an earlier question for no answer, and for no question either', async () => {
    const an = new PersonAtDesk(await openDesk(), nguyenVanAn);
    await an.sayAll('/book', '[Blood-pressure visit]');
    expect((await an.say('预约'))?.text).toMatch(/which day/i);
  });
});
