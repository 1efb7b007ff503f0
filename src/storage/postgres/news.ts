import { z } from 'zod';
import type { QueueName } from '../../community/store.js';
import type { Log } from '../memory/core.js';
import { QUEUE_NAMES } from '../memory/rows.js';
import type { Database } from './database.js';

export interface Change {
  readonly community: string;
  readonly collection: string;
  readonly id: string;
}

/** What others hear of a commit. */
export interface Told {
  readonly queues: readonly QueueName[];
  readonly changes: readonly Change[];
}

export interface NewsTools {
  readonly database: Database;
  readonly log: Log;
  /** This process, this run: it does not listen to itself. */
  readonly id: string;
  readonly hear: (told: Told) => void;
  /** Something may have been missed. */
  readonly missed: () => void;
}

const CHANNEL = 'linli';
/** PostgreSQL carries less than 8,000 bytes at once. */
const MOST_BYTES = 7_000;
const AGAIN_MS = 500;
/** Where the database cannot call us, how often we look, ms. */
const POLL_MS = 1_000;
/** feature_not_supported, syntax_error: databases that speak the protocol and know no LISTEN. */
const NO_LISTEN = ['0A000', '42601'];

const toldSchema = z.tuple([
  z.string(),
  z.array(z.enum(['inbox', 'outbox'])),
  z.array(z.tuple([z.string(), z.string(), z.string()])),
]);

/**
 * Tells the other processes what was committed, and hears of theirs. It is told after the commit and not with it: the
 * database would make every commit wait for the one before. So a crash between the two swallows it, and whoever relies
 * on it looks again by himself now and then.
 */
export class News {
  readonly #tools: NewsTools;
  #client: ReturnType<Database['client']> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;
  #telling = false;
  readonly #queues = new Set<QueueName>();
  #changes = new Map<string, Change>();

  constructor(tools: NewsTools) {
    this.#tools = tools;
  }

  async start(): Promise<void> {
    await this.#listen();
  }

  async stop(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#client?.end().catch(() => undefined);
  }

  /** Soon, together with what comes meanwhile. */
  tell({ queues, changes }: Told): void {
    for (const queue of queues) this.#queues.add(queue);
    for (const change of changes) {
      this.#changes.set(`${change.community}\n${change.collection}\n${change.id}`, change);
    }
    if (this.#telling || this.#closed) return;
    this.#telling = true;
    setImmediate(() => void this.#say());
  }

  async #say(): Promise<void> {
    while (!this.#closed && (this.#queues.size > 0 || this.#changes.size > 0)) {
      const texts = this.#texts();
      await this.#tools.database
        .aside({
          name: 'tell',
          text: `SELECT pg_notify('${CHANNEL}', t) FROM unnest($1::text[]) AS t`,
          values: [texts],
        })
        .catch(() => 'those who listen look again when the database is back');
    }
    this.#telling = false;
  }

  #texts(): string[] {
    const { id } = this.#tools;
    const texts: string[] = [];
    let part: [string, string, string][] = [];
    let bytes = 0;
    const queues = [...this.#queues];
    const end = () => {
      texts.push(JSON.stringify([id, texts.length === 0 ? queues : [], part]));
      part = [];
      bytes = 0;
    };
    for (const { community, collection, id: doc } of this.#changes.values()) {
      const size = Buffer.byteLength(JSON.stringify([community, collection, doc])) + 1;
      // Nobody waits for a document with an id that long.
      if (size > MOST_BYTES) continue;
      if (bytes + size > MOST_BYTES) end();
      part.push([community, collection, doc]);
      bytes += size;
    }
    end();
    this.#queues.clear();
    this.#changes = new Map();
    return texts;
  }

  async #listen(): Promise<void> {
    const { database, log, missed } = this.#tools;
    const client = database.client();
    this.#client = client;
    const again = (wait: number) => {
      if (this.#closed || this.#client !== client) return;
      this.#client = null;
      client.end().catch(() => undefined);
      this.#timer = setTimeout(() => {
        void this.#listen().then(missed, () => undefined);
      }, wait);
    };
    client.on('error', () => again(AGAIN_MS));
    client.on('end', () => again(AGAIN_MS));
    client.on('notification', ({ payload }) => this.#heard(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!NO_LISTEN.includes(code)) return again(AGAIN_MS);
      log.info({}, 'the database cannot call; other processes are heard by looking every second');
      this.#client = null;
      await client.end().catch(() => undefined);
      this.#poll();
    }
  }

  #poll(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#tools.missed();
      this.#poll();
    }, POLL_MS);
  }

  #heard(payload: string): void {
    let said: unknown;
    try {
      said = JSON.parse(payload);
    } catch {
      return;
    }
    const told = toldSchema.safeParse(said);
    // Somebody else's, or a newer Linli's: whatever it was, we may have missed something.
    if (!told.success) {
      this.#tools.missed();
      return;
    }
    const [from, queues, changes] = told.data;
    if (from === this.#tools.id) return;
    this.#tools.hear({
      queues: QUEUE_NAMES.filter(queue => queues.includes(queue)),
      changes: changes.map(([community, collection, id]) => ({ community, collection, id })),
    });
  }
}
