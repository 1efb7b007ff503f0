import { expect, it } from 'vitest';
import { simulate } from './world.js';

it('keeps every promise', async () => {
  for (let seed = 1; seed <= Number(process.env.SEEDS ?? 3); seed += 1) {
    const t = performance.now();
    const r = await simulate(seed);
    console.log(seed, r, performance.now() - t);
    expect(r.bookings).toBeGreaterThan(0);
  }
}, 600_000);
