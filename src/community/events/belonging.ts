import { inLocale } from '../content/content.js';
import type { Context } from '../context.js';
import type { Belonging, Mine } from '../residents/belonging.js';
import { type Event, events, isToCome, lockedEvent } from './event.js';
import { clearHoldTimer, moveUp, setHoldTimer } from './line.js';
import { leaveAs } from './rsvp.js';
import { type SignUp, seatsOf, signUpId, signUpOf, signUps, signUpsOf } from './sign-up.js';
import { signUpsToCome } from './sign-ups-to-come.js';

/** A resident's sign-ups: those to come are theirs to see; of those that were, only figures stay. */
export const eventBelonging: Belonging = {
  noun: 'event',
  mine: async (context, resident) =>
    (await signUpsToCome(context, resident)).map(one => mineOf(context, one)),
  exported: signUpsOf,
  async forget(context, resident) {
    // All of them at once, before those that are ended: two who go lock them in one order.
    for (const event of idsInOrder(await signUpsOf(context.tx, resident)))
      await lockedEvent(context.tx, event);
    await endAll(context, resident);
    for (const signUp of await signUpsOf(context.tx, resident)) {
      await lockedEvent(context.tx, signUp.event);
      await context.tx.remove(signUps, signUp.id);
      await context.tx.put(signUps, nobodys(signUp));
    }
  },
  async join(context, from, to) {
    // In the order of the events' ids, since each is locked.
    const all = await signUpsOf(context.tx, from);
    for (const signUp of all.sort((a, b) => (a.event < b.event ? -1 : 1))) await carry(context, signUp, to);
  },
  end: endAll,
};

function mineOf({ locale }: Context, { event, signUp }: { event: Event; signUp: SignUp }): Mine {
  return {
    kind: 'event',
    number: event.id,
    title: inLocale(event.title, locale),
    state: `mine_event_${signUp.state}`,
    next: `mine_event_${signUp.state}_next`,
    day: event.day,
    time: event.time,
    begin: 'my-events',
    slots: { event: event.id },
  };
}

/** Leaves whatever can still be left. */
async function endAll(context: Context, resident: string): Promise<void> {
  const open = (await signUpsToCome(context, resident)).map(({ signUp }) => signUp);
  for (const event of idsInOrder(open)) await leaveAs(context, event, resident);
}

/** The events' ids, in the order in which events are locked. */
const idsInOrder = (all: readonly SignUp[]): string[] => all.map(({ event }) => event).sort();

/** A sign-up that can no longer be traced to anybody: how many came, and how they found it. */
function nobodys(signUp: SignUp): SignUp {
  const { word: _, ...rest } = signUp;
  return {
    ...rest,
    id: signUpId(signUp.event, `gone-${signUp.number}`),
    resident: '',
    history: signUp.history.map(change => (change.by === signUp.resident ? { ...change, by: '' } : change)),
  };
}

const BETTER = { going: 3, held: 2, waiting: 1, left: 0 } as const;

/** Who signed up in both chats keeps the better of the two, and frees the other's seats. */
async function carry(context: Context, signUp: SignUp, to: string): Promise<void> {
  const { tx, now } = context;
  const event = await lockedEvent(tx, signUp.event);
  const other = await signUpOf(tx, signUp.event, to);
  await tx.remove(signUps, signUp.id);
  await clearHoldTimer(context, signUp);
  if (other && BETTER[other.state] >= BETTER[signUp.state]) return free(context, event, signUp);
  const mine: SignUp = {
    ...signUp,
    id: signUpId(signUp.event, to),
    resident: to,
    history: [...signUp.history, { at: now, by: to, what: 'moved' }],
  };
  if (other) await clearHoldTimer(context, other);
  await tx.put(signUps, mine);
  await setHoldTimer(context, mine);
  if (other) await free(context, event, other);
}

async function free(context: Context, event: Event, signUp: SignUp): Promise<void> {
  const rest = { ...event, taken: event.taken - seatsOf(signUp) };
  if (isToCome(event, context.now)) await moveUp(context, rest);
  else await context.tx.put(events, rest);
}
