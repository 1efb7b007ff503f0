// npm run test:crash -- --rounds 20            twenty rounds from a seed of today's
// npm run test:crash -- --rounds 1 --seed 7    one round again
// npm run test:crash -- --kills 12             more kills in a round
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const number = { type: /** @type {const} */ ('string') };
const { values } = parseArgs({ options: { rounds: number, seed: number, kills: number } });
const wrong = Object.entries(values).find(([, text]) => !/^\d+$/.test(text));
if (wrong) {
  console.error(`--${wrong[0]} is "${wrong[1]}": give a whole number, for example --${wrong[0]} 20`);
  process.exit(1);
}
const { rounds = '20', seed = String(Date.now() % 1_000_000), kills = '6' } = values;
console.log(`${rounds} rounds from seed ${seed}, ${kills} kills each`);
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const child = spawn(
  process.execPath,
  [vitest, 'run', 'test/crash/crash.test.ts', 'test/crash/broadcast.test.ts'],
  {
    stdio: 'inherit',
    env: { ...process.env, CRASH_ROUNDS: rounds, CRASH_SEED: seed, CRASH_KILLS: kills },
  },
);
child.once('exit', code => {
  process.exitCode = code ?? 1;
});
