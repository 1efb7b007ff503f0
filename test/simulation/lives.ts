import type { Clock } from '../../src/community/clock.js';

/** The clock as one life of the process sees it: when the process dies, what it had put off never happens. */
export function mortalClock(clock: Clock): Clock & { die(): void } {
  let alive = true;
  return {
    now: () => clock.now(),
    after: (ms, task) =>
      clock.after(ms, () => {
        if (alive) task();
      }),
    die: () => {
      alive = false;
    },
  };
}
