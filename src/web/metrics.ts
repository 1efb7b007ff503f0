import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { DeskMetrics } from '../desk/metrics.js';

/** Everything that /metrics shows, and the small typed objects by which desk and server set it. */
export interface Metrics {
  readonly registry: Registry;
  /** For the desk and its couriers. */
  readonly desk: DeskMetrics;
  /** For the server: a request was answered. `route` is the pattern, never the address itself. */
  request(method: string, route: string, status: number, ms: number): void;
}

const STATES = ['starting', 'online', 'offline', 'needs-login', 'stopped'] as const;

/** A registry of its own, with the process's default figures unless `process` is false. */
export function createMetrics(how: { readonly process?: boolean } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (how.process !== false) collectDefaultMetrics({ register: registry });

  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge<L>({ name, help, labelNames: [...labelNames], registers });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter<L>({ name, help, labelNames: [...labelNames], registers });
  const inboxRows = gauge('linli_inbox_rows', 'Messages taken in and not yet handled');
  const inboxOldest = gauge('linli_inbox_oldest_seconds', 'Age of the oldest of them');
  const outboxRows = gauge('linli_outbox_rows', 'Messages not yet sent', ['account']);
  const outboxOldest = gauge('linli_outbox_oldest_seconds', 'Age of the oldest of them', ['account']);
  const turns = counter('linli_turns_total', 'Messages handled', ['how']);
  const turnTime = new Histogram({
    name: 'linli_turn_duration_seconds',
    help: 'Time of one turn, until it was durable',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  const sends = counter('linli_sends_total', 'Attempts to send, by what came of them', [
    'account',
    'outcome',
  ]);
  const dead = counter('linli_dead_letters_total', 'Rows set aside for good', ['queue']);
  const store = gauge('linli_store_healthy', '1 while the store can write, else 0');
  const accounts = gauge('linli_account_state', '1 for the state in which an account is', [
    'account',
    'state',
  ]);
  const requests = new Histogram({
    name: 'linli_http_request_duration_seconds',
    help: 'Time of one HTTP request, by the pattern of its route (event streams: until they ended)',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.025, 0.1, 0.5, 2.5],
    registers,
  });

  return {
    registry,
    desk: {
      turn: (outcome, ms) => {
        turns.inc({ how: outcome });
        turnTime.observe(ms / 1000);
      },
      send: (account, outcome) => sends.inc({ account, outcome }),
      deadLetter: queue => dead.inc({ queue }),
      inbox: (rows, oldestAge) => {
        inboxRows.set(rows);
        inboxOldest.set(oldestAge / 1000);
      },
      outbox: (account, rows, oldestAge) => {
        outboxRows.set({ account }, rows);
        outboxOldest.set({ account }, oldestAge / 1000);
      },
      storeHealthy: healthy => store.set(healthy ? 1 : 0),
      account: (account, state) => {
        for (const each of STATES) accounts.set({ account, state: each }, each === state ? 1 : 0);
      },
    },
    request: (method, route, status, ms) => requests.observe({ method, route, status }, ms / 1000),
  };
}
