import { crc32 } from 'node:zlib';

/**
 * A frame is what is written at once and read as a whole or not at all:
 *
 *     #linli <place> <bytes readable> <bytes sealed> <CRC-32 of all the rest>
 *     <readable JSON>
 *     <sealed bytes>
 *
 * so that a file can be looked at with `less`, and a tear or a flipped bit is noticed.
 */
export interface Frame {
  /** Counts the frames of a file, or the groups of a journal. */
  readonly place: number;
  readonly readable: Buffer;
  /** Empty when the frame holds nothing personal. */
  readonly sealed: Buffer;
}

const MARK = '#linli ';
const NEWLINE = 10;
const LONGEST_HEAD = 80;
const none = Buffer.alloc(0);

export function encodeFrame(place: number, readable: Buffer, sealed: Buffer = none): Buffer {
  const sizes = `${place} ${readable.length} ${sealed.length}`;
  const head = `${MARK}${sizes} ${check(sizes, readable, sealed)}\n`;
  const frame = Buffer.allocUnsafe(head.length + readable.length + sealed.length + 2);
  let at = frame.write(head, 0, 'latin1');
  at += readable.copy(frame, at);
  at = frame.writeUInt8(NEWLINE, at);
  at += sealed.copy(frame, at);
  frame.writeUInt8(NEWLINE, at);
  return frame;
}

/** The frame at `offset` and where it ends, or null: no whole frame is there. */
export function decodeFrame(bytes: Buffer, offset: number): { frame: Frame; end: number } | null {
  const line = bytes.indexOf(NEWLINE, offset);
  if (line < 0 || line - offset > LONGEST_HEAD) return null;
  const head = /^#linli ((\d+) (\d+) (\d+)) ([0-9a-f]{8})$/.exec(bytes.toString('latin1', offset, line));
  if (head === null) return null;
  const [, sizes = '', place, readableLength, sealedLength, sum] = head;
  const middle = line + 1 + Number(readableLength);
  const end = middle + 1 + Number(sealedLength) + 1;
  if (end > bytes.length || bytes[middle] !== NEWLINE || bytes[end - 1] !== NEWLINE) return null;
  const readable = bytes.subarray(line + 1, middle);
  const sealed = bytes.subarray(middle + 1, end - 1);
  if (check(sizes, readable, sealed) !== sum) return null;
  return { frame: { place: Number(place), readable, sealed }, end };
}

/** Where the next whole frame begins after `offset`, or null. Tells a torn tail from a damaged middle. */
export function nextFrame(bytes: Buffer, offset: number): number | null {
  for (let at = bytes.indexOf(MARK, offset + 1); at >= 0; at = bytes.indexOf(MARK, at + 1)) {
    if (decodeFrame(bytes, at) !== null) return at;
  }
  return null;
}

function check(sizes: string, readable: Buffer, sealed: Buffer): string {
  const sum = crc32(sealed, crc32(readable, crc32(sizes)));
  return sum.toString(16).padStart(8, '0');
}
