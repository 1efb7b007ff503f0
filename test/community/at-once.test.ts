import { describe, expect, it } from 'vitest';
import { book, cancel } from '../../src/community/bookings/book.js';
import { bookings, openBookings } from '../../src/community/bookings/booking.js';
import { closePart } from '../../src/community/bookings/close-part.js';
import { slotDayOf } from '../../src/community/bookings/slot-day.js';
import type { Context } from '../../src/community/context.js';
import { leave, signUp, waitFor } from '../../src/community/events/rsvp.js';
import { seatsOf, signUps } from '../../src/community/events/sign-up.js';
import { Problem } from '../../src/community/problem.js';
import { deleteResident } from '../../src/community/residents/deletion.js';
import { makeCode, useCode } from '../../src/community/residents/linking-code.js';
import { residents } from '../../src/community/residents/resident.js';
import { leave as leaveStaff } from '../../src/community/staff/colleagues.js';
import { handovers } from '../../src/community/staff/handover.js';
import { askForPerson, takeOver } from '../../src/community/staff/person-wanted.js';
import { staffNow } from '../../src/community/staff/staff.js';
import { type Actor, cast, liZhuren, sunJie, wangNainai, xiaoChen } from '../cast.js';
import { SeededChance } from '../clock.js';
import { ConcurrentStore } from '../storage/concurrent.js';
import { TestDesk, withService } from './desk.js';
import { eventNow, publish } from './event.js';

const SEEDS = Array.from({ length: 25 }, (_, at) => at + 1);
const DAY = '2026-11-24';
const content = withService('blood-pressure', { ahead: 3, capacity: 2 });
const crowd: Actor[] = Array.from({ length: 20 }, (_, at) => ({ ...wangNainai, id: `resident-${at}` }));

async function opened(seed: number) {
  let over: ConcurrentStore | undefined;
  const desk = await TestDesk.open(content, [...cast, ...crowd], store => {
    over = new ConcurrentStore(store, new SeededChance(seed));
    return over.asStore();
  });
  const all = (...turns: Promise<unknown>[]) => Promise.all(turns);
  return { desk, all, deadlocks: () => over?.collisions.deadlocks };
}

/** What somebody tries, and may be refused. */
const tries = (desk: TestDesk, who: Actor, body: (context: Context) => Promise<unknown>) =>
  desk.turn(who, body).then(
    () => 'done',
    error => {
      if (error instanceof Problem) return error.code;
      throw error;
    },
  );

const visit = (desk: TestDesk, who: Actor, time: string) =>
  tries(desk, who, context =>
    book(context, { service: 'blood-pressure', day: DAY, time, address: '3-502', phone: who.e164 }),
  );

