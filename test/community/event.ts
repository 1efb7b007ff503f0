import type { Context } from '../../src/community/context.js';
import type { Event } from '../../src/community/events/event.js';
import { events } from '../../src/community/events/event.js';
import { type EventPlan, planned } from '../../src/community/events/plan.js';
import { type SignUp, signUpOf } from '../../src/community/events/sign-up.js';
import { timed } from '../../src/desk/timed.js';
import type { Actor } from '../cast.js';
import type { SetOff, TestDesk } from './desk.js';

/** Friday at seven, on the square. */
export const filmNight: EventPlan = {
  title: { 'zh-Hans': '露天电影晚会', en: 'Open-air film night' },
  text: { 'zh-Hans': '自带小板凳。', en: 'Bring a stool.' },
  place: { 'zh-Hans': '小广场', en: 'the small square' },
  day: '2026-11-27',
  time: '19:00',
  minutes: 120,
  capacity: 4,
  most: 4,
  topic: 'events',
};

export const publish = async (desk: TestDesk, changes: Partial<EventPlan> = {}): Promise<Event> =>
  (await desk.timed(context => planned(context, { ...filmNight, ...changes }, ''))).value;

export const eventNow = async (desk: TestDesk, id: string): Promise<Event> => {
  const { value } = await desk.timed(context => context.tx.get(events, id));
  if (!value) throw new Error(`no event ${id}`);
  return value;
};

export const signUpNow = async (desk: TestDesk, id: string, who: Actor): Promise<SignUp | undefined> =>
  (await desk.timed(context => signUpOf(context.tx, id, who.id))).value;

/** Lets everything happen that is due, and what that sets off; gives who was told what, in order. */
export async function letHappen(desk: TestDesk, until: number = desk.now): Promise<SetOff['told']> {
  const told: SetOff['told'][number][] = [];
  for (;;) {
    const next = Math.min(...[...desk.timers.values()].map(timer => timer.due));
    if (next > until) break;
    desk.now = Math.max(desk.now, next);
    for (const timer of desk.due()) {
      const task = timed[timer.name];
      if (!task) throw new Error(`no timed function ${timer.name}`);
      const { off } = await desk.timed((context: Context) => task(context, timer.data));
      told.push(...off.told);
    }
  }
  desk.now = Math.max(desk.now, until);
  return told;
}

/** `to: text` of each. */
export const heard = (told: SetOff['told']): string[] =>
  told.map(({ resident, notice }) => `${resident}: ${notice.text}`);
