import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sealed, unsealed } from '../sealed-file.js';

/** Where photos are kept; a reference is what a message carries of one. */
export interface PhotoBox {
  /** Keeps the bytes durably and gives their reference. */
  keep(bytes: Buffer, mime: string): Promise<string>;
  /** The bytes, or null when they are no longer there. */
  open(ref: string): Promise<Buffer | null>;
  /** Forgets the bytes; nothing happens when they are gone already. */
  drop(ref: string): Promise<void>;
}

export const PHOTO_LIMIT = 5 * 1024 * 1024;
const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** What the bytes really are, whatever was claimed; null when they are no picture that we take. */
export function photoMime(bytes: Buffer): string | null {
  const begins = (hex: string, at = 0) => bytes.subarray(at, at + hex.length / 2).toString('hex') === hex;
  if (begins('ffd8ff')) return 'image/jpeg';
  if (begins('89504e470d0a1a0a')) return 'image/png';
  if (begins('52494646') && begins('57454250', 8)) return 'image/webp';
  return null;
}

const REF = /^[0-9a-f]{32}\.\w+$/;

/** A folder (0700, made when first needed) with a file (0600) for each photo, sealed with `key` (32 bytes). */
export function photoFolder(folder: string, key: Buffer): PhotoBox {
  return {
    keep: async (bytes, mime) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const ref = `${randomBytes(16).toString('hex')}.${ENDINGS[mime] ?? 'bin'}`;
      const file = await open(join(folder, ref), 'wx', 0o600);
      try {
        await file.writeFile(sealed(key, ref, bytes));
        await file.sync();
      } finally {
        await file.close();
      }
      return ref;
    },
    open: async ref => {
      if (!REF.test(ref)) return null;
      try {
        return unsealed(key, ref, await readFile(join(folder, ref)));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
    drop: async ref => {
      if (REF.test(ref)) await rm(join(folder, ref), { force: true });
    },
  };
}
