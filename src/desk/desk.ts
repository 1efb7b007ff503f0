import type { Chance, Clock } from '../community/clock.js';
import type { Collection, Doc, Store } from '../community/store.js';
import type { Definition } from '../conversation/definition.js';
import { boards } from './board.js';
import type { Bookkeeper } from './bookkeeper.js';
import { chats } from './chat.js';
import { Courier } from './courier.js';
import { dayCounts } from './day-cap.js';
import { deadLetters } from './dead-letter.js';
import { definitions, goodDefinitions, type Library, peopleInOlder, rememberGood } from './definitions.js';
import { asJson } from './effects.js';
import { FileSweep } from './file-sweep.js';
import { Flood } from './flood.js';
import { GroupsHeard } from './groups-heard.js';
import { type Inbound, receive, seen } from './inbox.js';
import type { DeskMetrics } from './metrics.js';
import { fetchPassed } from './passing.js';
import type { AccountStatus, Log, Platform } from './platform.js';
import { Reception } from './reception.js';
import { seats } from './seat.js';
import { Timekeeper, timers } from './timers.js';
import type { TurnTools } from './turn-tools.js';
import { undelivered } from './undelivered.js';

/** What the desk itself keeps; a store is opened with these and the community's own. */
export const deskCollections: readonly Collection<Doc>[] = [
  seats,
  boards,
  seen,
  timers,
  definitions,
  goodDefinitions,
  chats,
  deadLetters,
  undelivered,
  dayCounts,
];

export interface DeskOptions extends TurnTools {
  readonly store: Store;
  readonly community: string;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly library: Library;
  readonly platforms: readonly Platform[];
  /** Messages a person may send in a minute; 0 lifts the limit. */
  readonly inboundPerMinute: number;
  readonly log: Log;
  readonly metrics: DeskMetrics;
  /** Keeps the books of what has an `about`: asked before it leaves, told what became of it. */
  readonly bookkeeper?: Bookkeeper;
  /** Hears of each account's changes, besides the log: to show what is to be scanned. */
  readonly onStatus?: (account: string, status: AccountStatus) => void;
}

/** One community's desk: its platforms, its reception, its couriers and its timers, over one store. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #reception: Reception;
  readonly #timekeeper: Timekeeper;
  readonly #couriers = new Map<string, Courier>();
  readonly #statuses = new Map<string, AccountStatus>();
  readonly #flood: Flood;
  readonly #fileSweep: FileSweep;
  readonly #groups: GroupsHeard;

  constructor(options: DeskOptions) {
    this.#options = options;
    const { store, community, clock, log } = options;
    this.#timekeeper = new Timekeeper({
      store,
      community,
      clock,
      failed: error => log.error('timers-failed', { error: String(error) }),
    });
    this.#reception = new Reception({ ...options, timekeeper: this.#timekeeper });
    this.#flood = new Flood(options.inboundPerMinute);
    this.#fileSweep = new FileSweep(options);
    this.#groups = new GroupsHeard(store, community);
    const zone = options.content.community.zone;
    const fetch = fetchPassed(options.platforms, clock);
    for (const platform of options.platforms) {
      this.#couriers.set(platform.account, new Courier(platform, { ...options, zone, fetch }));
      this.#statuses.set(platform.account, { state: 'starting' });
    }
  }

  /** Opens: what was left over is taken up at once, then the platforms begin to listen. */
  async start(): Promise<void> {
    this.#timekeeper.start();
    this.#reception.start();
    this.#fileSweep.start();
    for (const courier of this.#couriers.values()) await courier.start();
    for (const platform of this.#options.platforms) await platform.start(this.#door(platform));
  }

  /** Closes: nothing more comes in, what is under way ends; the rest is durable and waits. */
  async stop(): Promise<void> {
    await Promise.all(this.#options.platforms.map(platform => platform.stop()));
    await this.#timekeeper.stop();
    await this.#fileSweep.stop();
    await this.#reception.stop();
    await Promise.all([...this.#couriers.values()].map(courier => courier.stop()));
  }

  /** Nothing is under way at this moment; more may wait for its time. */
  get idle(): boolean {
    const couriers = [...this.#couriers.values()];
    return (
      this.#timekeeper.idle &&
      this.#reception.idle &&
      this.#fileSweep.idle &&
      couriers.every(courier => courier.idle)
    );
  }

  get community(): string {
    return this.#options.community;
  }

  /** How each account is doing. */
  get accounts(): ReadonlyMap<string, AccountStatus> {
    return this.#statuses;
  }

  /**
   * Takes up edited conversations. Open ones go on in their own version, except where the edit says that the old
   * one is unsafe: those are moved now. A conversation in `broken` stays as it was.
   */
  async use(current: readonly Definition[], broken: readonly string[] = []): Promise<void> {
    const { library, store, community, clock } = this.#options;
    library.use(current, broken);
    await store.transact(community, tx => rememberGood(tx, current));
    for (const definition of current.filter(definition => definition.replaces === 'unsafe')) {
      await store.transact(community, async tx => {
        for (const seat of await peopleInOlder(tx, definition)) {
          const id = `moved/${definition.version}/${seat}`;
          if (await tx.row('inbox', id)) continue;
          const body: Inbound = { kind: 'moved' };
          const account = seat.split('/')[0] ?? '';
          await tx.enqueue('inbox', {
            id,
            lane: seat,
            account,
            priority: 0,
            notBefore: 0,
            body: asJson(body),
          });
        }
      });
    }
    this.#timekeeper.nudge(clock.now());
  }

  #door(platform: Platform) {
    const { store, community, clock, log, understander, metrics, onStatus } = this.#options;
    const { account } = platform;
    const tools = {
      store,
      community,
      clock,
      log,
      flood: this.#flood,
      groups: this.#groups,
      urgent: (text: string) => text !== '' && understander.danger(text) !== null,
    };
    return {
      receive: (message: Parameters<typeof receive>[2]) => receive(tools, account, message),
      status: (status: AccountStatus) => {
        this.#statuses.set(account, status);
        this.#couriers.get(account)?.status(status.state);
        metrics.account(account, status.state);
        onStatus?.(account, status);
        log.info('account', {
          account,
          state: status.state,
          ...(status.detail ? { detail: status.detail } : {}),
        });
      },
    };
  }
}
