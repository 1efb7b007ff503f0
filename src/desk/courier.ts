import type { Claim, Row } from '../community/store.js';
import { addressOf } from './chat.js';
import { DayCap } from './day-cap.js';
import { Lookout, STORE_PAUSE_MS } from './lookout.js';
import { type Delivery, PRIORITY } from './message.js';
import type { DeskMetrics } from './metrics.js';
import { Outcomes, type OutcomeTools } from './outcomes.js';
import { Pace, type Place } from './pace.js';
import { type FetchPassed, withPassed } from './passing.js';
import { type AccountStatus, type Platform, SendFailure, type SendOutcome, type Sent } from './platform.js';
import type { Words } from './words.js';

export interface CourierTools extends OutcomeTools {
  readonly zone: string;
  readonly metrics: DeskMetrics;
  /** Fetches what a message passes on, from whichever account has it. */
  readonly fetch: FetchPassed;
  readonly words: Pick<Words, 'say'>;
}

/** Sends under way at once, each in a chat of its own. */
const AT_ONCE = 128;
/** A message waits for what it passes on through so many tries, half a minute in all; then it goes without. */
const FETCH_TRIES = 5;

/** One account's courier: takes what its outbox holds to the platform, at the platform's pace. */
export class Courier {
  readonly #platform: Platform;
  readonly #tools: CourierTools;
  readonly #pace: Pace;
  readonly #cap: DayCap;
  readonly #outcomes: Outcomes;
  readonly #lookout: Lookout;
  readonly #under = new Set<Promise<void>>();
  #resting = false;
  #unsubscribe: () => void = () => undefined;

