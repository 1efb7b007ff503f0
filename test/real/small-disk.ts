import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder whose disk can be full. */
export interface SmallDisk {
  readonly kind: string;
  readonly folder: string;
  /** From now on nothing more fits. `pid`: the process that writes here. */
  fill(pid: number): Promise<void>;
  /** There is room again. */
  free(pid: number): Promise<void>;
  remove(): Promise<void>;
}

/**
 * A disk of four megabytes in memory, where this user may mount one; elsewhere a folder whose journal may not grow,
 * by a limit of the system for the process.
 */
export async function smallDisk(): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'linli-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return limitedFolder(folder);
  }
  const filler = join(folder, 'filler');
  return {
    kind: 'a full disk',
    folder,
    fill: async () => {
      const file = await open(filler, constants.O_CREAT | constants.O_WRONLY | constants.O_APPEND);
      for (let size = 65_536; size >= 1; size /= 2) while (await fits(file, size));
      await file.close();
    },
    free: () => rm(filler),
    remove: async () => {
      execFileSync('umount', ['-l', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function fits(file: Awaited<ReturnType<typeof open>>, size: number): Promise<boolean> {
  try {
    return (await file.write(Buffer.alloc(size))).bytesWritten > 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}

function limitedFolder(folder: string): SmallDisk {
  const limit = (pid: number, bytes: string) =>
    execFileSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:`]);
  return {
    kind: 'a file that may not grow',
    folder,
    fill: async pid => {
      const names = await readdir(folder, { recursive: true });
      const sizes = await Promise.all(names.map(async name => (await stat(join(folder, name))).size));
      limit(pid, String(Math.max(...sizes)));
    },
    free: async pid => void limit(pid, 'unlimited'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
