import type { IndexKey } from '../../community/store.js';

/** A document's place in an index. */
export interface Entry {
  readonly key: IndexKey;
  readonly id: string;
}

/** Numbers before strings; numbers by value, strings by code unit. */
function compareParts(a: string | number, b: string | number): number {
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
  return typeof a === 'number' ? -1 : 1;
}

/** Element by element; a prefix sorts before what it begins. */
export function compareKeys(a: IndexKey, b: IndexKey): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const order = compareParts(a[at]!, b[at]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** By key, and by id where keys are equal. */
export function compareEntries(a: Entry, b: Entry): number {
  return compareKeys(a.key, b.key) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

export function startsWith(key: IndexKey, prefix: IndexKey): boolean {
  return key.length >= prefix.length && prefix.every((part, at) => key[at] === part);
}

/** Refuses what no store can sort: NaN, infinities, anything but numbers and strings. */
export function checkKey(key: IndexKey, whose: string): void {
  for (const part of key) {
    if (typeof part === 'string' || Number.isFinite(part)) continue;
    throw new TypeError(`${whose}: an index key holds ${String(part)}; only strings and finite numbers sort`);
  }
}
