import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Contender, desk, type Run, wizard } from './end-to-end/contender.js';
import type { Wish } from './end-to-end/service.js';
import { alternate, median, ratio, report, rounded, size, table } from './measure.js';

// npm run bench -- end-to-end (at-once, late or slow besides: that part alone): the desk as it is shipped beside
// telegraf's own WizardScene with its in-memory session, over a Bot API on loopback: the same booking, turn by turn,
// with the same calls of the Bot API.

const RESIDENTS = size(200, 3);
const ROUNDS = size(7, 1);
const WARM_UP = size(3, 0);
/** Residents who think, and a Bot API that is far away. */
const THINK_MS = size(300, 10);
const LATE_MS = size(50, 5);
const LATE_ROUNDS = size(3, 1);
/** Two more, into whose chats everything goes a second later still. */
const SLOW = { residents: size(2, 1), late: size(1000, 20) };
const SLOW_ROUNDS = size(2, 1);

const folder = await mkdtemp(join(tmpdir(), 'linli-bench-'));
const contenders: Record<'linli' | 'wizard', Contender> = {
  linli: await desk(folder),
  wizard: await wizard(),
};
const only = process.argv.slice(2).find(word => !word.startsWith('--'));
const wanted = (part: string) => only === undefined || only === part;
try {
  if (WARM_UP > 0) await runs(WARM_UP, { think: 0, latency: 0 });
  if (wanted('at-once')) await atOnce();
  if (wanted('late')) await thinking();
  if (wanted('slow')) await besideSlowOnes();
  table();
} finally {
  await contenders.linli.close();
  await contenders.wizard.close();
  await rm(folder, { recursive: true });
}

function runs(rounds: number, wish: Omit<Wish, 'residents'>) {
  return alternate(rounds, {
    linli: () => contenders.linli.run({ residents: RESIDENTS, ...wish }),
    wizard: () => contenders.wizard.run({ residents: RESIDENTS, ...wish }),
  });
}

/** Everybody at once, without a thought between: what the bot can do, and what a turn costs it. */
async function atOnce(): Promise<void> {
  const wish = { think: 0, latency: 0 };
  const { linli, wizard } = await runs(ROUNDS, wish);
  const speed = rounded(ratio(perSecond(linli), perSecond(wizard)));
  report({
    figure: 'end to end: turns a second, of the WizardScene’s',
    value: speed,
    unit: 'ratio',
    aim: 'at least 1',
    met: speed >= 1,
    linli: rounded(median(perSecond(linli)), 0),
    wizard: rounded(median(perSecond(wizard)), 0),
    calls: callsOf(linli),
    wizardCalls: callsOf(wizard),
  });
  const cost = rounded(ratio(cpu(linli), cpu(wizard)));
  report({
    figure: 'end to end: CPU a turn, of the WizardScene’s',
    value: cost,
    unit: 'ratio',
    aim: 'at most 1',
    met: cost <= 1,
    linliMs: rounded(median(cpu(linli)), 3),
    wizardMs: rounded(median(cpu(wizard)), 3),
  });
}

/** Every answer of the Bot API comes late; residents think before they speak. Nobody’s turn waits for another’s. */
async function thinking(): Promise<void> {
  const { linli, wizard } = await runs(LATE_ROUNDS, { think: THINK_MS, latency: LATE_MS });
  reportDemand(
    `answers ${LATE_MS} ms late, ${RESIDENTS} residents who think for ${THINK_MS} ms: demand met`,
    linli,
    wizard,
  );
  reportWaits('the same', linli, wizard);
}

/** The same, while a few chats are slow: how the others fare. */
async function besideSlowOnes(): Promise<void> {
  const { linli, wizard } = await runs(SLOW_ROUNDS, { think: THINK_MS, latency: LATE_MS, slow: SLOW });
  const which = `beside ${SLOW.residents} chats that are ${SLOW.late} ms late`;
  reportDemand(`${which}: demand met`, linli, wizard);
  reportWaits(which, linli, wizard);
}

function reportDemand(figure: string, linli: readonly Run[], wizard: readonly Run[]): void {
  // The reply itself is on its way for so long; a faster bot there cannot be.
  const demand = (RESIDENTS * 1000) / (THINK_MS + LATE_MS);
  const met = (runs: readonly Run[]) => rounded(median(perSecond(runs)) / demand);
  report({
    figure,
    value: met(linli),
    unit: 'share',
    aim: 'more than the WizardScene',
    met: met(linli) > met(wizard),
    wizard: met(wizard),
    demand: rounded(demand, 0),
    cpuMs: rounded(median(cpu(linli)), 3),
    wizardCpuMs: rounded(median(cpu(wizard)), 3),
  });
}

function reportWaits(which: string, linli: readonly Run[], wizard: readonly Run[]): void {
  for (const [name, share] of [
    ['half', 0.5],
    ['19 of 20', 0.95],
  ] as const) {
    const within = (runs: readonly Run[]) =>
      rounded(median(runs.map(run => run.answers[Math.floor(run.answers.length * share)] ?? 0)), 0);
    report({
      figure: `${which}: ${name} of the answers came within`,
      value: within(linli),
      unit: 'ms',
      wizard: within(wizard),
    });
  }
}

function perSecond(runs: readonly Run[]): number[] {
  return runs.map(run => run.perSecond);
}

function cpu(runs: readonly Run[]): number[] {
  return runs.map(run => run.cpu);
}

/** Calls a turn besides getUpdates, which depend on how the polls fell. */
function callsOf(runs: readonly Run[]): Record<string, number> {
  const { getUpdates: _, ...calls } = runs.at(-1)?.calls ?? {};
  return calls;
}
