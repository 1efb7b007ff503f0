import type { Doc, Lease, Row } from '../../community/store.js';
import { LeaseLost } from '../../community/store.js';
import type { Answer, Session } from './database.js';
import type { Reads } from './reads.js';
import { NO_ORDER, RowShelf } from './row-shelf.js';
import type { Shelf, Statement } from './shelf.js';
import type { Changed } from './transaction.js';
import { Conflict } from './trouble.js';

interface Step {
  /** The place among those that are put in anew: they get their order as they are written. */
  readonly fresh?: number;
  readonly shelf: Shelf;
  readonly id: string;
  readonly statement: Statement;
  /** Throws when it did not come to what it had to. */
  readonly check: (answer: Answer) => void;
}

/** Writes what a transaction changed, if all that it read still stands as it was. */
export class Flush {
  readonly #community: string;
  readonly #reads: Reads;

  constructor(community: string, reads: Reads) {
    this.#community = community;
    this.#reads = reads;
  }

  /** Rejects, with the session's transaction still open, when something has changed meanwhile. */
  async write(
    session: Session,
    changed: readonly Changed[],
    how: { begin: boolean; forgets: boolean; under: Lease | undefined; leaseTime: string },
  ): Promise<void> {
    const steps = this.#steps(changed);
    const sent: Promise<Answer>[] = [];
    // All are on their way before the first is answered.
    if (how.begin) sent.push(session.say('BEGIN'));
    const before = sent.length;
    for (const { statement } of steps) sent.push(session.run(statement));
    const extra: Promise<Answer>[] = [];
    if (how.under !== undefined) extra.push(session.run(stands(how.under, how.leaseTime)));
    if (how.forgets) extra.push(session.run(OWED));
    const answers = await allOf([...sent, ...extra]);
    if (how.under !== undefined && answers[sent.length]?.rowCount !== 1) {
      throw new LeaseLost(how.under.name);
    }
    steps.forEach(({ check }, at) => {
      check(answers[before + at] ?? NONE);
    });
    await session.say('COMMIT');
  }

  /** In one order for everybody, so that nobody waits for somebody who waits for him. */
  #steps(changed: readonly Changed[]): Step[] {
    const steps = changed.flatMap((one, at) => this.#change(one, at));
    const written = new Set(changed.map(({ shelf, id }) => `${shelf.name}\n${id}`));
    const held = [...this.#reads.standing()].filter(
      ({ shelf, id, known }) => !known.locked && !written.has(`${shelf.name}\n${id}`),
    );
    const all = [...steps, ...held].sort(inOrder);
    const gathered: Step[] = [];
    for (let at = 0; at < all.length; ) {
      const step = all[at]!;
      if ('statement' in step) {
        gathered.push(step);
        at += 1;
        continue;
      }
      const run: { id: string; rev: string | null }[] = [];
      for (let next = all[at]; next !== undefined && 'known' in next && next.shelf === step.shelf; ) {
        run.push({ id: next.id, rev: next.known.rev });
        at += 1;
        next = all[at];
      }
      gathered.push(this.#hold(step.shelf, run));
    }
    return gathered;
  }

  #hold(shelf: Shelf, read: readonly { id: string; rev: string | null }[]): Step {
    const statement = shelf.hold(
      this.#community,
      read.map(({ id }) => id),
    );
    const check = ({ rows }: Answer) => {
      const stands = new Map(rows.map(({ id, rev }) => [id, String(rev)]));
      for (const { id, rev } of read) if (stands.get(id) !== rev) throw new Conflict(`${shelf.name}/${id}`);
    };
    return { shelf, id: read[0]?.id ?? '', statement, check };
  }

  #change({ shelf, id, doc }: Changed, fresh: number): Step[] {
    const known = this.#reads.at(shelf, id);
    const unchanged = ({ rowCount }: Answer) => {
      if (rowCount !== 1) throw new Conflict(`${shelf.name}/${id}`);
    };
    const step = (statement: Statement, check: Step['check']): Step => ({ shelf, id, statement, check });
    const community = this.#community;
    if (doc === undefined) {
      if (known === undefined) return [step(shelf.remove(community, id, null), () => undefined)];
      return known.rev === null ? [] : [step(shelf.remove(community, id, known.rev), unchanged)];
    }
    const rev = mark();
    if (shelf instanceof RowShelf && (doc as Row).order === NO_ORDER) {
      const taken = ({ rowCount }: Answer) => {
        if (rowCount === 1) return;
        if (known !== undefined) throw new Conflict(`${shelf.name}/${id}`);
        throw new Error(`the ${shelf.queue} already holds a row with the id ${id}`);
      };
      const put = { ...step(shelf.insert(community, doc as Row, rev), taken), fresh };
      // One that left and came again, in the same transaction, comes last.
      return known?.rev ? [step(shelf.remove(community, id, known.rev), unchanged), put] : [put];
    }
    return [
      known === undefined
        ? step(shelf.put(community, doc, rev), () => undefined)
        : this.#over(shelf, doc, rev),
    ];
  }

  #over(shelf: Shelf, doc: Doc, rev: string): Step {
    const read = this.#reads.at(shelf, doc.id)?.rev ?? null;
    const statement =
      read === null
        ? shelf.insert(this.#community, doc, rev)
        : shelf.replace(this.#community, doc, rev, read);
    const check = ({ rowCount }: Answer) => {
      if (rowCount !== 1) throw new Conflict(`${shelf.name}/${doc.id}`);
    };
    return { shelf, id: doc.id, statement, check };
  }
}

const NONE: Answer = { rows: [], rowCount: 0 };
const OWED: Statement = {
  name: 'owe',
  text: `UPDATE linli."@schema" SET owed = owed + 1`,
  values: [],
};

interface Placed {
  readonly shelf: Shelf;
  readonly id: string;
  readonly fresh?: number;
}

function inOrder(a: Placed, b: Placed): number {
  if (a.shelf !== b.shelf) return a.shelf.name < b.shelf.name ? -1 : 1;
  const order = (a.fresh ?? -1) - (b.fresh ?? -1);
  if (order !== 0) return order;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Holds when the lease still stands, and as long as our transaction does. */
function stands({ name, holder, epoch }: Lease, leaseTime: string): Statement {
  return {
    name: '',
    text: `SELECT 1 FROM linli."@leases" WHERE name = $1 AND holder = $2 AND epoch = $3 AND until > ${leaseTime} FOR SHARE`,
    values: [name, holder, epoch],
  };
}

/** What a document is written with: never the same twice, so that one that went and came again is told apart. */
function mark(): string {
  return String(Math.floor(Math.random() * 2 ** 52));
}

/** The answers to what was sent, or the first error: those after it only say that there was one. */
async function allOf(sent: readonly Promise<Answer>[]): Promise<Answer[]> {
  const ended = await Promise.allSettled(sent);
  return ended.map(end => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}
