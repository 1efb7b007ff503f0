import { randomBytes, randomInt } from 'node:crypto';
import type { Chance, Clock } from './community/clock.js';

/** The longest that setTimeout can wait, ms; a longer one would fire at once. */
const LONGEST = 2 ** 31 - 1;

/** The machine's own clock. Timers do not keep the process alive: what is open does. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, Math.min(ms, LONGEST));
    return () => clearTimeout(timer);
  },
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const POOL = 4096;
let pool = randomBytes(POOL);
let used = 0;

/** Ids of 80 random bits; the bytes are drawn a pool at a time, since a turn needs several. */
function id(): string {
  if (used + 16 > POOL) {
    pool = randomBytes(POOL);
    used = 0;
  }
  let text = '';
  for (let i = 0; i < 16; i += 1) text += LETTERS[(pool[used + i] ?? 0) & 31];
  used += 16;
  return text;
}

/** Linking codes are drawn from it, so it must be as hard to guess as the ids: 47 random bits. */
function random(): number {
  return randomInt(2 ** 47) / 2 ** 47;
}

export const systemChance: Chance = { id, random };
