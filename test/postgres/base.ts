import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, canReach, findAccount } from './account.js';
import { findPrograms } from './programs.js';
import { sweepAfter } from './sweeper.js';
import { makeTemplate } from './template.js';

/** What the servers of one run share. Plain data, so that the run's processes can hand it to each other. */
export interface Base {
  /** In the system's temporary folder; gone when the run is over. */
  readonly folder: string;
  readonly account: Account | null;
  /** The folder with PostgreSQL's `bin`, `lib` and `share`. */
  readonly programs: string;
  /** A data folder that was never in use, to be copied: quicker than making each anew. */
  readonly template: string;
  /** Of `linli` and of `postgres`. */
  readonly password: string;
}

/**
 * Lays the ground for servers. They and their folder end with `end`, and also with this process, in whatever way
 * that ends.
 */
export async function openBase(): Promise<{ base: Base; end: () => Promise<void> }> {
  const account = findAccount();
  const folder = await reachableFolder(account);
  const end = sweepAfter(folder);
  try {
    const programs = await findPrograms(account, folder);
    const template = join(folder, 'template');
    const base: Base = { folder, account, programs, template, password: randomBytes(12).toString('hex') };
    await makeTemplate(base);
    return { base, end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function reachableFolder(account: Account | null): Promise<string> {
  for (const place of new Set([tmpdir(), '/tmp'])) {
    const folder = await mkdtemp(join(place, 'linli-postgres-'));
    if (account === null) return folder;
    await chmod(folder, 0o755);
    if (canReach(account, folder)) return folder;
    await rm(folder, { recursive: true });
  }
  throw new Error(`PostgreSQL does not run as root, and nobody else gets at ${tmpdir()}: set TMPDIR`);
}
