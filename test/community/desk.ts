import { resolve } from 'node:path';
import { slotDays } from '../../src/community/bookings/slot-day.js';
import type { Content, Service } from '../../src/community/content/content.js';
import { readContent } from '../../src/community/content/read-content.js';
import type { Address, Context, Effects, Notice, Post, Replaced } from '../../src/community/context.js';
import { type Resident, residents } from '../../src/community/residents/resident.js';
import { type Member, memberOf, members, type Role } from '../../src/community/staff/staff.js';
import type { Json, Store, Tx } from '../../src/community/store.js';
import { theDesk } from '../../src/community/system-resident.js';
import { memoryStore } from '../../src/storage/memory.js';
import { type Actor, cast, residentOf } from '../cast.js';
import { NOW, SeededChance } from '../clock.js';
import { rerun } from '../storage/rerun.js';

export interface Timer {
  readonly id: string;
  readonly due: number;
  readonly name: string;
  readonly data: Json;
}

/** What one turn set off, written down; the timers that are set, over all turns. */
export interface SetOff {
  readonly staff: Notice[];
  /** What somebody wrote, put into chats. */
  readonly posted: {
    readonly to: Address;
    readonly post: Post;
    readonly about: Json;
    readonly notBefore?: number;
    readonly replaces?: Replaced;
  }[];
  /** Of whom the desk is to forget all that it keeps. */
  readonly forgotten: string[];
  /** Whether the store is to write itself anew. */
  forgets: boolean;
  readonly told: {
    readonly resident: string;
    readonly notice: Notice;
    readonly expires?: number;
    readonly notBefore?: number;
  }[];
}

export const huimin: Content = await readContent(resolve('data/huimin'));

/** The sample community with some of it changed. */
export const withService = (id: string, changes: Partial<Service>): Content => ({
  ...huimin,
  services: huimin.services.map(service => (service.id === id ? { ...service, ...changes } : service)),
});

/**
 * A community with its cast, over the memory store made inconvenient. It stands in for the desk: it gives
 * turns, and writes down what they set off. Timers that fall due are handed out by `due`.
 */
export class TestDesk {
  readonly store: Store;
  readonly chance = new SeededChance(20261123);
  readonly timers = new Map<string, Timer>();
  content: Content;
  now = NOW;

  private constructor(store: Store, content: Content) {
    this.store = store;
    this.content = content;
  }

  static async open(
    content: Content = huimin,
    actors: readonly Actor[] = cast,
    inconvenient: (store: Store) => Store = rerun,
  ): Promise<TestDesk> {
    const desk: TestDesk = new TestDesk(
      inconvenient(memoryStore({ clock: { now: () => desk.now, after: () => () => undefined } })),
      content,
    );
    await desk.store.transact('huimin', async tx => {
      for (const actor of actors) await tx.put(residents, residentOf(actor));
    });
    return desk;
  }

  /** One turn of `who` (a resident's id): what `body` gave, and what it set off. */
  async turn<T>(
    who: Actor | Resident | string,
    body: (context: Context) => Promise<T>,
  ): Promise<{ value: T; off: SetOff }> {
    const id = typeof who === 'string' ? who : who.id;
    const actor = cast.find(one => one.id === id);
    const done = await this.store.transact('huimin', async tx => {
      const resident = id === '' ? theDesk(this.content) : await tx.get(residents, id);
      if (!resident) throw new Error(`no resident ${id}`);
      const timers = new Map(this.timers);
      const off: SetOff = { staff: [], told: [], posted: [], forgotten: [], forgets: false };
      const member = await memberOf(tx, resident.id);
      const value = await body({
        tx: locking(tx),
        now: this.now,
        chance: this.chance,
        content: this.content,
        resident,
        ...(member ? { member } : {}),
        chat: { account: actor?.account ?? 'webchat', chat: id, kind: 'direct' },
        locale: resident.locale,
        effects: effectsInto(timers, off),
      });
      return { value, off, timers };
    });
    this.timers.clear();
    for (const [id, timer] of done.timers) this.timers.set(id, timer);
    return done;
  }

  /** Makes somebody of the cast staff. */
  async hire(actor: Actor, role: Role): Promise<Member> {
    const member: Member = {
      id: `m-${actor.id}`,
      resident: actor.id,
      name: actor.name,
      role,
      since: this.now,
    };
    await this.store.transact('huimin', tx => tx.put(members, member));
    return member;
  }

  /** One timed call about nobody: a deadline, a plan. */
  async timed<T>(body: (context: Context) => Promise<T>): Promise<{ value: T; off: SetOff }> {
    return this.turn(theDesk(this.content), body);
  }

  /** The problem's code with which a turn is refused; fails when it goes through, or writes before it refuses. */
  async refusal(who: Actor | string, body: (context: Context) => Promise<unknown>): Promise<string> {
    let written = false;
    try {
      await this.turn(who, context => body({ ...context, tx: noticing(context.tx, () => (written = true)) }));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      if (written) throw new Error(`refused with ${error.code} after it had written`);
      return String(error.code);
    }
    throw new Error('it was not refused');
  }

  /** Takes out what has fallen due, the earliest first. */
  due(): Timer[] {
    const due = [...this.timers.values()]
      .filter(timer => timer.due <= this.now)
      .sort((a, b) => a.due - b.due);
    for (const { id } of due) this.timers.delete(id);
    return due;
  }
}

function effectsInto(timers: Map<string, Timer>, off: SetOff): Effects {
  return {
    tellStaff: async notice => void off.staff.push(notice),
    tell: async (resident, notice, how = {}) => void off.told.push({ resident, notice, ...how }),
    post: async (to, post, how) => void off.posted.push({ to, post, ...how }),
    forgetPerson: async resident => void off.forgotten.push(resident),
    forget: async () => {
      off.forgets = true;
    },
    setTimer: async timer => void timers.set(timer.id, timer),
    clearTimer: async id => void timers.delete(id),
  };
}

/** Insists that a service's day is changed only after it was read for update: in memory nothing else would tell. */
function locking(tx: Tx): Tx {
  const locked: string[] = [];
  return {
    ...noticing(tx, () => undefined),
    get: (collection, id, how) => {
      if (collection.name === slotDays.name && how?.forUpdate) {
        if (locked.some(other => other > id)) throw new Error(`${id} is locked out of the order of keys`);
        locked.push(id);
      }
      return tx.get(collection, id, how);
    },
    put: (collection, doc) => {
      if (collection.name === slotDays.name && !locked.includes(doc.id)) {
        throw new Error(`${doc.id} is changed without a lock`);
      }
      return tx.put(collection, doc);
    },
  };
}

function noticing(tx: Tx, note: () => void): Tx {
  return {
    community: tx.community,
    get: (collection, id, how) => tx.get(collection, id, how),
    find: (collection, index, range) => tx.find(collection, index, range),
    row: (queue, id) => tx.row(queue, id),
    rows: (queue, lane, limit) => tx.rows(queue, lane, limit),
    nextNumber: scope => tx.nextNumber(scope),
    put: (collection, doc) => {
      note();
      return tx.put(collection, doc);
    },
    remove: (collection, id) => {
      note();
      return tx.remove(collection, id);
    },
    enqueue: (queue, row) => tx.enqueue(queue, row),
    complete: (queue, id) => tx.complete(queue, id),
    retry: (queue, id, how) => tx.retry(queue, id, how),
    mark: (queue, id) => tx.mark(queue, id),
    forget: () => tx.forget(),
  };
}
