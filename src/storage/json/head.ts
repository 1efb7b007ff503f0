import { z } from 'zod';
import { decodeFrame, encodeFrame } from './frame.js';
import { Seal } from './seal.js';
import { StoreError } from './store-error.js';

/** The first frame of every file says what the file is and holds what its seal needs. */
const headSchema = z.object({
  linli: z.enum(['journal', 'slices', 'manifest']),
  format: z.number(),
  generation: z.number(),
  salt: z.string(),
});
export type Head = z.infer<typeof headSchema>;

const FORMAT = 1;
/** A head is never longer, bytes. */
export const HEAD_ROOM = 512;

export interface Keys {
  /** 32 bytes. */
  readonly master: Buffer;
  /** A new salt for each file: 32 random bytes, never the same twice. */
  readonly salt: () => Buffer;
}

/** A new file's first frame, and the seal for the frames after it. */
export function newHead(kind: Head['linli'], generation: number, keys: Keys): { frame: Buffer; seal: Seal } {
  const salt = keys.salt();
  const seal = new Seal(keys.master, salt);
  const head: Head = { linli: kind, format: FORMAT, generation, salt: salt.toString('hex') };
  return { frame: encodeFrame(0, Buffer.from(JSON.stringify(head)), seal.check()), seal };
}

/** Reads a file's head; null when no whole one is there. Throws when the key is not the one it was sealed with. */
export function readHead(
  bytes: Buffer,
  kind: Head['linli'],
  file: string,
  master: Buffer,
): { seal: Seal; end: number; generation: number } | null {
  const found = decodeFrame(bytes, 0);
  const head = found === null ? null : headSchema.parse(JSON.parse(found.frame.readable.toString()));
  if (found === null || head?.linli !== kind) return null;
  if (head.format > FORMAT) {
    throw new StoreError(
      `${file} was written by a newer Linli (format ${head.format}; this one reads ${FORMAT}). Start that newer version.`,
      { file, offset: 0 },
    );
  }
  const seal = new Seal(master, Buffer.from(head.salt, 'hex'));
  if (!seal.fits(found.frame.sealed)) {
    throw new StoreError(
      `${file} was sealed with another key. Start with the LINLI_KEY, or the key file, that this data was written with.`,
      { file, offset: 0 },
    );
  }
  return { seal, end: found.end, generation: head.generation };
}
