import type { Log } from '../memory/core.js';
import type { Database } from './database.js';
import type { Time } from './time.js';

/** A process says so often that it lives, ms; one that has not for `TTL` is taken for dead, and what it held is free. */
const BEAT_MS = 2_000;
const TTL_MS = 6_000;

export interface Heard {
  /** Nobody else is at work on this store. */
  readonly alone: boolean;
  /** Somebody died, and what they had claimed is free now. */
  readonly freed: boolean;
  /** We had been taken for dead ourselves: nothing that we had claimed is ours any more. */
  readonly buried: boolean;
}

export interface ProcessTools {
  readonly database: Database;
  readonly time: Time;
  readonly log: Log;
  /** This process, this run. */
  readonly id: string;
  readonly heard: (heard: Heard) => void;
}

/** Who is at work on this store. */
export class Processes {
  readonly #tools: ProcessTools;
  #timer: NodeJS.Timeout | null = null;
  #beating: Promise<void> = Promise.resolve();
  #known = false;

  constructor(tools: ProcessTools) {
    this.#tools = tools;
  }

  async start(): Promise<void> {
    await this.#beat();
    this.#next();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#beating;
    const { database, id } = this.#tools;
    const gone = async () => {
      await database.aside({
        name: '',
        text: 'DELETE FROM linli."@claims" WHERE process = $1',
        values: [id],
      });
      await database.aside({ name: '', text: 'DELETE FROM linli."@processes" WHERE id = $1', values: [id] });
    };
    await gone().catch(() => undefined);
  }

  #next(): void {
    this.#timer = setTimeout(() => {
      this.#beating = this.#beat().catch(() => undefined);
      void this.#beating.then(() => {
        if (this.#timer !== null) this.#next();
      });
    }, BEAT_MS);
  }

  async #beat(): Promise<void> {
    const { database, time, id, heard } = this.#tools;
    const until = `${time.sql} + ${TTL_MS}`;
    const renewed = await database.aside({
      name: '',
      text: `UPDATE linli."@processes" SET until = ${until} WHERE id = $1`,
      values: [id],
    });
    const buried = renewed.rowCount === 0 && this.#known;
    if (renewed.rowCount === 0) {
      await database.aside({
        name: '',
        text: `INSERT INTO linli."@processes" (id, until, build) VALUES ($1, ${until}, '')`,
        values: [id],
      });
    }
    this.#known = true;
    const dead = await database.aside({
      name: '',
      text: `DELETE FROM linli."@processes" WHERE until < ${time.sql}`,
      values: [],
    });
    // Also what was claimed by somebody who had been taken for dead by then.
    const freed = await database.aside({
      name: 'free',
      text: 'DELETE FROM linli."@claims" WHERE process NOT IN (SELECT id FROM linli."@processes")',
      values: [],
    });
    const { rows } = await database.aside({
      name: 'who',
      text: 'SELECT count(*) AS count FROM linli."@processes"',
      values: [],
    });
    if (dead.rowCount > 0)
      this.#tools.log.warn({ processes: dead.rowCount }, 'a process died; its work is taken over');
    heard({ alone: Number(rows[0]?.count) <= 1, freed: freed.rowCount > 0, buried });
  }
}
