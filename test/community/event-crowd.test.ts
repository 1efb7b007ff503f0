import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/community/context.js';
import type { Event } from '../../src/community/events/event.js';
import { nextInLine } from '../../src/community/events/line.js';
import { cancelEvent, moveEvent, resizeEvent } from '../../src/community/events/plan.js';
import { leave, passPlace, resize, signUp, takePlace, waitFor } from '../../src/community/events/rsvp.js';
import { SIGN_UP_WAYS, type SignUp, seatsOf, signUps } from '../../src/community/events/sign-up.js';
import { Problem } from '../../src/community/problem.js';
import { type Actor, cast, hePing, wangNainai, xiaoChen } from '../cast.js';
import { HOUR, SeededChance } from '../clock.js';
import { TestDesk } from './desk.js';
import { eventNow, letHappen, publish } from './event.js';

const crowd: Actor[] = Array.from({ length: 25 }, (_, i) => ({ ...wangNainai, id: `resident-${i}` }));

/** Everything of an event that stands in the store. */
async function all(desk: TestDesk, id: string): Promise<SignUp[]> {
  const { value } = await desk.timed(context =>
    Promise.all(crowd.map(who => context.tx.find(signUps, 'byResident', { prefix: [who.id], limit: 9 }))),
  );
  return value.flat().filter(one => one.event === id);
}

type Told = Awaited<ReturnType<typeof letHappen>>;

