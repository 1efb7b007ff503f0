import { beforeEach, describe, expect, it } from 'vitest';
import { eventBelonging } from '../../src/community/events/belonging.js';
import { comment, rate } from '../../src/community/events/feedback.js';
import { leave, signUp, takePlace, waitFor } from '../../src/community/events/rsvp.js';
import { signUps } from '../../src/community/events/sign-up.js';
import { makeCode, useCode } from '../../src/community/residents/linking-code.js';
import { type Actor, nguyenVanAn, wangNainai, xiaoChen } from '../cast.js';
import { TestDesk } from './desk.js';
import { eventNow, letHappen, publish, signUpNow } from './event.js';

let desk: TestDesk;
let id = '';
beforeEach(async () => {
  desk = await TestDesk.open();
  id = (await publish(desk, { capacity: 2 })).id;
});

const joins = (who: Actor, party = 1) => desk.turn(who, context => signUp(context, id, party));
const waits = (who: Actor, party = 1) => desk.turn(who, context => waitFor(context, id, party));

describe('somebody’s sign-ups', () => {
  it('are shown with where they stand and the way to them', async () => {
    await joins(nguyenVanAn, 2);
    await waits(xiaoChen);
    const mine = async (who: Actor) =>
      (await desk.turn(who, context => eventBelonging.mine(context, who.id))).value;
    expect(await mine(nguyenVanAn)).toEqual([
      {
        kind: 'event',
        number: id,
        title: 'Open-air film night',
        state: 'mine_event_going',
        next: 'mine_event_going_next',
        day: '2026-11-27',
        time: '19:00',
        begin: 'my-events',
        slots: { event: id },
      },
    ]);
    expect(await mine(xiaoChen)).toMatchObject([{ state: 'mine_event_waiting' }]);
    await letHappen(desk, Date.parse('2026-11-28T09:00:00+08:00'));
    expect(await mine(nguyenVanAn)).toEqual([]);
  });

  it('are left when they are forgotten, so that the next in line is asked; of what was, only figures stay', async () => {
    await joins(wangNainai, 2);
    await waits(xiaoChen);
    const old = (await publish(desk, { day: '2026-11-24', time: '10:00' })).id;
    await desk.turn(wangNainai, context => signUp(context, old, 1));
    await letHappen(desk, Date.parse('2026-11-24T12:30:00+08:00'));
    await desk.turn(wangNainai, context => rate(context, old, 5));
    await desk.turn(wangNainai, context => comment(context, old, '王奶奶说好'));
    const { off, value } = await desk.turn(wangNainai, async context => {
      const all = await eventBelonging.exported(context.tx, wangNainai.id);
      await eventBelonging.forget(context, wangNainai.id);
      return all;
    });
    expect(value).toMatchObject([
      { event: old, word: '王奶奶说好' },
      { event: id, party: 2 },
    ]);
    expect(off.told).toMatchObject([{ resident: xiaoChen.id, notice: { text: 'event_held' } }]);
    const { value: left } = await desk.timed(async ({ tx }) => [
      await tx.get(signUps, `${old}/gone-1`),
      await tx.get(signUps, `${id}/gone-1`),
    ]);
    expect(left).toMatchObject([{ rating: 5, state: 'going' }, { state: 'left' }]);
    expect(JSON.stringify(left)).not.toMatch(/wang|王奶奶/);
    expect(await signUpNow(desk, id, wangNainai)).toBeUndefined();
    expect(await eventNow(desk, id)).toMatchObject({ taken: 1 });
  });
});

describe('joining two chats', () => {
  const link = async (from: Actor, to: Actor) => {
    const { value: code } = await desk.turn(to, makeCode);
    return desk.turn(from, context => useCode(context, code));
  };

  it('carries sign-ups over, held seats and their time included', async () => {
    await joins(wangNainai, 2);
    await waits(xiaoChen);
    await desk.turn(wangNainai, context => leave(context, id));
    await link(xiaoChen, nguyenVanAn);
    expect(await signUpNow(desk, id, nguyenVanAn)).toMatchObject({ state: 'held' });
    expect([...desk.timers.keys()].filter(name => name.startsWith('hold/'))).toEqual([
      `hold/${id}/${nguyenVanAn.id}`,
    ]);
    await desk.turn(nguyenVanAn, context => takePlace(context, id));
    expect(await eventNow(desk, id)).toMatchObject({ taken: 1 });
  });

  it('keeps the better of two, and lets the other seats go', async () => {
    await joins(wangNainai);
    await joins(xiaoChen);
    await waits(nguyenVanAn);
    const { off } = await link(xiaoChen, wangNainai);
    expect(off.told.map(({ notice }) => notice.text)).toContain('event_held');
    expect(await signUpNow(desk, id, xiaoChen)).toBeUndefined();
    expect(await signUpNow(desk, id, wangNainai)).toMatchObject({ state: 'going', number: 1 });
    expect(await eventNow(desk, id)).toMatchObject({ taken: 2 });
  });
});
