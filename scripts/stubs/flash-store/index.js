// What wechaty-puppet-service keeps people's contact cards in. The real one is a LevelDB in the home folder, where
// names and faces would lie unsealed, and needs a native module. This one lives and ends with the process; what it
// has forgotten is fetched again.

const MOST = 5_000;

export class FlashStore {
  #kept = new Map();

  /** @returns {Promise<unknown>} A copy of what was set, or undefined. */
  async get(key) {
    const text = this.#kept.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async set(key, value) {
    this.#kept.delete(key);
    this.#kept.set(key, JSON.stringify(value));
    if (this.#kept.size > MOST) this.#kept.delete(this.#kept.keys().next().value);
    return this;
  }

  async delete(key) {
    return this.#kept.delete(key);
  }

  async close() {
    this.#kept.clear();
  }
}
