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
  /** So many more book into whose chats everything goes `late` ms later still: what they wait for is not counted. */
  readonly slow?: { readonly residents: number; readonly late: number };
}

/** What came of it. */
export interface Course {
  readonly turns: number;
  /** With those of the slow ones. */
  readonly all: number;
  /** From the first message to the last answer that is counted, ms. */
  readonly ms: number;
  /** How long each answer took to come, ms, sorted. */
  readonly answers: readonly number[];
  /** Calls of the Bot API by method, a turn. */
  readonly calls: Readonly<Record<string, number>>;
}

const QUIET_MS = 100;
const api = await fakeTelegram();
let residents = 0;

async function run({ residents: count, think, latency, slow }: Wish): Promise<Course> {
  api.latency = latency;
  api.calls.clear();
  const answers: number[] = [];
  const others = Array.from({ length: slow?.residents ?? 0 }, () => {
    const person = somebody();
    const where = { chat: person.chat, method: /./, times: Number.POSITIVE_INFINITY };
    const heal = api.fails(where, { delay: slow?.late ?? 0 });
    return book(person, { number: residents, think, answers: [] }).finally(heal);
  });
  const begun = performance.now();
  // Nobody thinks in step with the others.
  await Promise.all(
    Array.from({ length: count }, async (_, place) => {
      const number = residents + 1;
      const person = somebody();
      await new Promise(resolve => setTimeout(resolve, (think * place) / count));
      await book(person, { number, think, answers });
    }),
  );
  const ms = performance.now() - begun;
  await Promise.all(others);
  await quiet();
  const turns = count * BOOKING.length;
  const all = turns + others.length * BOOKING.length;
  const calls = Object.fromEntries(
    [...api.calls].sort().map(([method, times]) => [method, Number((times / all).toFixed(3))]),
  );
  return { turns, all, ms, answers: answers.sort((a, b) => a - b), calls };
}

function somebody() {
  residents += 1;
  return api.user({ name: `居民 ${residents}`, locale: 'zh-hans' });
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
