import { expect, it } from 'vitest';
import { Lookout } from '../../src/desk/lookout.js';
import { NOW, SECOND, VirtualClock } from '../clock.js';

/** A lookout whose looks end when they are told to. */
function lookout(clock = new VirtualClock(NOW)) {
  const looks: { end: (error?: Error) => void }[] = [];
  const failures: unknown[] = [];
  const how = { healthy: true };
  const out = new Lookout({
    clock,
    healthy: () => how.healthy,
    takeUp: () =>
      new Promise((resolve, reject) => {
        looks.push({ end: error => (error ? reject(error) : resolve()) });
      }),
    failed: error => failures.push(error),
  });
  return { clock, looks, failures, how, out };
}

it('looks once more for everybody who asked while it was looking', async () => {
  const { clock, looks, out } = lookout();
  out.start();
  out.look();
  out.look();
  expect(looks).toHaveLength(1);
  looks[0]?.end();
  await clock.runUntil(NOW);
  expect(looks).toHaveLength(2);
  looks[1]?.end();
  await clock.runUntil(NOW + SECOND);
  expect(looks).toHaveLength(2);
  expect(out.looking).toBe(false);
});

it('looks at the time that was set last, and at none after it was stopped', async () => {
  const { clock, looks, out } = lookout();
  out.start();
  looks[0]?.end();
  await clock.runUntil(NOW);
  out.wakeAt(NOW + SECOND);
  out.wakeAt(NOW + 2 * SECOND);
  await clock.runUntil(NOW + SECOND);
  expect(looks).toHaveLength(1);
  await clock.runUntil(NOW + 2 * SECOND);
  expect(looks).toHaveLength(2);
  looks[1]?.end();
  out.wakeAt(NOW + 3 * SECOND);
  out.stop();
  await clock.runUntil(NOW + 9 * SECOND);
  out.look();
  expect(looks).toHaveLength(2);
});

it('tells of a look that failed, and takes up nothing while the store is in trouble; both times it looks again', async () => {
  const { clock, looks, failures, how, out } = lookout();
  out.start();
  looks[0]?.end(new Error('unreadable'));
  await clock.runUntil(NOW + SECOND);
  expect(failures).toHaveLength(1);
  expect(looks).toHaveLength(2);
  looks[1]?.end();
  how.healthy = false;
  await clock.runUntil(NOW + SECOND);
  out.look();
  await clock.runUntil(NOW + 5 * SECOND);
  expect(looks).toHaveLength(2);
  how.healthy = true;
  await clock.runUntil(NOW + 6 * SECOND);
  expect(looks).toHaveLength(3);
});
