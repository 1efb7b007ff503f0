import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import type { Base } from './postgres/base.js';
import type { Shared } from './postgres/keeper.js';
import { Server, type ServerOptions } from './postgres/server.js';

// A real PostgreSQL from npm: nothing has to be installed on the machine. One server serves the whole run, with a
// database for each test; a test that stops or breaks its server has one of its own.

export type { Server, ServerOptions, Settings, Stop } from './postgres/server.js';

/** The address of an empty database of the test's own, gone when it is over. Its user is no superuser. */
export async function givenDatabase(): Promise<string> {
  const { url, drop } = await createDatabase();
  onTestFinished(drop);
  return url;
}

/** The same for `beforeAll`, with `drop` for `afterAll`. */
export async function createDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const [base, { port }] = await Promise.all([asked<Base>('base'), asked<Shared>('shared')]);
  const at = (user: string, database: string) =>
    `postgres://${user}:${base.password}@127.0.0.1:${port}/${database}`;
  const name = `test_${randomBytes(6).toString('hex')}`;
  const asAdmin = (query: string) => runQuery(at('postgres', 'postgres'), query);
  await asAdmin(`CREATE DATABASE ${name} OWNER linli`);
  return {
    url: at('linli', name),
    drop: async () => void (await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`)),
  };
}

/** A started server of the test's own, gone when it is over. It waits for the disk unless a setting says `fsync: 'off'`. */
export async function givenServer(options: ServerOptions = {}): Promise<Server> {
  const server = await Server.open(await asked<Base>('base'), options);
  onTestFinished(() => server.remove());
  return server;
}

/** The rows that one query gives, in a connection of its own. */
export async function runQuery(url: string, query: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(query)).rows;
  } finally {
    await client.end();
  }
}

async function asked<T>(what: string): Promise<T> {
  const response = await fetch(`${inject('postgres')}/${what}`);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}
