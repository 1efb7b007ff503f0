import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type Base, openBase } from './base.js';
import { Server } from './server.js';

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: string;
  }
}

/** What the one server of the run is reached by. */
export interface Shared {
  readonly port: number;
}

/** Nothing of it need outlive the run: no waiting for the disk. */
const SHARED = { fsync: 'off', full_page_writes: 'off', max_connections: 300 };

/**
 * Keeps the run's PostgreSQL: it begins when the first test asks, and test files that need none pay nothing. Tests
 * ask over HTTP, since they run in other processes; the address holds a secret.
 */
export default async function keepPostgres(project: TestProject): Promise<() => Promise<void>> {
  let opened: ReturnType<typeof openBase> | null = null;
  let shared: Promise<Server> | null = null;
  const base = async (): Promise<Base> => {
    opened ??= openBase();
    return (await opened).base;
  };
  const answers: Record<string, () => Promise<unknown>> = {
    base,
    shared: async (): Promise<Shared> => {
      shared ??= base().then(it => Server.open(it, { settings: SHARED }));
      return { port: (await shared).port };
    },
  };
  const secret = randomBytes(12).toString('hex');
  const http = createServer((request, response) => {
    const [, key, what = ''] = (request.url ?? '').split('/');
    const answer = key === secret ? answers[what] : undefined;
    void reply(response, answer);
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  project.provide('postgres', `http://127.0.0.1:${(http.address() as AddressInfo).port}/${secret}`);
  return async () => {
    http.closeAllConnections();
    http.close();
    await (await opened?.catch(() => null))?.end();
  };
}

async function reply(response: ServerResponse, answer?: () => Promise<unknown>): Promise<void> {
  if (answer === undefined) {
    response.writeHead(404).end();
    return;
  }
  try {
    response.end(JSON.stringify(await answer()));
  } catch (error) {
    response.writeHead(500).end(error instanceof Error ? error.message : String(error));
  }
}
