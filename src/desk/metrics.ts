import type { AccountStatus, SendOutcome } from './platform.js';

/** What the desk counts as it works. Accounts and kinds are the only names in it: nothing about a person. */
export interface DeskMetrics {
  /** A turn was taken (one inbox row handled), in so many ms. `failed`: it threw and will be tried again. */
  turn(how: 'done' | 'failed', ms: number): void;
  /** A send was tried. */
  send(account: string, outcome: 'sent' | 'expired' | SendOutcome['kind']): void;
  /** A row was set aside for good. */
  deadLetter(queue: 'inbox' | 'outbox'): void;
  /** How many rows wait, and how long the oldest has waited (ms; 0 when there is none). */
  inbox(rows: number, oldestAge: number): void;
  outbox(account: string, rows: number, oldestAge: number): void;
  storeHealthy(healthy: boolean): void;
  account(account: string, state: AccountStatus['state']): void;
}

/** Counts nothing: for tests, the simulation and commands. */
export const noMetrics: DeskMetrics = {
  turn: () => {},
  send: () => {},
  deadLetter: () => {},
  inbox: () => {},
  outbox: () => {},
  storeHealthy: () => {},
  account: () => {},
};
