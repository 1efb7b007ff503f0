import type { Context } from '../context.js';
import { addDays, instantOf } from '../day.js';
import { residents } from '../residents/resident.js';
import type { Json } from '../store.js';
import type { Timed } from '../timed.js';
import { type Event, endOf, events, lockedEvent, withStatus } from './event.js';
import { giveUpHeld } from './line.js';
import { missedNotice } from './notice.js';
import { withoutPicture } from './picture.js';
import { startRound } from './round.js';
import { type SignUp, signUps } from './sign-up.js';

const HOUR = 3_600_000;
const PAGE = 100;

type Stage = 'eve' | 'soon' | 'begin' | 'end';

/** When what happens by itself: the reminders the day before at 18:00 and two hours before, the beginning, the end. */
const stagesOf = (event: Event, zone: string): Readonly<Record<Stage, number>> => ({
  eve: instantOf(addDays(event.day, -1), '18:00', zone),
  soon: event.start - 2 * HOUR,
  begin: event.start,
  end: endOf(event),
});

/** Sets the event's timers anew; those of what lies behind are taken away. */
export async function setCourse(context: Context, event: Event): Promise<void> {
  const { effects, now, content } = context;
  for (const [stage, due] of Object.entries(stagesOf(event, content.community.zone))) {
    const id = `event/${event.id}/${stage}`;
    if (event.status !== 'planned' || due <= now) await effects.clearTimer(id);
    else {
      const data = { event: event.id, stage, sequence: event.sequence };
      await effects.setTimer({ id, due, name: 'events.course', data });
    }
  }
}

/** What these timers call. */
export const goOnWithEvent: Timed = async (context: Context, data: Json): Promise<void> => {
  const { event: id, stage, sequence } = data as { event: string; stage: Stage; sequence: number };
  const event = await lockedEvent(context.tx, id);
  // Changed or cancelled since: then other timers were set.
  if (event.status !== 'planned' || event.sequence !== sequence) return;
  if (stage === 'begin') return begin(context, event);
  if (stage === 'end') return end(context, event);
  await startRound(context, event, stage);
};

/** Nobody is asked any more: held seats are free for whoever comes to the door, and those who waited hear of it. */
async function begin(context: Context, event: Event): Promise<void> {
  await context.tx.put(events, await withoutHolds(context, event));
  await startRound(context, event, 'missed');
}

async function end(context: Context, event: Event): Promise<void> {
  const over = withStatus(await withoutPicture(context.tx, event), 'over', {
    at: context.now,
    by: '',
    what: 'over',
  });
  await context.tx.put(events, over);
  await startRound(context, over, 'feedback');
}

/** Seats are held for as many people as there are seats at the most; few of them at once. */
async function withoutHolds(context: Context, event: Event): Promise<Event> {
  let now = event;
  let last: SignUp | undefined;
  for (;;) {
    const page: SignUp[] = await context.tx.find(signUps, 'byEvent', {
      prefix: [event.id],
      limit: PAGE,
      ...(last && { after: { key: [event.id, last.number], id: last.id } }),
    });
    for (const held of page.filter(one => one.state === 'held')) {
      now = await giveUpHeld(context, now, held, { what: 'lapsed', by: '' });
      const resident = await context.tx.get(residents, held.resident);
      // Whoever had been offered fewer than they wanted waits again, and hears of it in the round.
      if (resident && held.held?.seats === held.party)
        await context.effects.tell(resident.id, missedNotice(event, resident));
    }
    last = page.at(-1);
    if (page.length < PAGE || !last) return now;
  }
}
