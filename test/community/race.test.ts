import { describe, expect, it } from 'vitest';
import { freeDays, freeTimes } from '../../src/community/bookings/availability.js';
import { book, cancel, reschedule } from '../../src/community/bookings/book.js';
import { type Booking, bookings, openBookings } from '../../src/community/bookings/booking.js';
import { slotDayOf } from '../../src/community/bookings/slot-day.js';
import { slotsOn } from '../../src/community/bookings/slots.js';
import type { Service } from '../../src/community/content/content.js';
import { Problem } from '../../src/community/problem.js';
import { type Actor, cast, wangNainai } from '../cast.js';
import { NOW, SeededChance } from '../clock.js';
import { TestDesk, withService } from './desk.js';

/** Three days, few places, many people: everything collides. */
const content = withService('blood-pressure', { ahead: 3, capacity: 2, hours: weekdays(['14:00-16:00']) });
const service: Service = content.services.find(one => one.id === 'blood-pressure')!;
const crowd: Actor[] = Array.from({ length: 20 }, (_, i) => ({ ...wangNainai, id: `resident-${i}` }));

function weekdays(periods: string[]) {
  return { mon: periods, tue: periods, wed: periods, thu: periods };
}

/** One thing that somebody wants: picked from what they are shown, acted upon later, when it may be gone. */
async function act(desk: TestDesk, who: Actor, chance: SeededChance): Promise<string> {
  const { value: seen } = await desk.turn(who, async context => {
    const days = await freeDays(context, service);
    const day = days.length > 0 ? chance.pick(days) : '2026-11-24';
    const times = await freeTimes(context, service, day);
    return { day, time: times[0] ?? '14:00', mine: await openBookings(context.tx, who.id, NOW) };
  });
  const { day, time, mine } = seen;
  const id = mine.length > 0 ? chance.pick(mine).id : undefined;
  const wants = chance.below(10);
  try {
    await desk.turn(who, async context => {
      if (id !== undefined && wants < 2) return cancel(context, id);
      if (id !== undefined && wants < 5) return reschedule(context, id, day, time);
      const { address, e164 } = who;
      return book(context, { service: service.id, day, time, address, phone: e164 });
    });
    return 'done';
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

describe('a crowd that books, moves and cancels at once', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'never has more visits than places, nor loses one (seed %i)',
    async seed => {
      const desk = await TestDesk.open(content, [...cast, ...crowd]);
      const chance = new SeededChance(seed);
      const came: string[] = [];
      for (let round = 0; round < 5; round++) {
        came.push(...(await Promise.all(crowd.map(who => act(desk, who, chance)))));
      }
      // Otherwise they were too polite to prove anything.
      expect(came).toContain('done');
      expect(came).toContain('slot_taken');

      await desk.turn(wangNainai, async context => {
        const all: Booking[] = await context.tx.find(bookings, 'byStatus', {
          prefix: ['booked'],
          limit: 1000,
        });
        expect(new Set(all.map(one => `${one.resident} ${one.day} ${one.time}`)).size).toBe(all.length);
        for (const day of ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26']) {
          const here = all.filter(one => one.day === day);
          for (const time of slotsOn(content.community, service, day)) {
            expect(here.filter(one => one.time === time).length, `${day} ${time}`).toBeLessThanOrEqual(2);
          }
          const { taken } = await slotDayOf(context.tx, service.id, day);
          expect(taken.map(one => `${one.booking} ${one.time}`).sort()).toEqual(
            here.map(one => `${one.id} ${one.time}`).sort(),
          );
        }
      });
    },
  );
});
