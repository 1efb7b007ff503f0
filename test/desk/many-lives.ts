import { setImmediate as nextTurn } from 'node:timers/promises';
import { collections } from '../../src/collections.js';
import { announcementBooks } from '../../src/community/announcements/bookkeeping.js';
import type { Content } from '../../src/community/content/content.js';
import type { Store, Tx } from '../../src/community/store.js';
import { actions } from '../../src/desk/actions.js';
import { Library } from '../../src/desk/definitions.js';
import { Desk } from '../../src/desk/desk.js';
import { noMetrics } from '../../src/desk/metrics.js';
import { understander } from '../../src/desk/understander.js';
import { factsOf, Words } from '../../src/desk/words.js';
import { readers } from '../../src/language/index.js';
import { storeLog } from '../../src/log.js';
import { openJsonStore } from '../../src/storage/json.js';
import { NOW, SeededChance, VirtualClock } from '../clock.js';
import { sampleHouse, silent } from '../fakes/desk.js';
import { type Arrived, type Fault, PaperPlatform } from '../fakes/paper.js';
import { mortalClock } from '../simulation/lives.js';
import { type Disk, simulatedDisk } from '../storage/simulated-files.js';

/**
 * A desk over the real store on a disk that loses power: it dies right after so many transactions, and is opened again
 * over what is left.
 */
export class ManyLives {
  readonly clock = new VirtualClock(NOW, () => this.#rest());
  readonly arrived: Arrived[] = [];
  fault: Fault = () => null;
  crashes = 0;
  readonly #chance: SeededChance;
  readonly #disk: Disk;
  readonly #account: string;
  #pid = 0;
  #die: (() => void) | null = null;
  #dead = false;
  #activity = 0;
  #store: Store | null = null;

  constructor(seed: number, account = 'telegram') {
    this.#chance = new SeededChance(seed);
    this.#disk = simulatedDisk({ seed });
    this.#account = account;
  }

  /** Opens the desk; it dies after `transactions` of them. */
  async live(transactions = Number.POSITIVE_INFINITY): Promise<void> {
    const { content, conversations } = await sampleHouse();
    const clock = mortalClock(this.clock);
    const store = await this.open();
    const paper = new PaperPlatform(this.#account);
    paper.fault = delivery => this.fault(delivery);
    const send = paper.send.bind(paper);
    paper.send = async delivery => {
      this.#activity += 1;
      // Whatever a dead process was about to send stays where it is.
      if (this.#dead) return new Promise(() => undefined);
      try {
        return await send(delivery);
      } finally {
        this.arrived.push(...paper.arrived.splice(0));
      }
    };
    this.#dead = false;
    this.#die = () => {
      this.#dead = true;
      clock.die();
    };
    const { id } = content.community;
    const library = await Library.open(store, id, conversations.definitions);
    const understands = understander(content, () => library.current);
    const desk = new Desk({
      store: this.#mortal(store, transactions),
      community: id,
      clock,
      chance: this.#chance,
      content,
      library,
      actions,
      readers: readers({ phone: { area: '027' } }),
      understander: understands,
      answers: understands.answerOf,
      words: new Words(() => conversations.notices, factsOf(content)),
      bookkeeper: announcementBooks(content.community),
      platforms: [paper],
      inboundPerMinute: 0,
      log: silent,
      metrics: noMetrics,
    });
    await desk.start();
    await this.#rest();
  }

  /** Goes on until `ms` have passed, or the desk has died: then it is false. */
  async until(ms: number): Promise<boolean> {
    const end = this.clock.now() + ms;
    while (!this.#dead && (await this.clock.step(end)));
    if (this.#dead) {
      this.crashes += 1;
      this.#disk.crash({ kept: this.#chance.chance(0.5) });
    }
    return !this.#dead;
  }

  /** Runs something on what is kept. */
  async kept<T>(body: (tx: Tx, content: Content) => Promise<T>): Promise<T> {
    const { content } = await sampleHouse();
    const store = this.#store ?? (await this.open());
    return store.transact(content.community.id, tx => body(tx, content));
  }

  async open(): Promise<Store> {
    this.#pid += 1;
    const pid = this.#pid;
    this.#store = await openJsonStore({
      folder: '/lives',
      key: Buffer.alloc(32, 7),
      clock: this.clock,
      log: storeLog(silent),
      collections,
      files: this.#disk.files,
      holder: { pid, host: 'lives', startOf: String, runs: other => other === pid },
      salt: () => Buffer.from(Array.from({ length: 32 }, () => this.#chance.below(256))),
    });
    return this.#store;
  }

  end(): void {
    this.#die?.();
    this.#disk.crash({ kept: true });
  }

  /** A store that does so many transactions; with the last one the process is gone, and never hears of it. */
  #mortal(store: Store, transactions: number): Store {
    let left = transactions;
    return new Proxy(store, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          if (this.#dead) return new Promise(() => undefined);
          const given: unknown = value.apply(target, args);
          if (name !== 'transact') return given;
          return Promise.resolve(given).then(result => {
            this.#activity += 1;
            left -= 1;
            if (left <= 0) this.#die?.();
            return this.#dead ? new Promise(() => undefined) : result;
          });
        };
      },
    });
  }

  /** Until nothing more happens without time moving on. */
  async #rest(): Promise<void> {
    let quiet = 0;
    let seen = '';
    while (quiet < 3) {
      await nextTurn();
      const now = `${this.#disk.count} ${this.#activity}`;
      quiet = now === seen ? quiet + 1 : 0;
      seen = now;
    }
  }
}
