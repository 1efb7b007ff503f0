/** What a benchmark found: printed as one JSON line, and in a table at the end. */
export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  /** What it should be, in words: 'at least 0.7'. */
  readonly aim?: string;
  readonly met?: boolean;
  readonly [detail: string]: unknown;
}

const figures: Figure[] = [];

export function report(figure: Figure): void {
  figures.push(figure);
  console.log(JSON.stringify(figure));
}

export function table(): void {
  console.table(
    figures.map(({ figure, value, unit, aim, met }) => ({
      figure,
      value,
      unit,
      aim: aim ?? '',
      met: met === undefined ? '' : met ? 'yes' : 'NO',
    })),
  );
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** With --tiny every size is as small as can be: shows that a benchmark runs, and measures nothing. */
export const size = (usual: number, tiny: number) => (process.argv.includes('--tiny') ? tiny : usual);

/** Runs contenders in turn, A B C A B C …, so that a busy minute hits all of them. Gives what each run gave. */
export async function alternate<K extends string, T = number>(
  rounds: number,
  contenders: Readonly<Record<K, () => Promise<T>>>,
): Promise<Record<K, T[]>> {
  const names = Object.keys(contenders) as K[];
  const results = Object.fromEntries(names.map(name => [name, [] as T[]])) as Record<K, T[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      collectGarbage();
      results[name].push(await contenders[name]());
    }
  }
  return results;
}

/** One run: what it gave, and the processor time that the process used meanwhile (all threads), ms. */
export interface Run {
  readonly value: number;
  readonly cpu: number;
}

export async function withCpu(work: () => Promise<number>): Promise<Run> {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, cpu: (user + system) / 1000 };
}

export const values = (runs: readonly Run[]) => runs.map(({ value }) => value);
export const cpus = (runs: readonly Run[]) => runs.map(({ cpu }) => cpu);

/** The median of the ratios of runs that stood beside each other. */
export function ratio(of: readonly number[], to: readonly number[]): number {
  return median(of.map((value, round) => value / to[round]!));
}

export const rounded = (value: number, digits = 2) => Number(value.toFixed(digits));

/** Needs --expose-gc; without it figures of memory mean nothing. */
export function collectGarbage(): void {
  globalThis.gc?.();
}

/** The longest time, ms, for which nothing else got its turn while `work` went on. */
export async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let over = false;
  const turn = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  over = true;
  return longest;
}
