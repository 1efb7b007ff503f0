import { createHash } from 'node:crypto';
import type { Definition } from './definition.js';

/**
 * A hash of what a definition says and does, texts included. Where it stands (file and lines) is left out: a comment
 * added to a file makes no new version.
 */
export function versionOf(definition: Omit<Definition, 'version'>): string {
  const { file: _file, ...said } = definition;
  const plain = JSON.stringify(said, (key, value: unknown) => (key === 'line' ? undefined : sorted(value)));
  return createHash('sha256').update(plain).digest('hex').slice(0, 16);
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
