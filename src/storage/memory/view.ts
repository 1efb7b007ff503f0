import type { Collection, Doc, QueueName, Range, Row } from '../../community/store.js';
import { plain } from '../documents/plain.js';
import { find, look } from './find.js';
import type { Layer } from './layer.js';
import { QUEUES } from './rows.js';
import type { State } from './state.js';

/** The reading half of a transaction: one community's documents, as seen through layers of changes. */
export abstract class View {
  readonly community: string;
  protected readonly state: State;
  #ended = false;

  constructor(state: State, community: string) {
    this.state = state;
    this.community = community;
  }

  protected abstract get layers(): readonly Layer[];

  async get<D extends Doc>(collection: Collection<D>, id: string): Promise<D | undefined> {
    this.alive();
    const doc = look(this.state.table(this.community, collection), this.layers, id);
    return doc && (plain(doc, collection.name) as D);
  }

  async find<D extends Doc>(collection: Collection<D>, index: string, range: Range): Promise<D[]> {
    this.alive();
    const docs = find(this.state.table(this.community, collection), this.layers, index, range);
    return docs.map(doc => plain(doc, collection.name) as D);
  }

  async row(queue: QueueName, id: string): Promise<Row | undefined> {
    return this.get(QUEUES[queue], id);
  }

  /** Looks through the whole queue: it is asked for when somebody goes for good, and queues are short. */
  async rows(queue: QueueName, lane: string, limit: number): Promise<Row[]> {
    this.alive();
    const table = this.state.table(this.community, QUEUES[queue]);
    const changed = this.layers.flatMap(layer => [...layer.of(table)].map(([id]) => id));
    const ids = new Set([...table.docs.keys(), ...changed]);
    const found = [...ids].flatMap(id => (look(table, this.layers, id) as Row | undefined) ?? []);
    return found
      .filter(row => row.lane === lane)
      .sort((a, b) => a.order - b.order)
      .slice(0, limit)
      .map(row => plain(row, queue));
  }

  /** Nothing may be done with a transaction that is over: it would be lost, or hit somebody else's. */
  end(): void {
    this.#ended = true;
  }

  protected alive(): void {
    if (this.#ended) throw new Error('this transaction is over; await everything it does inside its body');
  }
}
