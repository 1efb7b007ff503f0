import type { IndexKey } from '../../community/store.js';

const NUMBER = 1;
const STRING = 2;
/** Ends a string; and a key, in front of the document's id. Lower than what begins an element. */
const END = 0;
/** Follows a zero byte that is part of a string. Higher than everything that may follow the end of one. */
const ZERO = 0xff;

/**
 * A key as bytes that sort as keys do: numbers before strings, by value and by code unit, a prefix before what it begins.
 * So one column of bytes serves as an index in every database, whatever it thinks of languages.
 */
export function sortable(key: IndexKey): Buffer {
  return Buffer.concat(key.map(part => (typeof part === 'number' ? ofNumber(part) : ofString(part))));
}

/** A document's place in an index: by key, and by id where keys are equal. */
export function place(key: Buffer, id: string): Buffer {
  return Buffer.concat([key, Buffer.of(END), codeUnits(id)]);
}

/** The first place behind everything that begins with these bytes. */
export function behind(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.of(0xff)]);
}

/** The first place behind exactly this one. */
export function next(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.of(0)]);
}

function ofNumber(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(9);
  bytes[0] = NUMBER;
  // 0 and -0 are one key.
  bytes.writeDoubleBE(value + 0, 1);
  // Positive ones after negative ones, and these the other way round.
  if (value < 0) for (let at = 1; at < 9; at += 1) bytes[at] = ~bytes[at]! & 0xff;
  else bytes[1] = bytes[1]! | 0x80;
  return bytes;
}

function ofString(text: string): Buffer {
  const units = codeUnits(text);
  const escaped: number[] = [];
  if (!units.includes(0)) return Buffer.concat([Buffer.of(STRING), units, Buffer.of(END)]);
  for (const byte of units) escaped.push(...(byte === 0 ? [0, ZERO] : [byte]));
  return Buffer.from([STRING, ...escaped, END]);
}

const SURROGATES = /[\ud800-\udfff]/;

/**
 * Bytes that sort as JavaScript compares strings: by code unit. UTF-8 does that too, except where surrogate pairs meet
 * what comes after them; there each half is written by itself (as CESU-8 has it).
 */
function codeUnits(text: string): Buffer {
  if (!SURROGATES.test(text)) return Buffer.from(text);
  const parts: Buffer[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0xd800 || unit > 0xdfff) parts.push(Buffer.from(text[at]!));
    else parts.push(Buffer.of(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)));
  }
  return Buffer.concat(parts);
}
