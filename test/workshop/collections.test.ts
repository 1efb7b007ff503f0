import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collections } from '../../src/collections.js';

const source = join(import.meta.dirname, '..', '..', 'src');

test('every collection that is declared is one that the store is opened with', () => {
  // The queues are the stores' own.
  const declared = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts') && !file.startsWith('storage'))
    .map(file => readFileSync(join(source, file), 'utf8'))
    .flatMap(text => [...text.matchAll(/export const \w+: Collection<.+> = \{\s*name: '([^']+)'/g)])
    .map(match => match[1]);
  expect(declared.length).toBeGreaterThan(10);
  expect(collections.map(({ name }) => name).sort()).toEqual(declared.sort());
});
