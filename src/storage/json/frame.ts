import { crc32 } from 'node:zlib';
import { type Seal, sealedLength } from './seal.js';

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

/** A frame with what is given; `sealed` is sealed by the caller. */
export function encodeFrame(place: number, readable: Buffer, sealed: Buffer = none): Buffer {
  const frame = Buffer.allocUnsafe(LONGEST_HEAD + readable.length + sealed.length + 2);
  const middle = LONGEST_HEAD + readable.copy(frame, LONGEST_HEAD);
  sealed.copy(frame, middle + 1);
  return finish(frame, place, middle, middle + 1 + sealed.length);
}

/** Makes frames in one piece of memory, used again and again: a journal makes thousands a second. */
export class FrameMaker {
  #frame = Buffer.allocUnsafeSlow(64 * 1024);
  #plain = Buffer.allocUnsafeSlow(64 * 1024);

  /** The frame is good until the next is made. `sealed` null: the frame holds nothing personal. */
  make(place: number, readable: string, sealed: string | null, seal: Seal): Buffer {
    const plainLength = sealed === null ? 0 : Buffer.byteLength(sealed);
    const needed = LONGEST_HEAD + Buffer.byteLength(readable) + sealedLength(plainLength) + 2;
    if (needed > this.#frame.length) this.#frame = Buffer.allocUnsafeSlow(needed * 2);
    if (plainLength > this.#plain.length) this.#plain = Buffer.allocUnsafeSlow(plainLength * 2);
    const middle = LONGEST_HEAD + this.#frame.write(readable, LONGEST_HEAD);
    if (sealed === null) return finish(this.#frame, place, middle, middle + 1);
    this.#plain.write(sealed);
    const plain = this.#plain.subarray(0, plainLength);
    return finish(this.#frame, place, middle, seal.closeInto(this.#frame, middle + 1, plain, place));
  }
}

/** Puts head, check and newlines around the two parts, which stand from LONGEST_HEAD on with a byte in between. */
function finish(frame: Buffer, place: number, middle: number, end: number): Buffer {
  const readable = frame.subarray(LONGEST_HEAD, middle);
  const sealed = frame.subarray(middle + 1, end);
  frame.writeUInt8(NEWLINE, middle);
  frame.writeUInt8(NEWLINE, end);
  const sizes = `${place} ${readable.length} ${sealed.length}`;
  const head = `${MARK}${sizes} ${check(sizes, readable, sealed)}\n`;
  frame.write(head, LONGEST_HEAD - head.length, 'latin1');
  return frame.subarray(LONGEST_HEAD - head.length, end + 1);
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