describe('many at once, as over PostgreSQL', () => {
  it.each(SEEDS)('leaves nobody with a visit on a day that was closed meanwhile (seed %i)', async seed => {
    const { desk, all, deadlocks } = await opened(seed);
    await desk.hire(sunJie, 'lead');
    if (seed % 2 === 0) expect(await visit(desk, wangNainai, '15:00')).toBe('done');
    const cancels = tries(desk, wangNainai, async context => {
      for (const one of await openBookings(context.tx, wangNainai.id, desk.now))
        await cancel(context, one.id);
    });
    const visits = crowd.slice(0, seed % 3 === 0 ? 1 : 20).map(who => visit(desk, who, '15:00'));
    await all(
      ...visits,
      cancels,
      tries(desk, sunJie, context => closePart(context, DAY, 'day', undefined)),
    );
    await desk.turn(sunJie, async ({ tx }) => {
      const left = await tx.find(bookings, 'byStatus', { prefix: ['booked', DAY], limit: 100 });
      expect(left.filter(one => one.displaced === undefined)).toEqual([]);
      expect((await slotDayOf(tx, 'blood-pressure', DAY)).taken).toEqual([]);
    });
    expect(deadlocks()).toEqual([]);
  });

  it.each(SEEDS)('gives no seat twice, and counts them right (seed %i)', async seed => {
    const { desk, all, deadlocks } = await opened(seed);
    await desk.hire(liZhuren, 'lead');
    const { id } = await publish(desk, { capacity: 4 });
    const { id: other } = await publish(desk, { capacity: 2 });
    for (const who of crowd.slice(0, 4)) await tries(desk, who, context => signUp(context, id, 1));
    await all(
      ...crowd.slice(0, 3).map(who => tries(desk, who, context => leave(context, id))),
      ...crowd.slice(4, 12).map(who => tries(desk, who, context => waitFor(context, id, 1))),
      ...crowd.slice(4, 10).map(who => tries(desk, who, context => signUp(context, other, 1))),
      tries(desk, crowd[3]!, deleteResident),
    );
    for (const event of [await eventNow(desk, id), await eventNow(desk, other)]) {
      const { value: all } = await desk.turn(liZhuren, ({ tx }) =>
        tx.find(signUps, 'byEvent', { prefix: [event.id], limit: 100 }),
      );
      expect(event.taken).toBe(all.reduce((sum, one) => sum + seatsOf(one), 0));
      expect(event.taken).toBeLessThanOrEqual(event.capacity ?? 0);
      expect(new Set(all.map(one => one.number)).size).toBe(all.length);
    }
    expect(deadlocks()).toEqual([]);
  });

  it.each(SEEDS)(
    'finds one person for somebody who asks in two chats, and one takes them up (seed %i)',
    async seed => {
      const { desk, all, deadlocks } = await opened(seed);
      await desk.hire(sunJie, 'desk');
      await desk.hire(liZhuren, 'lead');
      await all(...[1, 2, 3].map(() => tries(desk, wangNainai, context => askForPerson(context))));
      const { value: open } = await desk.turn(sunJie, ({ tx }) =>
        tx.find(handovers, 'open', { prefix: [wangNainai.id], limit: 9 }),
      );
      expect(open).toHaveLength(1);
      const came = await Promise.all(
        [sunJie, liZhuren].map(who => tries(desk, who, context => takeOver(context, open[0]?.id ?? ''))),
      );
      expect(came.sort()).toEqual(['done', 'taken']);
      expect(deadlocks()).toEqual([]);
    },
  );

  it.each(SEEDS)(
    'leaves nothing of somebody who goes while they book in another chat (seed %i)',
    async seed => {
      const { desk, all } = await opened(seed);
      const gone = (error: unknown) => expect(String(error)).toContain('no resident');
      await all(
        visit(desk, xiaoChen, '15:00').catch(gone),
        tries(desk, xiaoChen, deleteResident).catch(gone),
      );
      await desk.turn(wangNainai, async ({ tx }) => {
        expect(await tx.get(residents, xiaoChen.id)).toBeUndefined();
        expect(await tx.find(bookings, 'byResident', { prefix: [xiaoChen.id], limit: 9 })).toEqual([]);
        expect((await slotDayOf(tx, 'blood-pressure', DAY)).taken).toEqual([]);
      });
    },
  );

  it.each(SEEDS)('makes one of two who link to each other at once (seed %i)', async seed => {
    const { desk, all, deadlocks } = await opened(seed);
    const pair = [wangNainai, xiaoChen];
    const codes: string[] = [];
    for (const who of pair)
      codes.push((await desk.turn(who, context => makeCode(context, context.resident.id))).value);
    const come = pair.map((who, at) =>
      tries(desk, who, context => useCode(context, codes[1 - at]!)).catch(error => {
        expect(String(error)).toContain('no resident');
      }),
    );
    await all(...come);
    await desk.turn(sunJie, async ({ tx }) => {
      const left = await Promise.all(pair.map(({ id }) => tx.get(residents, id)));
      expect(left.filter(one => one !== undefined)).toHaveLength(1);
    });
    expect(deadlocks()).toEqual([]);
  });

  it.each(SEEDS)('keeps an admin, when the last two leave at once (seed %i)', async seed => {
    const { desk, all } = await opened(seed);
    const admins = [await desk.hire(sunJie, 'admin'), await desk.hire(liZhuren, 'admin')];
    await all(
      ...[sunJie, liZhuren].map((who, at) =>
        tries(desk, who, context => leaveStaff(context, admins[at]!.id)),
      ),
    );
    await desk.turn(wangNainai, async ({ tx }) => expect(await staffNow(tx, ['admin'])).toHaveLength(1));
  });
});
