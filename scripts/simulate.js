// `npm run test:simulation -- --seeds 5000 --from 1000 --people 12`; with --town: staff and all they do with residents too
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5000' },
    from: { type: 'string', default: '1' },
    people: { type: 'string', default: '5' },
    town: { type: 'boolean', default: false },
  },
});
const env = {
  ...process.env,
  LINLI_SIMULATION_SEEDS: values.seeds,
  LINLI_SIMULATION_FROM: values.from,
  LINLI_SIMULATION_PEOPLE: values.people,
};
const tests = `test/simulation/${values.town ? 'town' : 'seeds'}`;
const vitest = spawn('npx', ['vitest', 'run', tests], { stdio: 'inherit', env });
vitest.once('exit', code => {
  process.exitCode = code ?? 1;
});