  constructor(platform: Platform, tools: CourierTools) {
    this.#platform = platform;
    this.#tools = tools;
    const { clock, chance, zone, store, log } = tools;
    const { account, pace } = platform;
    this.#pace = new Pace(pace, chance);
    this.#cap = new DayCap(account, pace.perDay, zone);
    this.#outcomes = new Outcomes(account, tools, this.#pace, this.#cap);
    this.#lookout = new Lookout({
      clock,
      healthy: () => store.healthy,
      takeUp: () => this.#claimAll(),
      failed: error => log.error('outbox-unreadable', { account, error: String(error) }),
    });
  }

  async start(): Promise<void> {
    const { store, community } = this.#tools;
    await store.read(community, tx => this.#cap.load(tx));
    this.#unsubscribe = store.onRows('outbox', () => this.#lookout.look());
    this.#lookout.start();
  }

  /** Nothing is under way at this moment. */
  get idle(): boolean {
    return !this.#lookout.looking && this.#under.size === 0;
  }

  /** Takes up nothing more, and resolves when what is under way has ended one way or the other. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#lookout.stop();
    await Promise.all(this.#under);
  }

  /** Rests while the account cannot send, so that no message uses up its tries on a closed door. */
  status(state: AccountStatus['state']): void {
    this.#resting = state === 'offline' || state === 'needs-login';
    this.#lookout.look();
  }

  get #open(): boolean {
    return !this.#lookout.stopped && !this.#resting && this.#under.size < AT_ONCE;
  }

  async #claimAll(): Promise<void> {
    const { store, clock, community } = this.#tools;
    const { account } = this.#platform;
    let chatsFree = Number.POSITIVE_INFINITY;
    let now = clock.now();
    while (this.#open) {
      now = clock.now();
      const free = this.#pace.accountFree(now);
      if (free > now) return this.#lookout.wakeAt(free);
      const capUntil = this.#cap.free(now);
      const unaskedFrom = this.#pace.unaskedFree(now);
      const claim = await store.claim('outbox', {
        community,
        account,
        now,
        except: row => {
          // Past the daily cap only danger is answered: better a risk to the account than silence.
          const capped = capUntil > now && row.priority !== PRIORITY.urgent;
          const early = unaskedFrom > now && isUnasked(row);
          const rowFree = Math.max(capped ? capUntil : 0, early ? unaskedFrom : 0);
          const chatFree = rowFree > now ? rowFree : this.#pace.chatFree(row.lane, now);
          if (chatFree <= now) return false;
          chatsFree = Math.min(chatsFree, chatFree);
          return true;
        },
      });
      if (!claim) break;
      this.#take(claim, now);
    }
    if (!this.#open) return;
    // What was due when we looked is held back by its chat, and that time is known.
    const due = await store.nextDue('outbox', { community, account, after: now });
    this.#lookout.wakeAt(Math.min(due ?? Number.POSITIVE_INFINITY, chatsFree));
  }

  #take(claim: Claim, now: number): void {
    const { row } = claim;
    const delivery = row.body as unknown as Delivery;
    const place = this.#pace.take(row.lane, delivery.chat.kind, now, isUnasked(row));
    this.#cap.note();
    const work = this.#handle(row, delivery, place)
      .catch(error => {
        // The row is still there, and waits for the store. What went out is noted, and is only written down then.
        const { clock, log } = this.#tools;
        log.error('send-not-recorded', { account: this.#platform.account, error: String(error) });
        this.#pace.hold(row.lane, delivery.chat.kind, clock.now(), STORE_PAUSE_MS);
      })
      .finally(async () => {
        await this.#tools.store.release(claim);
        this.#under.delete(work);
        this.#lookout.look();
      });
    this.#under.add(work);
  }

  async #handle(row: Row, delivery: Delivery, place: Place): Promise<void> {
    const ready = await this.#ready(row, delivery);
    if (ready) return this.#send(row, ready, place);
    place.giveBack();
    this.#cap.giveBack();
  }

  /** The delivery as it is to be sent now; null when it is not: then the row has been seen to. */
  async #ready(row: Row, delivery: Delivery): Promise<Delivery | null> {
    const { clock, metrics } = this.#tools;
    const { account } = this.#platform;
    const outcomes = this.#outcomes;
    const wentOut = outcomes.wentOut(row);
    if (wentOut) {
      await outcomes.sent(row, delivery, wentOut);
      return null;
    }
    if (delivery.expires !== undefined && clock.now() > delivery.expires) {
      metrics.send(account, 'expired');
      await outcomes.record(row, delivery, 'expired', 'too late to be of use');
      return null;
    }
    // It was under way when we were last stopped. A change can be made twice; of anything else nobody knows.
    if (row.state === 'sending') {
      if (delivery.replaces) return delivery;
      metrics.send(account, 'unknown');
      await outcomes.record(row, delivery, 'unknown', 'stopped while it was being sent');
      return null;
    }
    const whole = await this.#whole(row, delivery);
    return whole && (await outcomes.mayLeave(row, delivery)) ? whole : null;
  }

  /** With what it passes on; null when that may be had later. */
  async #whole(row: Row, delivery: Delivery): Promise<Delivery | null> {
    const { saying } = delivery;
    if (!saying.passes) return delivery;
    const { fetch, words, log } = this.#tools;
    const { account } = this.#platform;
    const how = {
      fetch,
      missing: words.say(saying.locale, 'attachment_gone'),
      last: row.tries >= FETCH_TRIES,
      failed: (reason: string) => log.warn('attachment-gone', { account, reason }),
    };
    try {
      return { ...delivery, saying: await withPassed(saying, how) };
    } catch {
      await this.#outcomes.later(row);
      return null;
    }
  }

  async #send(row: Row, delivery: Delivery, place: Place): Promise<void> {
    const { clock, metrics } = this.#tools;
    const { account } = this.#platform;
    const addressed = await this.#addressed(delivery);
    const began = clock.now();
    let sent: Sent | SendOutcome;
    try {
      sent = await this.#say(row, addressed);
    } catch (error) {
      sent = error instanceof SendFailure ? error.outcome : { kind: 'unknown', reason: describe(error) };
    }
    place.settle(began, clock.now(), !('kind' in sent));
    metrics.send(account, 'kind' in sent ? sent.kind : 'sent');
    if ('kind' in sent) await this.#outcomes.failed(row, delivery, sent);
    else await this.#outcomes.sent(row, delivery, sent);
  }

  /** Says it, or changes what it replaces. */
  async #say(row: Row, delivery: Delivery): Promise<Sent> {
    const { chat, replaces } = delivery;
    if (!replaces) return this.#platform.send(delivery);
    const { messageId, saying } = replaces;
    const changed = await this.#platform.replace(chat, messageId, saying).catch(error => {
      const { outcome } = error instanceof SendFailure ? error : { outcome: { kind: 'unknown' } };
      // Whether it was done or not: it can be done again.
      if (outcome.kind !== 'unknown') throw error;
      throw new SendFailure({ kind: 'not-sent', reason: 'the change was not confirmed' }, error);
    });
    if (changed) return { messageId };
    // The words instead of the change may have gone out before we were stopped: they are not said twice.
    if (row.state === 'sending')
      throw new SendFailure({ kind: 'unknown', reason: 'stopped while it was being sent' });
    return this.#platform.send(delivery);
  }

  /** Groups may have moved since the message was written. */
  async #addressed(delivery: Delivery): Promise<Delivery> {
    const { store, community } = this.#tools;
    const id = await store.read(community, tx => addressOf(tx, this.#platform.account, delivery.chat.id));
    return id === delivery.chat.id ? delivery : { ...delivery, chat: { ...delivery.chat, id } };
  }
}

/** It answers nobody: reminders, news and broadcasts. */
function isUnasked(row: Row): boolean {
  return row.priority > PRIORITY.reply;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
