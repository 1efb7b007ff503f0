import { randomUUID } from 'node:crypto';
import type { Claim, ClaimFilter, QueueName, Row } from '../../community/store.js';
import type { Database } from './database.js';
import { type After, due, heads } from './heads.js';
import type { RowShelf } from './row-shelf.js';
import type { Standing } from './shelf.js';

interface Held {
  readonly standing: Standing<Row>;
  /** Agreed with the other processes; otherwise the lease is enough. */
  readonly shared: boolean;
}

/** The database as far as lanes need it. */
export type Asked = Pick<Database, 'run' | 'aside'>;

/**
 * So many heads are looked at with one question. Those of the inbox are claimed all together: one question for many
 * turns. In the outbox somebody more urgent may come before the second of them.
 */
const PAGE: Readonly<Record<QueueName, number>> = { inbox: 32, outbox: 8 };

type Due = { readonly version: number; readonly at: number; readonly due: number | null };

const laneKey = (row: { community: string; lane: string }) => `${row.community}\n${row.lane}`;
const rowKey = (row: { community: string; id: string }) => `${row.community}\n${row.id}`;
const filterKey = ({ community, account }: { community?: string; account?: string }) =>
  `${community ?? ''}\n${account ?? ''}`;

/**
 * Who holds which lane of one queue. Claims stand in the database, in the name of this process, so that all processes
 * agree; under a lease that makes an account ours they need not. What a row did in the meantime shows when its
 * transaction takes it out: it is written down only as it was read.
 */
export class Lanes {
  readonly #queue: QueueName;
  readonly #shelf: RowShelf;
  readonly #database: Asked;
  readonly #process: string;
  readonly #held = new Map<string, Held>();
  readonly #rows = new Map<string, Standing<Row>>();
  /** Lanes that are ours by a lease. */
  readonly #busy = new Set<string>();
  /** Claimed already, for whoever asks next, by what was asked for. */
  readonly #ready = new Map<string, Claim[]>();
  /** Nothing was to be done, and nothing has happened since. */
  readonly #quiet = new Map<string, Due>();
  readonly #asking = new Map<string, Promise<unknown>>();
  readonly #orphans: string[] = [];
  #version = 0;
  #releasing: { readonly tokens: string[]; readonly done: Promise<void> } | null = null;

  constructor(parts: { queue: QueueName; shelf: RowShelf; database: Asked; process: string }) {
    this.#queue = parts.queue;
    this.#shelf = parts.shelf;
    this.#database = parts.database;
    this.#process = parts.process;
  }

  /** Something has happened that may have brought work. */
  stir(): void {
    this.#version += 1;
  }

  /** A row as it was when its lane was claimed by us. */
  claimed(community: string, id: string): Standing<Row> | undefined {
    return this.#rows.get(rowKey({ community, id }));
  }

