import type { Clock } from '../community/clock.js';
import { pickLocale } from '../community/content/locale.js';
import { findResident } from '../community/residents/identity.js';
import type { Claim, Row, Store, Tx } from '../community/store.js';
import { deadLetter, deadLetters } from './dead-letter.js';
import { asJson } from './effects.js';
import type { Inbound } from './inbox.js';
import { chatName } from './lane.js';
import { Lookout, STORE_PAUSE_MS } from './lookout.js';
import { type Delivery, PRIORITY } from './message.js';
import type { DeskMetrics } from './metrics.js';
import type { Log } from './platform.js';
import { newSeat, seats, withMenu } from './seat.js';
import { DESK_TOKEN } from './start-token.js';
import { takeTurn } from './take-turn.js';
import type { Timekeeper } from './timers.js';
import type { TurnTools } from './turn-tools.js';
import { NeedsUnderstanding, type Understanding } from './understanding.js';

export interface ReceptionTools extends TurnTools {
  readonly store: Store;
  readonly community: string;
  readonly clock: Clock;
  readonly timekeeper: Timekeeper;
  readonly log: Log;
  readonly metrics: DeskMetrics;
}

/** Turns under way at once: enough for one fsync to serve many of them. */
const AT_ONCE = 256;
/** A turn that throws is tried so often in all, then set aside. */
const TRIES = 3;
const PAUSE_MS = [200, 1000];

/**
 * Takes what waits in the inbox, lane by lane, through understanding and one transaction. Nobody waits for somebody
 * else's lane.
 */
export class Reception {
  readonly #tools: ReceptionTools;
  readonly #under = new Set<Promise<void>>();
  readonly #lookout: Lookout;
  #unsubscribe: () => void = () => undefined;

