import { z } from 'zod';
import type { Collection } from '../community/store.js';

/** A message that did not arrive, or of which nobody knows whether it did: recorded, not tried again. */
const undeliveredSchema = z.strictObject({
  /** The outbox row's id. */
  id: z.string(),
  account: z.string(),
  chat: z.string(),
  kind: z.enum(['urgent', 'reply', 'reminder', 'news', 'broadcast']),
  outcome: z.enum(['gone', 'rejected', 'expired', 'unknown', 'not-sent']),
  reason: z.string(),
  at: z.number(),
});
export type Undelivered = z.infer<typeof undeliveredSchema>;

export const undelivered: Collection<Undelivered> = {
  name: 'undelivered',
  version: 1,
  schema: undeliveredSchema,
  personal: true,
  indexes: {
    at: { key: letter => [letter.at] },
    account: { key: letter => [letter.account, letter.at] },
    chat: { key: letter => [letter.account, letter.chat, letter.at] },
  },
};
