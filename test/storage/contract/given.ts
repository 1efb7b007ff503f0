import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Clock } from '../../../src/community/clock.js';
import type { Collection, Json, NewRow, Store } from '../../../src/community/store.js';
import { HandClock } from '../hand-clock.js';

/** A store, and how to open it again on what it kept. */
export interface Opened {
  readonly store: Store;
  /** Closes the store and opens it again on what it kept; absent where nothing is kept. */
  readonly reopen?: () => Promise<Store>;
  readonly dispose?: () => Promise<void>;
}

export type Make = (given: { clock: Clock; collections: readonly Collection[] }) => Promise<Opened>;

const personSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  phone: z.string().optional(),
  answers: z.record(z.string(), z.json()).optional(),
});
export type Person = z.infer<typeof personSchema>;

/** Personal: sealed at rest, found by phone without the phone being kept in an index. */
export const people: Collection<Person> = {
  name: 'people',
  version: 1,
  schema: personSchema,
  personal: true,
  indexes: { phone: { key: person => (person.phone === undefined ? null : [person.phone]), blind: true } },
};

const visitSchema = z.strictObject({
  id: z.string(),
  service: z.string(),
  /** Minutes of the day. */
  time: z.number(),
  taken: z.number(),
  open: z.boolean(),
});
export type Visit = z.infer<typeof visitSchema>;

/** Readable at rest, found by service and time. */
export const visits: Collection<Visit> = {
  name: 'visits',
  version: 1,
  schema: visitSchema,
  personal: false,
  indexes: {
    time: { key: visit => [visit.service, visit.time] },
    open: { key: visit => (visit.open ? [visit.time] : null) },
  },
};

export const collections: readonly Collection[] = [people, visits];

export const HUIMIN = 'huimin';

export function visit(id: string, time = 540, more: Partial<Visit> = {}): Visit {
  return { id, service: 'blood-pressure', time, taken: 0, open: true, ...more };
}

export function row(id: string, more: Partial<NewRow> & { body?: Json } = {}): NewRow {
  return {
    id,
    lane: 'telegram/c1/p1',
    account: 'telegram',
    priority: 0,
    notBefore: 0,
    body: { text: '你好' },
    ...more,
  };
}

/** A new store that is closed when the test is over. */
export async function given(make: Make): Promise<Opened & { clock: HandClock }> {
  const clock = new HandClock();
  const opened = await make({ clock, collections });
  onTestFinished(async () => {
    await opened.store.close();
    await opened.dispose?.();
  });
  return { ...opened, clock };
}
