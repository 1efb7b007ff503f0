import type { Claim, ClaimFilter, Row } from '../../community/store.js';
import { Agenda, compareTurns } from './agenda.js';
import { SortedList } from './sorted-list.js';

interface Lane {
  readonly key: string;
  /** In the order in which they leave. */
  readonly rows: SortedList<Row>;
  /** Who holds it. */
  token: string | null;
  /** The first row of each priority, while the lane is free: they stand in the agendas. */
  heads: readonly Row[];
}

const rowKey = (row: { community: string; id: string }) => `${row.community}\n${row.id}`;
const laneKey = (row: Row) => `${row.community}\n${row.lane}`;

/** The durable rows of one queue, by lane; who holds which lane; what is next. */
export class Lanes {
  readonly #rows = new Map<string, Row>();
  /** Rows by account in the order in which they came, so that the oldest is the first. */
  readonly #accounts = new Map<string, Map<string, Row>>();
  readonly #lanes = new Map<string, Lane>();
  readonly #claimed = new Map<string, Lane>();
  readonly #agendas = new Map<string, { community: string; account: string; agenda: Agenda }>();
  #claims = 0;

  row(community: string, id: string): Row | undefined {
    return this.#rows.get(rowKey({ community, id }));
  }

  /** A row as it stands now; undefined: it is gone. */
  set(community: string, id: string, row: Row | undefined): void {
    const key = rowKey({ community, id });
    const old = this.#rows.get(key);
    if (old !== undefined) this.#take(key, old, row);
    if (row !== undefined) this.#put(key, row);
  }

  claim(filter: ClaimFilter): Claim | null {
    const passed = new Set<string>();
    const fits = (row: Row) => {
      if (filter.except === undefined) return true;
      const lane = laneKey(row);
      if (!passed.has(lane) && !filter.except(row)) return true;
      passed.add(lane);
      return false;
    };
    let best: Row | null = null;
    for (const agenda of this.#agendasOf(filter)) {
      const row = agenda.next(filter.now, fits);
      if (row !== null && (best === null || compareTurns(row, best) < 0)) best = row;
    }
    if (best === null) return null;
    const lane = this.#lanes.get(laneKey(best))!;
    this.#claims += 1;
    lane.token = `claim-${this.#claims}`;
    this.#claimed.set(lane.token, lane);
    this.#list(lane);
    return { row: best, token: lane.token };
  }

  /** False when the claim had already ended. */
  release(claim: Claim): boolean {
    const lane = this.#claimed.get(claim.token);
    if (lane === undefined) return false;
    this.#claimed.delete(claim.token);
    lane.token = null;
    this.#list(lane);
    return true;
  }

  nextDue(filter: { community?: string; account?: string; after?: number }): number | null {
    let next: number | null = null;
    for (const agenda of this.#agendasOf(filter)) {
      const due = agenda.nextDue(filter.after);
      if (due !== null && (next === null || due < next)) next = due;
    }
    return next;
  }

  depth(account: string | undefined): { rows: number; oldest: number | null } {
    const accounts = account === undefined ? this.#accounts.values() : [this.#accounts.get(account)];
    let rows = 0;
    let oldest: number | null = null;
    for (const ofAccount of accounts) {
      const [first] = ofAccount?.values() ?? [];
      if (ofAccount === undefined || first === undefined) continue;
      rows += ofAccount.size;
      oldest = oldest === null ? first.since : Math.min(oldest, first.since);
    }
    return { rows, oldest };
  }

  #put(key: string, row: Row): void {
    this.#rows.set(key, row);
    const ofAccount = this.#accounts.get(row.account);
    if (ofAccount === undefined) this.#accounts.set(row.account, new Map([[key, row]]));
    else ofAccount.set(key, row);
    let lane = this.#lanes.get(laneKey(row));
    if (lane === undefined) {
      lane = { key: laneKey(row), rows: new SortedList(compareTurns), token: null, heads: [] };
      this.#lanes.set(lane.key, lane);
    }
    lane.rows.add(row);
    this.#list(lane);
  }

  /** Takes `old` out of its lane, and out of everything else unless `next` comes in its place. */
  #take(key: string, old: Row, next: Row | undefined): void {
    const lane = this.#lanes.get(laneKey(old))!;
    lane.rows.remove(old);
    this.#list(lane);
    if (next !== undefined && next.account === old.account) return;
    this.#rows.delete(key);
    const ofAccount = this.#accounts.get(old.account);
    ofAccount?.delete(key);
    if (ofAccount?.size === 0) this.#accounts.delete(old.account);
  }

  /** Brings what stands in the agendas about a lane up to date, and forgets a lane that nobody needs. */
  #list(lane: Lane): void {
    for (const head of lane.heads) this.#agenda(head).remove(head);
    lane.heads = lane.token === null ? headsOf(lane) : NONE;
    for (const head of lane.heads) this.#agenda(head).add(head);
    if (lane.token === null && lane.rows.size === 0) this.#lanes.delete(lane.key);
  }

  #agenda({ community, account }: Row): Agenda {
    const key = `${community}\n${account}`;
    const known = this.#agendas.get(key);
    if (known !== undefined) return known.agenda;
    const agenda = new Agenda();
    this.#agendas.set(key, { community, account, agenda });
    return agenda;
  }

  /** There is one for each account of each community: few enough to be looked through. */
  *#agendasOf(filter: { community?: string; account?: string }): Generator<Agenda> {
    for (const { community, account, agenda } of this.#agendas.values()) {
      if (filter.community !== undefined && filter.community !== community) continue;
      if (filter.account !== undefined && filter.account !== account) continue;
      yield agenda;
    }
  }
}

const NONE: readonly Row[] = [];

function headsOf(lane: Lane): readonly Row[] {
  let head = lane.rows.first();
  // Nearly every lane holds one row at most.
  if (lane.rows.size <= 1) return head === undefined ? NONE : [head];
  const heads: Row[] = [];
  while (head !== undefined) {
    const { priority } = head;
    heads.push(head);
    [head] = lane.rows.up(row => row.priority <= priority);
  }
  return heads;
}
