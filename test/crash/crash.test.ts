import { describe, expect, it } from 'vitest';
import { auditTown } from './books.js';
import { close, runTown } from './town.js';

/** `npm run test:crash -- --rounds N --seed S` sets these; by default three seeds are run, with three kills each. */
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 3);
const SEED = Number(process.env.CRASH_SEED ?? 1);
const KILLS = Number(process.env.CRASH_KILLS ?? 3);

describe('killed while everybody is booking', () => {
  // The seed decides the way in too, so that it alone brings a round back.
  const rounds = Array.from({ length: ROUNDS }, (_, round) => SEED + round).map(seed => ({
    seed,
    mode: seed % 3 === 0 ? ('webhook' as const) : ('polling' as const),
  }));
  it.each(rounds)('loses and doubles nothing: seed $seed, $mode', { timeout: 120_000 }, async round => {
    const run = await runTown({ ...round, kills: KILLS });
    try {
      const booked = run.residents.flatMap(resident => resident.numbers).length;
      const repeats = run.residents.reduce((sum, resident) => sum + resident.repeats, 0);
      const kills = run.kills.map(kill => `${kill.what} (${kill.busy} busy)`).join(', ');
      console.log(
        `crash seed ${run.seed} (${round.mode}): ${booked} bookings, ${repeats} replies repeated, ` +
          `killed at ${kills}; starts ${run.starts.map(Math.round).join(' ')} ms, stop ${Math.round(run.end.ms)} ms`,
      );
      expect(await auditTown(run), `seed ${run.seed}`).toEqual([]);
      expect(Math.min(...run.kills.map(kill => kill.busy))).toBeGreaterThanOrEqual(50);
      expect(run.end).toMatchObject({ code: 0 });
    } finally {
      await close(run);
    }
  });

  it('loses nothing, and says nothing twice, when it is asked to stop instead', {
    timeout: 120_000,
  }, async () => {
    const run = await runTown({ seed: SEED + 7, mode: 'polling', kills: 2, politely: true });
    try {
      expect(await auditTown(run)).toEqual([]);
      expect(run.residents.filter(resident => resident.repeats > 0)).toEqual([]);
      for (const stop of run.kills) {
        expect(stop.busy).toBeGreaterThanOrEqual(50);
        expect(stop.ended).toEqual({ code: 0, signal: null });
        expect(stop.ms).toBeLessThan(10_000);
      }
      console.log(`asked to stop: took ${run.kills.map(stop => `${Math.round(stop.ms)} ms`).join(', ')}`);
    } finally {
      await close(run);
    }
  });
});