  /** One at a time for the same filter: they would only take each other's. */
  claim(filter: ClaimFilter): Promise<Claim | null> {
    const key = filterKey(filter);
    const before = this.#asking.get(key) ?? Promise.resolve();
    const claim = before.then(() => this.#claim(filter, key));
    const ended = claim.catch(() => undefined);
    this.#asking.set(key, ended);
    void ended.then(() => {
      if (this.#asking.get(key) === ended) this.#asking.delete(key);
    });
    return claim;
  }

  async release(claim: Claim): Promise<boolean> {
    const held = this.#held.get(claim.token);
    if (held === undefined) return false;
    this.#held.delete(claim.token);
    this.#rows.delete(rowKey(claim.row));
    if (held.shared) await this.#giveBack(claim.token);
    else this.#busy.delete(laneKey(claim.row));
    this.stir();
    return true;
  }

  async nextDue(filter: { community?: string; account?: string; after?: number }): Promise<number | null> {
    const quiet = this.#quiet.get(filterKey(filter));
    if (quiet !== undefined && quiet.version === this.#version) {
      if (filter.after === undefined || filter.after <= quiet.at) return quiet.due;
    }
    return this.#due(filter);
  }

  /** What we had agreed with the others is not ours any more. What is ours by a lease is the lease's affair. */
  lose(): void {
    for (const [token, { standing, shared }] of this.#held) {
      if (!shared) continue;
      this.#held.delete(token);
      this.#rows.delete(rowKey(standing.doc));
    }
    this.#ready.clear();
    this.stir();
  }

  /** Gives back what could not be given back when it was due. True: lanes are free that were not. */
  async tidy(): Promise<boolean> {
    if (this.#orphans.length === 0) return false;
    await this.#erase(this.#orphans.splice(0));
    return this.#orphans.length === 0;
  }

  async #claim(filter: ClaimFilter, key: string): Promise<Claim | null> {
    const ready = filter.except === undefined ? this.#ready.get(key)?.shift() : undefined;
    if (ready !== undefined) return ready;
    const quiet = this.#quiet.get(key);
    if (quiet?.version === this.#version && filter.now >= quiet.at) {
      if (quiet.due === null || quiet.due > filter.now) return null;
    }
    const version = this.#version;
    const claim = await this.#look(filter, key);
    if (claim !== 'none') return claim;
    this.#quiet.set(key, { version, at: filter.now, due: await this.#due({ ...filter, after: filter.now }) });
    return null;
  }

  /** 'none': there was nothing at all, not even for `except` to pass over. */
  async #look(filter: ClaimFilter, key: string): Promise<Claim | null | 'none'> {
    const passed = new Set<string>();
    let after: After | null = null;
    for (;;) {
      const limit = PAGE[this.#queue];
      const page = { limit, busy: [...this.#busy], after };
      const { rows } = await this.#database.run(heads(this.#queue, filter, page));
      if (rows.length === 0) return after === null ? 'none' : null;
      const found = rows.map(fields => this.#shelf.standing(fields.community as string, fields));
      const fit = found.filter(({ doc }) => {
        const lane = laneKey(doc);
        if (passed.has(lane)) return false;
        // A lane has a head in each priority: only the first of them leaves now.
        if (filter.except === undefined || filter.except(doc)) passed.add(lane);
        return filter.except === undefined || !passed.has(lane);
      });
      const claim = await this.#take(fit, filter, key);
      if (claim !== null) return claim;
      const last = found.at(-1)?.doc;
      if (rows.length < limit || last === undefined) return null;
      after = { priority: last.priority, order: last.order };
    }
  }

  async #take(fit: readonly Standing<Row>[], filter: ClaimFilter, key: string): Promise<Claim | null> {
    if (filter.under !== undefined) {
      const [first] = fit;
      if (first === undefined) return null;
      this.#busy.add(laneKey(first.doc));
      return this.#hold(first, false, randomUUID());
    }
    const wanted = this.#queue === 'inbox' && filter.except === undefined ? fit : fit.slice(0, 1);
    for (let at = 0; at < fit.length; at += wanted.length) {
      const won = await this.#agree(fit.slice(at, at + wanted.length));
      const [first, ...others] = await this.#fresh(won);
      if (first === undefined) continue;
      const ready = this.#ready.get(key) ?? [];
      ready.push(...others);
      this.#ready.set(key, ready);
      return first;
    }
    return null;
  }

  /** Claims these lanes as far as nobody else has. */
  async #agree(standings: readonly Standing<Row>[]): Promise<Claim[]> {
    const tokens = standings.map(() => randomUUID());
    const claimed = this.#database.run({
      name: `${this.#queue} claim`,
      text: `INSERT INTO linli."@claims" (queue, community, lane, token, process)
 SELECT $1, u.community, u.lane, u.token, $5 FROM unnest($2::text[], $3::text[], $4::text[]) AS u (community, lane, token)
 ON CONFLICT DO NOTHING RETURNING token`,
      values: [
        this.#queue,
        standings.map(({ doc }) => doc.community),
        standings.map(({ doc }) => doc.lane),
        tokens,
        this.#process,
      ],
    });
    const { rows } = await claimed.catch(error => {
      // They may be ours all the same, when it was the answer that was lost: then nobody would ever get these lanes.
      this.#orphans.push(...tokens);
      throw error;
    });
    const won = new Set(rows.map(({ token }) => token as string));
    return standings.flatMap((standing, at) => {
      const token = tokens[at] ?? '';
      return won.has(token) ? [this.#hold(standing, true, token)] : [];
    });
  }

  /**
   * Before the lane was ours somebody may have handled the row. A turn notices when it takes the row out; what is to be
   * sent is sent by then.
   */
  async #fresh(claims: readonly Claim[]): Promise<Claim[]> {
    if (this.#queue === 'inbox') return [...claims];
    const fresh: Claim[] = [];
    for (const claim of claims) {
      const { community, id } = claim.row;
      const { rows } = await this.#database.run(this.#shelf.select(community, id, false));
      const [fields] = rows;
      const stands = fields !== undefined && String(fields.rev) === this.claimed(community, id)?.rev;
      if (stands) fresh.push(claim);
      else await this.release(claim);
    }
    return fresh;
  }

  #hold(standing: Standing<Row>, shared: boolean, token: string): Claim {
    this.#held.set(token, { standing, shared });
    this.#rows.set(rowKey(standing.doc), standing);
    return { row: standing.doc, token };
  }

  async #due(filter: { community?: string; account?: string; after?: number }): Promise<number | null> {
    const page = { after: filter.after, busy: [...this.#busy] };
    const { rows } = await this.#database.run(due(this.#queue, filter, page));
    return (rows[0]?.due as number | null | undefined) ?? null;
  }

  /** What is given back at the same moment goes together. */
  async #giveBack(token: string): Promise<void> {
    if (this.#releasing !== null) {
      this.#releasing.tokens.push(token);
      return this.#releasing.done;
    }
    const tokens = [token];
    const done = new Promise<void>(resolve => setImmediate(resolve)).then(() => {
      this.#releasing = null;
      return this.#erase(tokens);
    });
    this.#releasing = { tokens, done };
    return done;
  }

  async #erase(tokens: readonly string[]): Promise<void> {
    try {
      await this.#database.aside({
        name: `${this.#queue} release`,
        text: 'DELETE FROM linli."@claims" WHERE token = ANY($1::text[])',
        values: [tokens],
      });
    } catch {
      // The lanes stay ours for as long as the database is away: nobody else can have them meanwhile either.
      this.#orphans.push(...tokens);
    }
    this.stir();
  }
}
