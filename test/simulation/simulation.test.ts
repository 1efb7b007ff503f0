import { expect, it } from 'vitest';
import { simulate } from './world.js';

it('is the same run, event by event, for the same seed', async () => {
  expect(await simulate(7, 6)).toEqual(await simulate(7, 6));
});

it('keeps every promise with two hundred residents at once', async () => {
  const { bookings } = await simulate(2026, 200);
  expect(bookings).toBeGreaterThan(150);
}, 120_000);
