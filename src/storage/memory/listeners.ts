/** Those who want to be told of something. One who throws is reported, and keeps nobody else from hearing. */
export class Listeners<T> {
  readonly #listeners = new Set<{ readonly call: (news: T) => void }>();
  readonly #report: (error: unknown) => void;

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  get none(): boolean {
    return this.#listeners.size === 0;
  }

  /** Returns a function that ends it. */
  add(call: (news: T) => void): () => void {
    const listener = { call };
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  tell(news: T): void {
    for (const listener of this.#listeners) {
      try {
        listener.call(news);
      } catch (error) {
        this.#report(error);
      }
    }
  }
}