/** One thing that somebody does; the code with which it was refused, if it was. */
async function act(
  desk: TestDesk,
  id: string,
  who: Actor,
  chance: SeededChance,
  told: Told,
): Promise<string> {
  const party = 1 + chance.below(4);
  const ways: ((context: Context) => Promise<unknown>)[] = [
    context => signUp(context, id, party),
    context => signUp(context, id, party),
    context => waitFor(context, id, party),
    context => waitFor(context, id, party),
    context => leave(context, id),
    context => resize(context, id, party),
    context => takePlace(context, id),
    context => passPlace(context, id),
  ];
  const way = chance.pick(ways);
  try {
    const { off } = await desk.turn(who, way);
    told.push(...off.told);
    return 'done';
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

/** Lots are drawn for staff too: now and then there are more or fewer seats, or another time. */
async function staffAct(desk: TestDesk, id: string, chance: SeededChance, told: Told): Promise<void> {
  const wish = chance.below(4);
  try {
    const { off } = await desk.turn(hePing, async context => {
      if (wish < 2) await resizeEvent(context, id, 3 + chance.below(12));
      if (wish === 2) await moveEvent(context, id, '2026-11-29', `1${chance.below(9)}:00`);
    });
    told.push(...off.told);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}

/** What must hold after whatever anybody did. */
async function expectOrder(desk: TestDesk, event: Event): Promise<void> {
  const signedUp = await all(desk, event.id);
  const taken = signedUp.reduce((sum, one) => sum + seatsOf(one), 0);
  expect(event.taken).toBe(taken);
  expect(taken).toBeLessThanOrEqual(event.capacity ?? Number.POSITIVE_INFINITY);
  expect(new Set(signedUp.map(one => one.resident)).size).toBe(signedUp.length);
  expect(new Set(signedUp.map(one => one.number)).size).toBe(signedUp.length);
  const places = signedUp.flatMap(one => one.place ?? []);
  expect(new Set(places).size).toBe(places.length);
  // Whoever could have a free seat has been asked.
  const { value: next } = await desk.timed(context => nextInLine(context, event));
  expect(next).toBeUndefined();
  const held = signedUp.filter(one => one.state === 'held').map(one => `hold/${one.id}`);
  const timers = [...desk.timers.keys()].filter(name => name.startsWith('hold/'));
  expect(timers.sort()).toEqual(held.sort());
}

/** The line is kept: a seat was never offered to somebody while one before them had not been asked for as many. */
function expectFair(before: SignUp[], after: SignUp[]): void {
  const now = new Map(after.map(one => [one.id, one]));
  const offered = before.filter(one => one.state === 'waiting' && now.get(one.id)?.state === 'held');
  for (const one of offered) {
    const seats = now.get(one.id)?.held?.seats ?? 0;
    for (const earlier of before.filter(other => other.state === 'waiting')) {
      if ((earlier.place ?? 0) >= (one.place ?? 0)) continue;
      const still = now.get(earlier.id);
      if (still?.state !== 'waiting') continue;
      // Who still waits in front wanted more than there was, and had said so.
      expect(still.party).toBeGreaterThan(seats);
      expect(still.passed).toBeDefined();
    }
  }
}

describe('an event that many want to come to', () => {
  it.each([1, 2, 3, 4, 5, 6])('never gives a seat twice, and keeps the line (seed %i)', async seed => {
    const desk = await TestDesk.open(undefined, [...cast, ...crowd]);
    await desk.hire(hePing, 'spokesperson');
    const { id } = await publish(desk, { day: '2026-11-29', capacity: 8 });
    const chance = new SeededChance(seed);
    const told: Told = [];
    const came = new Set<string>();
    for (let step = 0; step < 150; step++) {
      const before = await all(desk, id);
      came.add(await act(desk, id, chance.pick(crowd), chance, told));
      if (chance.chance(0.1)) await staffAct(desk, id, chance, told);
      expectFair(before, await all(desk, id));
      if (chance.chance(0.15)) told.push(...(await letHappen(desk, desk.now + chance.below(3) * HOUR)));
      await expectOrder(desk, await eventNow(desk, id));
    }
    for (const code of ['done', 'full', 'already']) expect(came).toContain(code);
    const after = await all(desk, id);
    for (const one of after) {
      const heard = told.filter(({ resident }) => resident === one.resident).map(({ notice }) => notice.text);
      const of = (what: string) => one.history.filter(change => change.what === what).length;
      expect(heard.filter(text => text.startsWith('event_held'))).toHaveLength(of('held'));
      expect(heard.filter(text => text.startsWith('event_lapsed'))).toHaveLength(of('lapsed'));
    }
    expect(after.some(one => one.history.some(change => change.what === 'lapsed'))).toBe(true);
    await desk.turn(hePing, context => cancelEvent(context, id, '下雨'));
    const cancelled = (await letHappen(desk)).filter(({ notice }) => notice.text === 'event_cancelled');
    const those = after.filter(one => one.state !== 'left').map(one => one.resident);
    expect(cancelled.map(({ resident }) => resident).sort()).toEqual(those.sort());
  });

  it('gives the last seat to one of all who ask at once, and the others wait in line', async () => {
    const desk = await TestDesk.open(undefined, [...cast, ...crowd]);
    const { id } = await publish(desk, { capacity: 1 });
    const codes = await Promise.all(
      crowd.map(who =>
        desk
          .turn(who, context => signUp(context, id, 1))
          .then(
            () => 'going',
            (error: unknown) => (error instanceof Problem ? error.code : String(error)),
          ),
      ),
    );
    expect(codes.filter(code => code === 'going')).toHaveLength(1);
    expect(codes.filter(code => code === 'full')).toHaveLength(crowd.length - 1);
    expect(await eventNow(desk, id)).toMatchObject({ taken: 1 });
  });

  it('takes two taps of one person for one', async () => {
    const desk = await TestDesk.open();
    const { id } = await publish(desk);
    const twice = [1, 2].map(() => desk.turn(xiaoChen, context => signUp(context, id, 2)));
    const [one, other] = await Promise.allSettled(twice);
    expect([one?.status, other?.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(await eventNow(desk, id)).toMatchObject({ taken: 2, signUps: 1 });
  });
});

it('lets nothing lead back from a sign-up but signing up again', () => {
  expect(SIGN_UP_WAYS.left).toEqual(['going', 'waiting']);
  expect(SIGN_UP_WAYS.going).toEqual(['left']);
});
