import { randomBytes } from 'node:crypto';
import { ReceivedFolder } from '../received-folder.js';

/** Where photos are kept; a reference is what a message carries of one. */
export interface PhotoBox {
  /** Keeps the bytes durably and gives their reference. */
  keep(bytes: Buffer, mime: string): Promise<string>;
  /** The bytes, or null when they are no longer there. */
  open(ref: string): Promise<Buffer | null>;
  /** Forgets the bytes; nothing happens when they are gone already. */
  drop(ref: string): Promise<void>;
  /** References of photos that were kept before a time (ms). */
  before(time: number): Promise<string[]>;
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

/** Photos in a folder of an account's own, sealed with `key` (32 bytes). */
export function photoFolder(folder: string, key: Buffer): PhotoBox {
  const received = new ReceivedFolder(folder, key);
  return {
    keep: async (bytes, mime) => {
      const ref = `${randomBytes(16).toString('hex')}.${ENDINGS[mime] ?? 'bin'}`;
      await received.keep(ref, bytes);
      return ref;
    },
    open: ref => received.open(ref),
    drop: ref => received.drop(ref),
    before: time => received.before(time),
  };
}
