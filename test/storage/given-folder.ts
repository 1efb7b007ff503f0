import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Log } from '../../src/storage/json.js';

export const KEY = Buffer.alloc(32, 7);

/** A folder of the test's own, gone when it is over. The store's data go into `data` below it. */
export async function givenFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'linli-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'data');
}

export interface Logged {
  readonly level: 'info' | 'warn' | 'error';
  readonly facts: Record<string, unknown>;
  readonly message: string;
}

/** A log that keeps what it was told. */
export function keptLog(): Log & { readonly lines: Logged[] } {
  const lines: Logged[] = [];
  const at = (level: Logged['level']) => (facts: object, message: string) => {
    lines.push({ level, facts: { ...facts }, message });
  };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}
