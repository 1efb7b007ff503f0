import type { Clock } from './options.js';

/** What `work` gives, or a rejection with `late()` when it takes longer than `ms`. The work itself goes on unheard. */
export async function inTime<T>(work: Promise<T>, clock: Clock, ms: number, late: () => Error): Promise<T> {
  let callOff = () => {};
  const over = new Promise<never>((_, reject) => {
    callOff = clock.after(ms, () => reject(late()));
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    callOff();
  }
}
