/** A chunk is split when it has grown beyond this; short enough that inserting into it costs next to nothing. */
const LONGEST = 512;

/**
 * Items in order, in chunks: adding, removing and finding cost O(log n) comparisons. Items that compare as
 * equal are one item.
 */
export class SortedList<T> {
  readonly #compare: (a: T, b: T) => number;
  #chunks: T[][] = [];
  #size = 0;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#size;
  }

  first(): T | undefined {
    return this.#chunks[0]?.[0];
  }

  /** Takes over `items`, which are in order, in the place of what was there. */
  fill(items: readonly T[]): void {
    this.#chunks = [];
    this.#size = items.length;
    for (let at = 0; at < items.length; at += LONGEST / 2)
      this.#chunks.push(items.slice(at, at + LONGEST / 2));
  }

  add(item: T): void {
    const { chunk: found, at } = this.#place(other => this.#compare(other, item) < 0);
    const chunk = Math.min(found, this.#chunks.length - 1);
    const items = this.#chunks[chunk];
    if (items === undefined) {
      this.#chunks.push([item]);
    } else if (chunk < found) {
      items.push(item);
    } else if (this.#compare(items[at]!, item) === 0) {
      items[at] = item;
      return;
    } else {
      items.splice(at, 0, item);
    }
    this.#size += 1;
    const grown = this.#chunks[chunk];
    if (grown !== undefined && grown.length > LONGEST) {
      this.#chunks.splice(chunk + 1, 0, grown.splice(LONGEST / 2));
    }
  }

  /** False when it was not there. */
  remove(item: T): boolean {
    const { chunk, at } = this.#place(other => this.#compare(other, item) < 0);
    const items = this.#chunks[chunk];
    if (items === undefined || this.#compare(items[at]!, item) !== 0) return false;
    items.splice(at, 1);
    if (items.length === 0) this.#chunks.splice(chunk, 1);
    this.#size -= 1;
    return true;
  }

  /** Upwards from the first item that is not `before`; `before` holds for a beginning of the list. */
  *up(before: (item: T) => boolean): Generator<T> {
    let { chunk, at } = this.#place(before);
    for (; chunk < this.#chunks.length; chunk += 1, at = 0) {
      const items = this.#chunks[chunk]!;
      for (; at < items.length; at += 1) yield items[at]!;
    }
  }

  /** Downwards from the last item that is `within`; `within` holds for a beginning of the list. */
  *down(within: (item: T) => boolean): Generator<T> {
    let { chunk, at } = this.#place(within);
    for (; chunk >= 0; chunk -= 1, at = Number.POSITIVE_INFINITY) {
      const items = this.#chunks[chunk] ?? [];
      for (let place = Math.min(at, items.length) - 1; place >= 0; place -= 1) yield items[place]!;
    }
  }

  /** Where the items that are `before` end. */
  #place(before: (item: T) => boolean): { chunk: number; at: number } {
    const chunk = partition(this.#chunks, items => before(items[items.length - 1]!));
    const items = this.#chunks[chunk];
    return { chunk, at: items === undefined ? 0 : partition(items, before) };
  }
}

/** The number of items at the beginning of the list for which `holds` is true. */
function partition<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
