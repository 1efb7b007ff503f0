import pg from 'pg';
import type { Log } from '../memory/core.js';
import type { Fields, Statement } from './shelf.js';
import { DatabaseTrouble, sentenceOf, troubleOf } from './trouble.js';

/** Limits of one session, ms. A process that was stopped in the middle of a transaction lets go of its locks after `idle`. */
const LIMITS = { statement: 15_000, lock: 5_000, idle: 3_000, connect: 5_000 };
/** How often we look whether the database is back, ms. */
const PROBE_MS = 500;

export interface Answer {
  readonly rows: readonly Fields[];
  readonly rowCount: number;
}

/** One connection, ours until it is given back. Statements are sent at once and answered in order. */
export interface Session {
  run(statement: Statement): Promise<Answer>;
  say(text: string): Promise<Answer>;
  /** `broken`: it is closed instead of being used again. */
  giveBack(broken: boolean): void;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Connections for transactions; a few more serve claims, leases and news. */
  readonly connections: number;
  readonly log: Log;
}

/** Connections to one database, and how it is doing. */
export class Database {
  /** The database without the password, for logs and errors. */
  readonly where: string;
  readonly #url: string;
  readonly #log: Log;
  readonly #work: pg.Pool;
  /** Never waits for a transaction: numbers, claims and leases are asked for in the middle of one. */
  readonly #aside: pg.Pool;
  #trouble: string | null = null;
  #closed = false;
  #stopProbing: () => void = () => undefined;
  readonly #recovered = new Set<() => void>();

  constructor({ url, connections, log }: DatabaseOptions) {
    this.#url = url;
    this.#log = log;
    this.where = withoutPassword(url);
    this.#work = this.#pool(connections);
    this.#aside = this.#pool(2);
  }

  get healthy(): boolean {
    return this.#trouble === null;
  }

  get trouble(): string | null {
    return this.#trouble;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Calls back each time that it can be used again. */
  onRecovery(listener: () => void): void {
    this.#recovered.add(listener);
  }

  /** One statement, outside of transactions. */
  async run(statement: Statement): Promise<Answer> {
    return this.#ask(this.#work, statement);
  }

  /** The same, by a connection that no transaction is waiting for. */
  async aside(statement: Statement): Promise<Answer> {
    return this.#ask(this.#aside, statement);
  }

  async session(): Promise<Session> {
    const client = await this.#work.connect().catch(error => this.#failed(error));
    // The server ends a session that lay idle in a transaction; it says why only here.
    let ended: Error | null = null;
    const note = (error: Error) => {
      ended ??= error;
    };
    client.on('error', note);
    const failed = (error: unknown) =>
      this.#failed(ended !== null && troubleOf(ended) === 'conflict' ? ended : error);
    return {
      run: statement => answered(client.query(asked(statement))).catch(failed),
      say: text => answered(client.query(text)).catch(failed),
      giveBack: broken => {
        client.off('error', note);
        client.release(broken || ended !== null);
      },
    };
  }

  /** A connection of its own, outside of the pools: to listen by. */
  client(): pg.Client {
    return new pg.Client({ ...connection(this.#url), pipeline: false } as pg.ClientConfig);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopProbing();
    await Promise.all([this.#work.end(), this.#aside.end()]);
  }

  async #ask(pool: pg.Pool, statement: Statement): Promise<Answer> {
    return answered(pool.query(asked(statement))).catch(error => this.#failed(error));
  }

  /** Notes what kind of trouble it is, and throws it on. */
  #failed(error: unknown): never {
    const trouble = troubleOf(error);
    if (trouble !== 'away' && trouble !== 'cannot-write') throw error;
    const sentence = sentenceOf(error, this.where);
    if (this.#trouble === null && !this.#closed) {
      this.#trouble = sentence;
      this.#log.error({ trouble: sentence }, 'the database cannot be used');
      this.#probeSoon();
    }
    throw new DatabaseTrouble(sentence, error);
  }

  /** Nobody may send work to a database in trouble: so it finds out by itself whether it can be used again. */
  #probeSoon(): void {
    this.#stopProbing();
    if (this.#closed) return;
    const timer = setTimeout(() => void this.#probe(), PROBE_MS);
    this.#stopProbing = () => clearTimeout(timer);
  }

  async #probe(): Promise<void> {
    try {
      // A write, since a standby and a full disk answer questions.
      await this.#aside.query(`UPDATE linli."@schema" SET probed = probed + 1`);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === 'away' || trouble === 'cannot-write') this.#trouble = sentenceOf(error, this.where);
      return this.#probeSoon();
    }
    this.#trouble = null;
    this.#log.info({}, 'the database can be used again');
    for (const listener of this.#recovered) listener();
  }

  #pool(max: number): pg.Pool {
    const pool = new pg.Pool({
      ...connection(this.#url),
      max,
      // Statements of one transaction are sent without waiting for each other.
      pipeline: true,
      idleTimeoutMillis: 60_000,
      connectionTimeoutMillis: LIMITS.connect,
    } as pg.PoolConfig);
    pool.on('error', error => {
      // A connection that nobody was using was cut. Whoever asks next gets another one.
      if (!this.#closed) this.#log.warn({ error: String(error) }, 'a database connection was lost');
    });
    return pool;
  }
}

function connection(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'linli',
    statement_timeout: LIMITS.statement,
    lock_timeout: LIMITS.lock,
    idle_in_transaction_session_timeout: LIMITS.idle,
    keepAlive: true,
  };
}

function asked({ name, text, values }: Statement): pg.QueryConfig {
  return { name, text, values: values as unknown[] };
}

async function answered(query: Promise<pg.QueryResult>): Promise<Answer> {
  const { rows, rowCount } = await query;
  return { rows: rows as Fields[], rowCount: rowCount ?? 0 };
}

/** As it may be shown: who, where and which database. */
export function withoutPassword(url: string): string {
  try {
    const { protocol, username, host, pathname } = new URL(url);
    return `${protocol}//${username === '' ? '' : `${username}@`}${host}${pathname}`;
  } catch {
    return 'the database';
  }
}
