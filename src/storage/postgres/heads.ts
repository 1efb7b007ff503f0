import type { ClaimFilter, QueueName } from '../../community/store.js';
import { ROW_COLUMNS } from './row-shelf.js';
import { type Statement, tableNamed } from './shelf.js';

type Who = Pick<ClaimFilter, 'community' | 'account'>;

/** Where a page of heads goes on: behind this one. */
export interface After {
  readonly priority: number;
  readonly order: number;
}

/**
 * The rows whose turn it is in lanes that nobody holds: the first of each priority, if it is due. `busy`: lanes that
 * this process holds by itself, as `community LF lane`.
 */
export function heads(
  queue: QueueName,
  who: Who & { now: number },
  page: { limit: number; busy: readonly string[]; after: After | null },
): Statement {
  const values: unknown[] = [who.now, page.limit];
  const given = (value: unknown) => `$${values.push(value)}`;
  const conditions = [`r.not_before <= $1`, ...free(queue, who, page.busy, given)];
  if (page.after !== null) {
    conditions.push(
      `(r.priority, r.ord) > (${given(page.after.priority)}::double precision, ${given(page.after.order)}::bigint)`,
    );
  }
  return {
    name: `${queue} heads ${shape(who)}${page.busy.length > 0 ? 'b' : ''}${page.after === null ? '' : 'p'}`,
    text: `SELECT ${columns()} FROM ${tableNamed(`@${queue}`)} r WHERE ${conditions.join(' AND ')}
 ORDER BY r.priority, r.ord LIMIT $2`,
    values,
  };
}

/** When the next head of a free lane falls due that does so after `after` (ms). */
export function due(
  queue: QueueName,
  who: Who,
  page: { after: number | undefined; busy: readonly string[] },
): Statement {
  const values: unknown[] = [];
  const given = (value: unknown) => `$${values.push(value)}`;
  const conditions = free(queue, who, page.busy, given);
  if (page.after !== undefined) conditions.push(`r.not_before > ${given(page.after)}::double precision`);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return {
    name: `${queue} due ${shape(who)}${page.busy.length > 0 ? 'b' : ''}${page.after === undefined ? '' : 'a'}`,
    text: `SELECT min(r.not_before) AS due FROM ${tableNamed(`@${queue}`)} r ${where}`,
    values,
  };
}

function free(
  queue: QueueName,
  who: Who,
  busy: readonly string[],
  given: (value: unknown) => string,
): string[] {
  const table = tableNamed(`@${queue}`);
  return [
    ...(who.community === undefined ? [] : [`r.community = ${given(who.community)}`]),
    ...(who.account === undefined ? [] : [`r.account = ${given(who.account)}`]),
    `NOT EXISTS (SELECT 1 FROM ${table} e WHERE e.community = r.community AND e.lane = r.lane
  AND e.priority = r.priority AND e.ord < r.ord)`,
    `NOT EXISTS (SELECT 1 FROM linli."@claims" c WHERE c.queue = '${queue}' AND c.community = r.community
  AND c.lane = r.lane)`,
    ...(busy.length === 0 ? [] : [`r.community || E'\\n' || r.lane <> ALL(${given(busy)}::text[])`]),
  ];
}

const shape = (who: Who) =>
  `${who.community === undefined ? '' : 'c'}${who.account === undefined ? '' : 'a'}`;

const columns = () =>
  ROW_COLUMNS.split(', ')
    .map(column => `r.${column}`)
    .join(', ');
