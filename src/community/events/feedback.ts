import type { Context } from '../context.js';
import { Problem } from '../problem.js';
import type { Tx } from '../store.js';
import { type Event, events, lockedEvent } from './event.js';
import { type SignUp, signUpOf, signUps } from './sign-up.js';

/** Words that staff are shown. */
const WORDS = 20;
const PAGE = 100;

/**
 * The speaker says how an event was that has begun, 1 to 5; said again, the later counts. Fails with `not_found` (they
 * were not to come) or `not_yet`.
 */
export async function rate(context: Context, id: string, rating: number): Promise<Event> {
  if (!Number.isInteger(rating) || rating < 1 || rating > 5) throw new Error(`${rating} is no rating`);
  const { event, signUp } = await attended(context, id);
  const { count, sum } = event.ratings;
  const before = signUp.rating;
  await context.tx.put(signUps, { ...signUp, rating });
  const rated: Event = {
    ...event,
    ratings:
      before === undefined ? { count: count + 1, sum: sum + rating } : { count, sum: sum + rating - before },
  };
  await context.tx.put(events, rated);
  return rated;
}

/** A word about it. Fails like `rate`. */
export async function comment(context: Context, id: string, word: string): Promise<void> {
  const { signUp } = await attended(context, id);
  await context.tx.put(signUps, { ...signUp, word });
}

async function attended(
  { tx, now, resident }: Context,
  id: string,
): Promise<{ event: Event; signUp: SignUp }> {
  const event = await lockedEvent(tx, id);
  const signUp = await signUpOf(tx, id, resident.id);
  if (signUp?.state !== 'going' || event.status === 'cancelled') throw new Problem('not_found');
  if (event.start > now) throw new Problem('not_yet');
  return { event, signUp };
}

/** The average to one decimal; null when nobody has said anything. */
export const averageOf = ({ ratings: { count, sum } }: Event): number | null =>
  count === 0 ? null : Math.round((sum / count) * 10) / 10;

/** The words about an event, nameless, the latest sign-ups first; so many as staff can read at once. */
export async function wordsAbout(tx: Tx, event: string): Promise<{ rating: number; word: string }[]> {
  const words: { rating: number; word: string }[] = [];
  let last: SignUp | undefined;
  for (;;) {
    const page: SignUp[] = await tx.find(signUps, 'byRating', {
      prefix: [event],
      order: 'down',
      limit: PAGE,
      ...(last && { after: { key: [event, last.number], id: last.id } }),
    });
    for (const { rating, word } of page) {
      if (word !== undefined && rating !== undefined && words.length < WORDS) words.push({ rating, word });
    }
    last = page.at(-1);
    if (page.length < PAGE || words.length >= WORDS || !last) return words;
  }
}
