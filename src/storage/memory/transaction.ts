import type { Collection, Doc, NewRow, QueueName, Row, Tx } from '../../community/store.js';
import { checkFit } from '../documents/fit.js';
import { checkName } from '../documents/names.js';
import { plain } from '../documents/plain.js';
import { Draft } from './draft.js';
import { look } from './find.js';
import type { Layer } from './layer.js';
import { QUEUES } from './rows.js';
import type { State } from './state.js';
import { View } from './view.js';

export interface Surroundings {
  readonly state: State;
  readonly community: string;
  /** The transaction's time, ms. */
  readonly now: number;
  /** Told of each number given, whatever becomes of the transaction. */
  readonly numbered: (community: string, scope: string, value: number) => void;
}

/** One run of a body: its changes stand in front of the tables until they are taken over, or are forgotten. */
export class Transaction extends View implements Tx {
  readonly draft = new Draft();
  readonly #surroundings: Surroundings;
  readonly #layers: readonly Layer[] = [this.draft];

  constructor(surroundings: Surroundings) {
    super(surroundings.state, surroundings.community);
    this.#surroundings = surroundings;
  }

  protected override get layers(): readonly Layer[] {
    return this.#layers;
  }

  async put<D extends Doc>(collection: Collection<D>, doc: D): Promise<void> {
    this.alive();
    const table = this.state.table(this.community, collection);
    checkName(doc.id, `the id of a document for ${collection.name}`);
    const before = look(table, this.#layers, doc.id);
    checkFit(collection, doc, before);
    const settled = plain(doc, collection.name);
    table.check(settled);
    this.draft.set(table, doc.id, settled);
  }

  async remove<D extends Doc>(collection: Collection<D>, id: string): Promise<void> {
    this.alive();
    const table = this.state.table(this.community, collection);
    if (look(table, this.#layers, id) !== undefined) this.draft.set(table, id, undefined);
  }

  async nextNumber(scope: string): Promise<number> {
    this.alive();
    const value = this.state.number(this.community, scope) + 1;
    this.state.setNumber(this.community, scope, value);
    this.#surroundings.numbered(this.community, scope, value);
    return value;
  }

  async enqueue(queue: QueueName, row: NewRow): Promise<void> {
    this.alive();
    if (this.#row(queue, row.id) !== undefined) {
      throw new Error(`the ${queue} already holds a row with the id ${row.id}`);
    }
    this.state.order += 1;
    const { id, lane, account, priority, notBefore, body } = row;
    for (const [name, value] of Object.entries({ id, lane, account })) {
      checkName(value, `the ${name} of a row for the ${queue}`);
    }
    if (!Number.isFinite(priority) || !Number.isFinite(notBefore)) {
      throw new TypeError(`a row for the ${queue} needs a finite priority and notBefore`);
    }
    this.#set(queue, {
      id,
      lane,
      account,
      priority,
      notBefore,
      body,
      community: this.community,
      queue,
      order: this.state.order,
      tries: 0,
      state: 'waiting',
      since: this.#surroundings.now,
    });
  }

  async complete(queue: QueueName, id: string): Promise<boolean> {
    this.alive();
    if (this.#row(queue, id) === undefined) return false;
    this.draft.set(this.state.table(this.community, QUEUES[queue]), id, undefined);
    return true;
  }

  async retry(queue: QueueName, id: string, how: { notBefore: number; tries?: number }): Promise<boolean> {
    this.alive();
    const row = this.#row(queue, id);
    if (row === undefined) return false;
    if (!Number.isFinite(how.notBefore)) throw new TypeError('retry needs a finite notBefore');
    const tries = how.tries ?? row.tries + 1;
    this.#set(queue, { ...row, notBefore: how.notBefore, tries, state: 'waiting' });
    return true;
  }

  async mark(queue: QueueName, id: string): Promise<boolean> {
    this.alive();
    const row = this.#row(queue, id);
    if (row === undefined) return false;
    this.#set(queue, { ...row, state: 'sending' });
    return true;
  }

  async forget(): Promise<void> {
    this.alive();
    this.draft.forgets = true;
  }

  #row(queue: QueueName, id: string): Row | undefined {
    return look(this.state.table(this.community, QUEUES[queue]), this.#layers, id) as Row | undefined;
  }

  #set(queue: QueueName, row: Row): void {
    this.draft.set(this.state.table(this.community, QUEUES[queue]), row.id, plain(row, queue));
  }
}
