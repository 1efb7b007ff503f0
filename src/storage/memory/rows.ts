import { z } from 'zod';
import type { Collection, QueueName, Row } from '../../community/store.js';

const rowSchema: z.ZodType<Row> = z.strictObject({
  id: z.string().min(1),
  community: z.string(),
  queue: z.enum(['inbox', 'outbox']),
  lane: z.string().min(1),
  account: z.string().min(1),
  priority: z.number(),
  notBefore: z.number(),
  body: z.json(),
  order: z.number(),
  tries: z.number(),
  state: z.enum(['waiting', 'sending']),
  since: z.number(),
});

const rowsOf = (queue: QueueName): Collection<Row> => ({
  name: `@${queue}`,
  version: 1,
  schema: rowSchema,
  personal: true,
  indexes: {},
});

/** A queue's rows are kept as documents are; their names are out of reach for a declared collection. */
export const QUEUES: Readonly<Record<QueueName, Collection<Row>>> = {
  inbox: rowsOf('inbox'),
  outbox: rowsOf('outbox'),
};

export const QUEUE_NAMES: readonly QueueName[] = ['inbox', 'outbox'];

export function queueOf(collection: Collection): QueueName | null {
  return QUEUE_NAMES.find(queue => QUEUES[queue].name === collection.name) ?? null;
}
