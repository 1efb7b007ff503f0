import type { Range } from '../../community/store.js';
import { checkKey } from './keys.js';

/** Refuses a range that no store can serve. `whose` begins the error; `blind`: only whole keys can be looked for. */
export function checkRange(range: Range, whose: string, blind: boolean): void {
  if (!Number.isInteger(range.limit) || range.limit < 0) {
    throw new RangeError(`${whose}: find needs a limit of 0 or more, got ${range.limit}`);
  }
  for (const key of [range.prefix, range.from, range.to, range.after?.key]) {
    if (key !== undefined) checkKey(key, whose);
  }
  if (!blind) return;
  // What PostgreSQL keeps of such a key is an HMAC of the whole of it, so nothing else may work anywhere.
  if (range.prefix === undefined || range.from !== undefined || range.to !== undefined) {
    throw new Error(`${whose} is blind: it finds by its whole key (\`prefix\`) only, never by range`);
  }
}
