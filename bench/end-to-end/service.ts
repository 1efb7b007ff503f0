import { fakeTelegram } from '../../test/fakes/telegram/index.js';
import { BOOKING, book } from './resident.js';

// A Bot API and the residents who use it, in a process of their own: what they cost is nobody's turn.

/** What is asked of this process. */
export interface Wish {
  /** So many people, each of whom books once. */
  readonly residents: number;
  /** How long they think before they say something, ms. */
  readonly think: number;
  /** How late every answer of the Bot API comes, ms. */
  readonly latency: number;
}

/** What came of it. */
export interface Course {
  readonly turns: number;
  /** From the first message to the last answer, ms. */
  readonly ms: number;
  /** How long each answer took to come, ms, sorted. */
  readonly answers: readonly number[];
  /** Calls of the Bot API by method, a turn. */
  readonly calls: Readonly<Record<string, number>>;
}

const QUIET_MS = 100;
const api = await fakeTelegram();
let residents = 0;

async function run({ residents: count, think, latency }: Wish): Promise<Course> {
  api.latency = latency;
  api.calls.clear();
  const answers: number[] = [];
  const numbers = Array.from({ length: count }, () => residents++);
  const begun = performance.now();
  // Nobody thinks in step with the others.
  await Promise.all(
    numbers.map(async (number, place) => {
      await new Promise(resolve => setTimeout(resolve, (think * place) / count));
      await book(api, { number, think, answers });
    }),
  );
  const ms = performance.now() - begun;
  await quiet();
  const turns = count * BOOKING.length;
  const calls = Object.fromEntries(
    [...api.calls].sort().map(([method, times]) => [method, Number((times / turns).toFixed(3))]),
  );
  return { turns, ms, answers: answers.sort((a, b) => a - b), calls };
}

/** Resolves when the bot has called nothing but getUpdates for a while: courtesies may come after the answer. */
async function quiet(): Promise<void> {
  const called = () => [...api.calls].reduce((sum, [name, n]) => sum + (name === 'getUpdates' ? 0 : n), 0);
  for (let before = -1; before !== called(); ) {
    before = called();
    await new Promise(resolve => setTimeout(resolve, QUIET_MS + 2 * api.latency));
  }
}

process.on('message', (wish: Wish) => {
  run(wish).then(
    course => process.send?.(course),
    error => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({ url: api.url, token: api.token });
