import { announcements, WAYS } from '../../src/community/announcements/announcement.js';
import type { Content } from '../../src/community/content/content.js';
import { EVENT_WAYS, type EventStatus, events } from '../../src/community/events/event.js';
import { type SignUp, seatsOf, signUps } from '../../src/community/events/sign-up.js';
import { type Proposal, proposals } from '../../src/community/proposals/proposal.js';
import { residents } from '../../src/community/residents/resident.js';
import { type Handover, handovers } from '../../src/community/staff/handover.js';
import type { Tx } from '../../src/community/store.js';
import { auditAnnounced, type News } from './announced.js';
import { Broken } from './promises.js';
import { auditProposed, checkHistory } from './proposed.js';

const MANY = 10_000;

/** Looks at what staff and residents have to do with each other besides visits, whenever some of it becomes durable. */
export class Books {
  readonly #events = new Map<string, EventStatus>();
  readonly #signUps = new Map<string, SignUp>();
  readonly #proposals = new Map<string, Proposal>();
  readonly #handovers = new Map<string, Handover>();
  /** Of what happened at all: a town in which nothing does proves nothing. */
  readonly seen = {
    signUps: 0,
    waited: 0,
    held: 0,
    left: 0,
    calledOff: 0,
    taken: 0,
    closed: 0,
    announced: 0,
  };

  /** Something in this collection has changed. Throws Broken. */
  async changed(tx: Tx, collection: string, id: string): Promise<void> {
    if (collection === events.name) await this.#event(tx, id);
    else if (collection === signUps.name) await this.#signUp(tx, id);
    else if (collection === handovers.name) await this.#handover(tx, id);
    else if (collection === proposals.name) await this.#proposal(tx, id);
    else if (collection === announcements.name) await this.#announcement(tx, id);
  }

  async #event(tx: Tx, id: string): Promise<void> {
    const event = await tx.get(events, id);
    if (!event) throw new Broken(`event ${id} is gone`);
    const before = this.#events.get(id) ?? 'planned';
    if (before !== event.status && !EVENT_WAYS[before].includes(event.status))
      throw new Broken(`${id} was ${before} and is ${event.status}`);
    if (before !== event.status && event.status === 'cancelled') this.seen.calledOff += 1;
    this.#events.set(id, event.status);
    await this.#seats(tx, id);
  }

  /** No seat twice: what is taken is what those have who come, and never more than there is. */
  async #seats(tx: Tx, id: string): Promise<void> {
    const event = await tx.get(events, id);
    if (!event) return;
    const all = await tx.find(signUps, 'byEvent', { prefix: [id], limit: MANY });
    const seats = all.reduce((sum, one) => sum + seatsOf(one), 0);
    if (seats !== event.taken) throw new Broken(`${id} counts ${event.taken} seats, and ${seats} are taken`);
    if (event.capacity !== null && seats > event.capacity)
      throw new Broken(`${id} has ${event.capacity} seats, and ${seats} are taken`);
    const numbers = new Set(all.map(({ number }) => number));
    if (numbers.size !== all.length) throw new Broken(`${id} has given a number twice`);
  }

  async #signUp(tx: Tx, id: string): Promise<void> {
    const signUp = await tx.get(signUps, id);
    if (!signUp) return this.#gone(tx, id, this.#signUps.get(id)?.resident);
    const before = this.#signUps.get(id);
    if (before === undefined) this.seen.signUps += 1;
    // Several changes may have become durable at once; none of what was so is ever written anew.
    else if (!begins(signUp.history, before.history)) throw new Broken(`${id} has another past than it had`);
    if (before?.state !== signUp.state) this.#count(signUp);
    this.#signUps.set(id, signUp);
    await this.#seats(tx, signUp.event);
  }

  /** What is kept of somebody goes when they go, and not before. */
  async #gone(tx: Tx, id: string, resident: string | undefined): Promise<void> {
    if (resident !== undefined && (await tx.get(residents, resident)))
      throw new Broken(`${id} is gone, and ${resident} is not`);
  }

  #count({ state }: SignUp): void {
    if (state === 'waiting') this.seen.waited += 1;
    if (state === 'held') this.seen.held += 1;
    if (state === 'left') this.seen.left += 1;
  }

  async #proposal(tx: Tx, id: string): Promise<void> {
    const proposal = await tx.get(proposals, id);
    if (!proposal) throw new Broken(`${id} is gone`);
    checkHistory(proposal);
    const before = this.#proposals.get(id);
    const past = before?.history ?? [];
    if (!begins(proposal.history, proposal.resident === '' ? past.map(nobodys) : past))
      throw new Broken(`${id} has another past than it had`);
    this.#proposals.set(id, proposal);
  }

  /** What they are once everything has come to rest. */
  async audit(
    tx: Tx,
    content: Content,
    how: { news: readonly News[]; now: number; told: readonly string[] },
  ) {
    const announced = await auditAnnounced(tx, content, how.news);
    const numbers = new Set(this.#proposals.keys());
    return { ...this.seen, announced, ...(await auditProposed(tx, content, numbers, how.now, how.told)) };
  }

  /** From one state to another only along an allowed way. */
  async #announcement(tx: Tx, id: string): Promise<void> {
    const states = (await tx.get(announcements, id))?.history.map(({ state }) => state) ?? [];
    for (const [i, state] of states.entries()) {
      const before = states[i - 1] ?? state;
      if (before !== state && !WAYS[before].includes(state))
        throw new Broken(`${id} was ${before} and is ${state}`);
    }
  }

  /** Whoever has somebody keeps them until they let go. */
  async #handover(tx: Tx, id: string): Promise<void> {
    const now = await tx.get(handovers, id);
    const before = this.#handovers.get(id);
    if (!now) return this.#gone(tx, id, before?.resident);
    if (before?.status === 'closed' && now.status !== 'closed') throw new Broken(`${id} was closed already`);
    if (before?.status === 'taken' && now.status === 'taken' && before.takenAt === now.takenAt) {
      if (before.by !== now.by) throw new Broken(`${id} was with ${before.by} and is with ${now.by}`);
    }
    if (now.status === 'taken' && before?.status !== 'taken') this.seen.taken += 1;
    if (now.status === 'closed' && before?.status !== 'closed') this.seen.closed += 1;
    this.#handovers.set(id, now);
  }
}

const begins = (history: readonly unknown[], past: readonly unknown[]): boolean =>
  JSON.stringify(history.slice(0, past.length)) === JSON.stringify(past);

/** What somebody did who has had themselves deleted since: that it was done stays, and not by whom or in which words. */
function nobodys(change: Proposal['history'][number]): Proposal['history'][number] {
  if (change.as !== 'resident') return change;
  const { words: _, files: __, ...rest } = change;
  return { ...rest, by: '' };
}
