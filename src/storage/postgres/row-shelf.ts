import type { Json, QueueName, Row } from '../../community/store.js';
import { readBody, writeBody } from './body.js';
import type { Sealing } from './sealing.js';
import { type Fields, SCHEMA, Shelf, type Statement } from './shelf.js';

/** What is put in gets its place in the order from the database: see `given`. */
export const NO_ORDER = 0;

export const ROW_COLUMNS =
  'community, id, rev, lane, account, priority, not_before, ord, tries, state, since, body';

/** The rows of one queue. What they hold is sealed; where they belong is not. */
export class RowShelf extends Shelf<Row> {
  readonly queue: QueueName;
  protected override readonly readColumns = ROW_COLUMNS;
  readonly #sealing: Sealing;

  constructor(queue: QueueName, sealing: Sealing) {
    super(`@${queue}`, [
      'lane',
      'account',
      'priority',
      'not_before',
      'ord',
      'tries',
      'state',
      'since',
      'body',
    ]);
    this.queue = queue;
    this.#sealing = sealing;
  }

  protected override given(column: string, value: string): string {
    return column === 'ord' ? `COALESCE(${value}::bigint, nextval('${SCHEMA}.row_order'))` : value;
  }

  /** The rows of a lane in the order in which they were put in. */
  inLane(community: string, lane: string, limit: number): Statement {
    return {
      name: `${this.name} lane`,
      text: `SELECT ${ROW_COLUMNS} FROM ${this.table} WHERE community = $1 AND lane = $2 ORDER BY ord LIMIT $3`,
      values: [community, lane, limit],
    };
  }

  protected override values(community: string, row: Row): unknown[] {
    const seal = (plain: Buffer) => this.#sealing.close(community, `${this.name}/${row.id}`, plain);
    const { bytes } = writeBody(row.body, seal);
    const order = row.order === NO_ORDER ? null : row.order;
    const { lane, account, priority, notBefore, tries, state, since } = row;
    return [lane, account, priority, notBefore, order, tries, state, since, bytes];
  }

  protected override read(community: string, fields: Fields): Row {
    const id = fields.id as string;
    const where = { sealing: this.#sealing, community, place: `${this.name}/${id}` };
    return {
      id,
      lane: fields.lane as string,
      account: fields.account as string,
      priority: fields.priority as number,
      notBefore: fields.not_before as number,
      body: readBody({ doc: null, bytes: fields.body as Buffer }, where) as Json,
      community,
      queue: this.queue,
      order: Number(fields.ord),
      tries: fields.tries as number,
      state: fields.state as Row['state'],
      since: fields.since as number,
    };
  }
}
