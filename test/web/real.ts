import { randomUUID } from 'node:crypto';
import type { Chance, Clock } from '../../src/community/clock.js';
import type { Log } from '../../src/desk/platform.js';

/** The machine's own time: these tests are about sockets and browsers, which know no other. */
export const realClock: Clock = {
  now: () => Date.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

export const realChance: Chance = {
  id: () => randomUUID().replaceAll('-', ''),
  random: () => Math.random(),
};

export interface Line {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A log that a test can read. */
export function keptLog(): Log & { readonly lines: Line[] } {
  const lines: Line[] = [];
  const keep =
    (level: Line['level']) =>
    (event: string, facts: Readonly<Record<string, unknown>> = {}) => {
      lines.push({ level, event, facts });
    };
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}
