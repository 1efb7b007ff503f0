/** First in, first out, at the same cost however long it is. */
export class Line<T> {
  #items: (T | undefined)[] = [];
  #next = 0;

  get empty(): boolean {
    return this.#next === this.#items.length;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  next(): T | undefined {
    if (this.empty) return undefined;
    const item = this.#items[this.#next];
    this.#items[this.#next] = undefined;
    this.#next += 1;
    if (this.empty) {
      this.#items = [];
      this.#next = 0;
    }
    return item;
  }
}
