import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NONCE, sealed, unsealed } from './sealed-file.js';

const REF = /^[0-9a-f]{32,40}(\.[a-z0-9]{1,8})?$/;
/** What a crash may leave of a file that was being written. */
const PART = '.part';

/**
 * Received pictures and files of one account: a folder (0700, made when first needed) with a file (0600) for each,
 * sealed with `key` (32 bytes). A reference is the file's name: 32 to 40 hex digits, and an ending.
 */
export class ReceivedFolder {
  readonly #folder: string;
  readonly #key: Buffer;

  constructor(folder: string, key: Buffer) {
    this.#folder = folder;
    this.#key = key;
  }

  /** Keeps bytes durably under a reference. The same one twice is one file. */
  async keep(ref: string, bytes: Buffer): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, ref);
    const file = await open(`${path}${PART}`, 'w', 0o600);
    try {
      await file.writeFile(sealed(this.#key, ref, bytes));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}${PART}`, path);
  }

  /** The bytes; null when they are no longer there, or it is no reference of ours. */
  async open(ref: string): Promise<Buffer | null> {
    if (!REF.test(ref)) return null;
    const bytes = await orNone(readFile(join(this.#folder, ref)));
    return bytes && unsealed(this.#key, ref, bytes);
  }

  /** Removes the bytes for good; nothing happens when they are gone already. */
  async drop(ref: string): Promise<void> {
    if (!REF.test(ref)) return;
    for (const path of [join(this.#folder, ref), join(this.#folder, `${ref}${PART}`)]) {
      await orNone(blank(path));
      await rm(path, { force: true });
    }
  }

  /** References of what was kept before a time (ms). */
  async before(time: number): Promise<string[]> {
    const found = new Set<string>();
    for (const name of (await orNone(readdir(this.#folder))) ?? []) {
      const ref = name.endsWith(PART) ? name.slice(0, -PART.length) : name;
      const known = REF.test(ref) ? await orNone(stat(join(this.#folder, name))) : null;
      if (known !== null && known.mtimeMs < time) found.add(ref);
    }
    return [...found];
  }
}

/** Without its nonce, what was sealed opens no more, even from blocks that the disk gives back. */
async function blank(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write(Buffer.alloc(NONCE), 0, NONCE, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function orNone<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
