import type { Context } from '../context.js';
import { type Event, events, isToCome } from './event.js';
import { type SignUp, signUpsOf } from './sign-up.js';

/** A resident's sign-ups for events that have not begun, whatever they wait for, the next event first. */
export async function signUpsToCome(
  { tx, now }: Context,
  resident: string,
): Promise<{ event: Event; signUp: SignUp }[]> {
  return (await withEvents({ tx }, resident, signUp => signUp.state !== 'left')).filter(({ event }) =>
    isToCome(event, now),
  );
}

/** Events that have begun, to which a resident came or was to come, the last one first. */
export async function attendedBy(
  { tx, now }: Context,
  resident: string,
): Promise<{ event: Event; signUp: SignUp }[]> {
  const all = await withEvents({ tx }, resident, signUp => signUp.state === 'going');
  return all.filter(({ event }) => event.status !== 'cancelled' && event.start <= now).reverse();
}

async function withEvents(
  { tx }: Pick<Context, 'tx'>,
  resident: string,
  wanted: (signUp: SignUp) => boolean,
): Promise<{ event: Event; signUp: SignUp }[]> {
  const found: { event: Event; signUp: SignUp }[] = [];
  for (const signUp of (await signUpsOf(tx, resident)).filter(wanted)) {
    const event = await tx.get(events, signUp.event);
    if (event) found.push({ event, signUp });
  }
  return found.sort((a, b) => a.event.start - b.event.start);
}
