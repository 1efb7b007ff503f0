import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const house = join(import.meta.dirname, '..', '..');

// Sizes are as small as can be: this shows that every benchmark runs to its end, and says nothing about speed.
test('every benchmark runs and prints its figures, one JSON line each', async () => {
  const words = ['run', '--silent', 'bench', '--', '--tiny'];
  const stdout = await new Promise<string>((resolve, reject) => {
    execFile('npm', words, { cwd: house, env: { PATH: process.env.PATH } }, (error, out) =>
      error ? reject(error) : resolve(out),
    );
  });
  const figures = stdout
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line) as { figure: string; value: number; unit: string });
  for (const { figure, value, unit } of figures)
    expect([figure, unit, Number.isFinite(value)]).toContain(true);
  const told = figures.map(({ figure }) => figure).join('\n');
  for (const one of [
    'engine turns',
    'inbox to outbox, JSON store',
    'commits with 256 writers',
    'longest block of the event loop',
    'end to end: CPU a turn',
    'demand met',
    'broadcast to',
  ]) {
    expect(told).toContain(one);
  }
}, 90_000);
