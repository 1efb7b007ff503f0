import { expect, it } from 'vitest';
import { asked, USUAL } from './seeds.js';
import { type SimulationResult, simulateTown } from './world.js';

/** Few enough for every run of the tests; `npm run test:simulation -- --seeds 5000` takes as many as it is told. */
const seeds = asked.seeds === USUAL ? 20 : asked.seeds;
const CAST = { neighbours: 2, townsmen: 6, colleagues: 3 };

/** One of `parts` equal shares of the seeds, each a town with residents, staff, crashes and twelve days. */
export function share(part: number, parts: number): void {
  it(`keeps every promise to residents and staff, for each ${parts}th of ${seeds} seeds from ${asked.from}`, async () => {
    const seen: Record<string, number> = {};
    for (let seed = asked.from + part; seed < asked.from + seeds; seed += parts)
      for (const [what, count] of Object.entries(counted(await simulateTown(seed, CAST))))
        seen[what] = (seen[what] ?? 0) + count;
    console.log(`a town from seed ${asked.from}: ${JSON.stringify(seen)}`);
    // A town in which nothing ever happens proves nothing.
    if (seeds >= 20) for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
  }, 3_600_000);
}

const counted = ({ bookings, crashes, matters }: SimulationResult) => ({ bookings, crashes, ...matters });