  constructor(tools: ReceptionTools) {
    this.#tools = tools;
    const { clock, store, log } = tools;
    this.#lookout = new Lookout({
      clock,
      healthy: () => store.healthy,
      takeUp: () => this.#claimAll(),
      failed: error => log.error('inbox-unreadable', { error: String(error) }),
    });
  }

  start(): void {
    this.#unsubscribe = this.#tools.store.onRows('inbox', () => this.#lookout.look());
    this.#lookout.start();
  }

  /** Nothing is under way at this moment. */
  get idle(): boolean {
    return !this.#lookout.looking && this.#under.size === 0;
  }

  /** Takes nothing more up, and resolves when the turns under way have ended. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#lookout.stop();
    await Promise.all(this.#under);
  }

  async #claimAll(): Promise<void> {
    const { store, clock, community } = this.#tools;
    let now = clock.now();
    while (!this.#lookout.stopped && this.#under.size < AT_ONCE) {
      now = clock.now();
      const claim = await store.claim('inbox', { community, now });
      if (!claim) break;
      this.#take(claim);
    }
    if (this.#lookout.stopped || this.#under.size >= AT_ONCE) return;
    // By the time at which we looked: what falls due while we ask must not be overlooked.
    const due = await store.nextDue('inbox', { community, after: now });
    if (due !== null) this.#lookout.wakeAt(due);
  }

  #take(claim: Claim): void {
    const work = this.#handle(claim).finally(() => {
      this.#under.delete(work);
      this.#lookout.look();
    });
    this.#under.add(work);
  }

  async #handle(claim: Claim): Promise<void> {
    const { store, clock, metrics, log } = this.#tools;
    const began = clock.now();
    try {
      await this.#turn(claim.row);
      metrics.turn('done', clock.now() - began);
    } catch (error) {
      metrics.turn('failed', clock.now() - began);
      await this.#failed(claim.row, error).catch(worse => {
        log.error('turn-not-set-aside', { error: String(worse) });
        this.#lookout.wakeAt(clock.now() + STORE_PAUSE_MS);
      });
    } finally {
      await store.release(claim);
    }
  }

  /** One turn: understanding only when it turns out to be needed, and always outside the transaction. */
  async #turn(row: Row): Promise<void> {
    const { store, community, clock, understander, content, timekeeper } = this.#tools;
    const inbound = row.body as unknown as Inbound;
    let understood: Understanding | undefined;
    for (;;) {
      try {
        const after = await store.transact(community, tx =>
          takeTurn(this.#tools, tx, { row, inbound, now: clock.now(), understood }),
        );
        for (const task of after.tasks) task();
        if (after.wakeAt < Number.POSITIVE_INFINITY) timekeeper.nudge(after.wakeAt);
        return;
      } catch (error) {
        if (!(error instanceof NeedsUnderstanding) || understood) throw error;
        const group = inbound.kind === 'said' && inbound.incoming.chat.kind === 'group';
        const { zone } = content.community;
        understood = understander.understand(error.text, {
          ...error.speaker,
          now: clock.now(),
          zone,
          group,
        });
      }
    }
  }

  async #failed(row: Row, error: unknown): Promise<void> {
    const { store, community, clock, log, metrics } = this.#tools;
    const now = clock.now();
    if (!store.healthy) {
      this.#lookout.wakeAt(now + STORE_PAUSE_MS);
      await store.transact(community, async tx => {
        await tx.retry('inbox', row.id, { notBefore: now + STORE_PAUSE_MS, tries: row.tries });
      });
      return;
    }
    const kind = (row.body as unknown as Inbound).kind;
    log.error('turn-failed', { kind, tries: row.tries + 1, error: describe(error) });
    if (row.tries + 1 < TRIES) {
      const notBefore = now + (PAUSE_MS[row.tries] ?? STORE_PAUSE_MS);
      await store.transact(community, async tx => {
        await tx.retry('inbox', row.id, { notBefore });
      });
      return;
    }
    await store.transact(community, tx => this.#setAside(tx, row, error, now));
    metrics.deadLetter('inbox');
  }

  /** Three times in vain: the row is kept for us to look at, and whoever wrote it hears so and is offered a person. */
  async #setAside(tx: Tx, row: Row, error: unknown, now: number): Promise<void> {
    await tx.put(deadLetters, deadLetter(row, now, error));
    await tx.complete('inbox', row.id);
    const inbound = row.body as unknown as Inbound;
    const seat = await tx.get(seats, row.lane);
    // Without this the same end would fall due again and again.
    if (seat && inbound.kind === 'expire') await tx.put(seats, { ...seat, expiresAt: null });
    if (inbound.kind !== 'said') return;
    const { chat, person } = inbound.incoming;
    const { words, content } = this.#tools;
    const resident = await findResident(tx, row.account, person.id);
    const locale = resident?.locale ?? pickLocale(person.locale, content.community.locales);
    const choices = [{ token: DESK_TOKEN.person, label: words.say(locale, 'label_person') }];
    const where = { account: row.account, chat: chat.id, chatKind: chat.kind, person: person.id };
    const at = seat ?? newSeat({ id: row.lane, ...where, resident: resident?.id ?? '' });
    // Its number can be typed like any other, and the next menu uses another one.
    await tx.put(seats, withMenu(at, choices));
    const delivery: Delivery = {
      chat: { id: chat.id, kind: chat.kind },
      kind: 'reply',
      saying: {
        text: words.say(locale, 'sorry_failed'),
        choices,
        firstNumber: at.nextNumber,
        ...(chat.kind === 'group'
          ? { to: { personId: person.id, ...(person.name ? { name: person.name } : {}) } }
          : {}),
        locale,
      },
    };
    await tx.enqueue('outbox', {
      id: `${row.order}/sorry`,
      lane: chatName(row.account, chat.id),
      account: row.account,
      priority: PRIORITY.reply,
      notBefore: 0,
      body: asJson(delivery),
    });
  }
}

/** An error's name and place: what it says may quote a person, so the message stays out of the logs. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const place = error.stack?.split('\n').find(line => line.trimStart().startsWith('at ')) ?? '';
  return `${error.name} ${place.trim()}`;
}
