import type { QueueName, Row } from '../../community/store.js';
import type { Group } from './group.js';
import { Lanes } from './lanes.js';
import { Listeners } from './listeners.js';
import { queueOf } from './rows.js';
import type { State } from './state.js';

interface Changed {
  readonly community: string;
  readonly collection: string;
  readonly id: string;
}

/** What those outside of transactions see of a store besides documents: lanes, and news. All of it is durable. */
export class Outside {
  readonly lanes: Readonly<Record<QueueName, Lanes>> = { inbox: new Lanes(), outbox: new Lanes() };
  readonly rows: Readonly<Record<QueueName, Listeners<void>>>;
  readonly changes: Listeners<Changed>;

  /** `report` is told of the error of a listener who throws. */
  constructor(state: State, report: (error: unknown) => void) {
    this.rows = { inbox: new Listeners(report), outbox: new Listeners(report) };
    this.changes = new Listeners(report);
    const rows = [...state.tables()].flatMap(table =>
      queueOf(table.collection) === null ? [] : ([...table.docs.values()] as Row[]),
    );
    rows.sort((a, b) => a.order - b.order);
    for (const row of rows) this.lanes[row.queue].set(row.community, row.id, row);
  }

  /** Shows what became durable: lanes first, then whoever waited for it, then the listeners. */
  publish(group: Group): void {
    const queues = new Set<QueueName>();
    const changed: Changed[] = [];
    for (const [{ community, collection }, docs] of group.tables) {
      const queue = queueOf(collection);
      if (queue !== null) {
        queues.add(queue);
        for (const [id, { after }] of docs) this.lanes[queue].set(community, id, after as Row | undefined);
      } else if (!this.changes.none) {
        for (const id of docs.keys()) changed.push({ community, collection: collection.name, id });
      }
    }
    group.done();
    for (const change of changed) this.changes.tell(change);
    for (const queue of queues) this.rows[queue].tell();
  }
}
