import { expect, it } from 'vitest';
import { simulate } from './world.js';

/** As many as take half a minute a file on a calm machine. */
export const USUAL = 80;

/** `npm run test:simulation -- --seeds 5000 --from 1000 --people 12`: as many as one likes, from any seed on. */
export const asked = {
  seeds: number('LINLI_SIMULATION_SEEDS', USUAL),
  from: number('LINLI_SIMULATION_FROM', 1),
  people: number('LINLI_SIMULATION_PEOPLE', 5),
};

function number(name: string, otherwise: number): number {
  const value = Number(process.env[name] ?? otherwise);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} must be a whole number from 1`);
  return value;
}

/** One of `parts` equal shares of the seeds, so that they run beside each other. A failure names its seed. */
export function share(part: number, parts: number): void {
  const { seeds, from, people } = asked;
  it(`keeps every promise with ${people} residents, for each ${parts}th of ${seeds} seeds from ${from}`, async () => {
    const seen = { bookings: 0, crashes: 0, edits: 0, failedWrites: 0 };
    for (let seed = from + part; seed < from + seeds; seed += parts) {
      const result = await simulate(seed, people);
      seen.bookings += result.bookings;
      seen.crashes += result.crashes;
      seen.edits += result.edits;
      seen.failedWrites += result.failedWrites;
    }
    console.log(`simulated from seed ${from}: ${JSON.stringify(seen)}`);
    // A neighbourhood in which nothing ever happens proves nothing.
    if (seeds >= USUAL) for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  }, 3_600_000);
}
