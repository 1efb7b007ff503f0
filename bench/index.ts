import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Figure, report, table } from './measure.js';

// npm run bench: every benchmark, one after another, each in a process of its own; one JSON line a figure as soon as
// it is found, and a table of all of them at the end. `npm run bench -- store` runs that one alone (and its part, where
// it has parts: `npm run bench -- store writers`), `--tiny` shows that everything runs.

const BENCHMARKS = ['engine', 'turns', 'store', 'end-to-end', 'broadcast'];
const [asked, ...rest] = process.argv.slice(2).filter(word => word !== '--tiny');
const tiny = process.argv.includes('--tiny') ? ['--tiny'] : [];
if (asked !== undefined && !BENCHMARKS.includes(asked)) {
  console.error(`There is no benchmark ${asked}, only ${BENCHMARKS.join(', ')}.`);
  process.exit(2);
}

for (const name of asked === undefined ? BENCHMARKS : [asked]) {
  const code = await run(name, [...rest, ...tiny]);
  if (code === 0) continue;
  console.error(`The benchmark ${name} ended with ${code}.`);
  process.exitCode = 1;
}
table();

/** Runs one and passes its figures on. Gives its exit code. */
async function run(name: string, words: readonly string[]): Promise<number> {
  const path = join(import.meta.dirname, `${name}.js`);
  const child = spawn(process.execPath, ['--expose-gc', path, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', chunk => {
    text += chunk;
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('{')) report(JSON.parse(line) as Figure);
  });
  return new Promise(resolve => child.on('close', code => resolve(code ?? 1)));
}
