import { type ChildProcess, execFileSync } from 'node:child_process';
import { chown, mkdir } from 'node:fs/promises';
import type { Base } from './base.js';
import { ran } from './ran.js';

const AMPLE = '1g';

/** A disk of a few megabytes. */
export interface SmallDisk {
  readonly folder: string;
  /** Of a server that was just started. */
  limit(server: ChildProcess): void;
  makeRoom(): Promise<void>;
  unmount(): Promise<void>;
}

/** A mounted one where we may mount; elsewhere a limit on what each file may grow to. */
export async function mountSmallDisk(folder: string, megabytes: number, base: Base): Promise<SmallDisk> {
  await mkdir(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    throw new Error('no mount');
  }
  const { account } = base;
  if (account !== null) await chown(folder, account.uid, account.gid);
  return {
    folder,
    limit: () => {},
    makeRoom: () => ran('mount', ['-o', `remount,size=${AMPLE}`, folder]),
    unmount: () => ran('umount', ['-l', folder]),
  };
}
