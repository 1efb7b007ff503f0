import type { Doc, Range } from '../../community/store.js';
import type { DocShelf } from './doc-shelf.js';

/** What the database found in a range, and in their places those of a transaction's own documents that lie in it. */
export function merged<D extends Doc>(
  where: { readonly shelf: DocShelf<D>; readonly index: string; readonly community: string },
  { from, to, order, limit }: { from: Buffer; to: Buffer } & Pick<Range, 'order' | 'limit'>,
  found: readonly D[],
  own: readonly D[],
): D[] {
  const placed = (doc: D) => ({ doc, at: where.shelf.placeOf(where.community, where.index, doc) });
  const inRange = own
    .map(placed)
    .filter(({ at }) => at !== null && Buffer.compare(at, from) >= 0 && Buffer.compare(at, to) < 0);
  if (inRange.length === 0) return found.slice(0, limit);
  const sign = order === 'down' ? -1 : 1;
  return [...found.map(placed), ...inRange]
    .sort((a, b) => sign * Buffer.compare(a.at ?? NOWHERE, b.at ?? NOWHERE))
    .map(({ doc }) => doc)
    .slice(0, limit);
}

const NOWHERE = Buffer.alloc(0);
