import type { Log } from '../memory/core.js';
import type { Database } from './database.js';
import type { Shelves } from './shelves.js';

/** What is owed is seen to within this time, ms. */
const LOOK_MS = 30_000;
/** feature_not_supported, syntax_error: databases that clean up by themselves and know no VACUUM. */
const NO_VACUUM = ['0A000', '42601'];

/**
 * Clears the database's pages of what was removed. What a page held lies sealed there until it is written over; the
 * database's own log and its backups are the operator's (docs/operating.md says for how long they keep it).
 */
export class Forgetting {
  readonly #database: Database;
  readonly #shelves: Shelves;
  readonly #log: Log;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(database: Database, shelves: Shelves, log: Log) {
    this.#database = database;
    this.#shelves = shelves;
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#look().catch(error => {
        if (this.#database.healthy)
          this.#log.warn({ error: String(error) }, 'what was removed could not be cleared yet');
      });
    }, LOOK_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#running?.catch(() => undefined);
  }

  /** Whoever calls while one is under way may have removed something that it has passed by: he gets the next one. */
  async forget(): Promise<void> {
    await this.#running?.catch(() => undefined);
    this.#running ??= this.#clear().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  async #look(): Promise<void> {
    const { rows } = await this.#database.run({
      name: '',
      text: 'SELECT owed > forgotten AS due FROM linli."@schema"',
      values: [],
    });
    if (rows[0]?.due === true) await this.forget();
  }

  async #clear(): Promise<void> {
    const { rows } = await this.#database.run({
      name: '',
      text: 'SELECT owed FROM linli."@schema"',
      values: [],
    });
    const personal = this.#shelves.docs.filter(({ collection }) => collection.personal);
    for (const { table } of [...personal, ...Object.values(this.#shelves.rows)]) {
      const done = await this.#vacuum(table);
      if (!done) break;
    }
    await this.#database.run({
      name: '',
      text: 'UPDATE linli."@schema" SET forgotten = greatest(forgotten, $1::bigint)',
      values: [rows[0]?.owed],
    });
  }

  async #vacuum(table: string): Promise<boolean> {
    try {
      await this.#database.run({ name: '', text: `VACUUM ${table}`, values: [] });
      return true;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (NO_VACUUM.includes(code)) return false;
      throw error;
    }
  }
}
