import { z } from 'zod';
import type { Collection, Row } from '../community/store.js';

/** A row that failed every time: set aside for somebody to look at, so that it holds up nobody. */
const deadLetterSchema = z.strictObject({
  id: z.string(),
  queue: z.enum(['inbox', 'outbox']),
  account: z.string(),
  lane: z.string(),
  body: z.json(),
  at: z.number(),
  /** The error's name and first line: never shown to the resident. */
  error: z.string(),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

export const deadLetters: Collection<DeadLetter> = {
  name: 'dead_letters',
  version: 1,
  schema: deadLetterSchema,
  personal: true,
  indexes: { at: { key: letter => [letter.at] }, lane: { key: letter => [letter.lane, letter.at] } },
};

export function deadLetter(row: Row, at: number, error: unknown): DeadLetter {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const body = row.body as z.infer<typeof deadLetterSchema>['body'];
  return {
    id: row.id,
    queue: row.queue,
    account: row.account,
    lane: row.lane,
    body,
    at,
    error: said.slice(0, 500),
  };
}
