import { chown, mkdir } from 'node:fs/promises';
import type { Base } from './base.js';
import { ran } from './ran.js';

/** What a data folder takes before anything is in it, in megabytes. */
const TAKEN = 30;
const AMPLE = '1g';

/** A disk of a few megabytes. */
export interface SmallDisk {
  readonly folder: string;
  /** What to put before a server's command. */
  readonly prefix: readonly string[];
  /** Whether a server has to start again to see that there is room. */
  readonly needsRestart: boolean;
  makeRoom(): Promise<void>;
  unmount(): Promise<void>;
}

/**
 * A mounted one where we may mount. Elsewhere no single file of a server may outgrow it: it could not extend a file
 * either, and says so in the same words, but the code is XX000 instead of 53100, as with a quota.
 */
export async function givenSmallDisk(folder: string, megabytes: number, base: Base): Promise<SmallDisk> {
  await mkdir(folder);
  try {
    await ran('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  } catch {
    console.info('no tmpfs can be mounted here: the limit is put on each file');
    return limited(folder, megabytes - TAKEN);
  }
  const { account } = base;
  if (account !== null) await chown(folder, account.uid, account.gid);
  return {
    folder,
    prefix: [],
    needsRestart: false,
    makeRoom: () => ran('mount', ['-o', `remount,size=${AMPLE}`, folder]),
    unmount: () => ran('umount', ['-l', folder]),
  };
}

function limited(folder: string, megabytes: number): SmallDisk {
  let prefix = ['/bin/sh', '-c', `ulimit -S -f ${megabytes * 2048}; exec "$@"`, 'sh'];
  return {
    folder,
    get prefix() {
      return prefix;
    },
    needsRestart: true,
    makeRoom: async () => {
      prefix = [];
    },
    unmount: async () => {},
  };
}
