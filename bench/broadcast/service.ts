import { fakeTelegram } from '../../test/fakes/telegram/index.js';
import { book } from '../end-to-end/resident.js';
import { FIRST, TEXT } from './announcement.js';

// A Bot API with Telegram's real limits, everybody who is written to, and a few residents who book meanwhile: in a
// process of their own.

/** What is asked of this process. */
export interface Wish {
  /** So many people get the announcement: their chats are `FIRST`, `FIRST + 1` … */
  readonly recipients: number;
  /** So many book all the while, one booking after another. */
  readonly residents: number;
  /** How long they think before they say something, ms. */
  readonly think: number;
  /** How late every answer of the Bot API comes, ms. */
  readonly latency: number;
}

/** What came of it. */
export interface Course {
  /** From the first announcement to the last, ms. */
  readonly ms: number;
  /** Messages that arrived within that time, announcements and replies. */
  readonly messages: number;
  /** How long each reply took to come within that time, ms, sorted. */
  readonly answers: readonly number[];
  /** Refused with 429. */
  readonly refused: number;
  /** Recipients who got it never, and more than once. */
  readonly missed: number;
  readonly doubled: number;
}

const QUIET_MS = 500;
const api = await fakeTelegram({ limits: 'real' });

async function run({ recipients, residents, think, latency }: Wish): Promise<Course> {
  api.latency = latency;
  const people = Array.from({ length: recipients }, (_, place) => api.user({ id: FIRST + place }));
  for (const { chat } of people) chat.access = 'open';
  let over = false;
  const answers: { at: number; ms: number }[] = [];
  const lives = Array.from({ length: residents }, async (_, place) => {
    await new Promise(resolve => setTimeout(resolve, (think * place) / residents));
    for (let number = place; !over; number += residents) {
      const own: number[] = [];
      const note = { push: (ms: number) => answers.push({ at: Date.now(), ms }) };
      await book(api.user({ locale: 'zh-hans' }), { number, think, answers: Object.assign(own, note) });
    }
  });
  await Promise.all(people.map(({ chat }) => chat.next(({ text }) => text === TEXT, 0)));
  over = true;
  await Promise.all(lives);
  // Whoever gets it twice gets the second one soon after.
  await new Promise(resolve => setTimeout(resolve, QUIET_MS));
  const sent = [...api.chats.values()].flatMap(chat => chat.sent);
  const told = sent.filter(({ text }) => text === TEXT).map(({ at }) => at);
  const [from, to] = [Math.min(...told), Math.max(...told)];
  const within = ({ at }: { at: number }) => at >= from && at <= to;
  const counts = people.map(({ chat }) => chat.sent.filter(({ text }) => text === TEXT).length);
  return {
    ms: to - from,
    messages: sent.filter(within).length,
    answers: answers
      .filter(within)
      .map(({ ms }) => ms)
      .sort((a, b) => a - b),
    refused: api.gate?.refused ?? 0,
    missed: counts.filter(count => count === 0).length,
    doubled: counts.filter(count => count > 1).length,
  };
}

process.on('message', (wish: Wish) => {
  run(wish).then(
    course => process.send?.(course),
    error => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({ url: api.url, token: api.token });
