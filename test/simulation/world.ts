import { setImmediate as nextTurn } from 'node:timers/promises';
import { collections } from '../../src/collections.js';
import { announcementBooks } from '../../src/community/announcement-bookkeeping.js';
import { bookings } from '../../src/community/booking.js';
import { identities } from '../../src/community/identity.js';
import type { Conversations } from '../../src/conversations.js';
import { actions } from '../../src/desk/actions.js';
import { Library } from '../../src/desk/definitions.js';
import { Desk } from '../../src/desk/desk.js';
import type { Incoming } from '../../src/desk/message.js';
import { noMetrics } from '../../src/desk/metrics.js';
import { understander } from '../../src/desk/understander.js';
import { Words } from '../../src/desk/words.js';
import { readers } from '../../src/language/index.js';
import { storeLog } from '../../src/log.js';
import { type JsonStore, openJsonStore } from '../../src/storage/json.js';
import { HOUR, MINUTE, NOW, SeededChance, VirtualClock } from '../clock.js';
import { sampleHouse, silent } from '../fakes/desk.js';
import { type Disk, simulatedDisk, systemError } from '../storage/simulated-files.js';
import { editions } from './edits.js';
import { mortalClock } from './lives.js';
import { Neighbour, PATIENCE } from './neighbour.js';
import { FAIR, Network } from './network.js';
import { atRest, Broken, Watch } from './promises.js';
import { watched } from './taken-in.js';

const KEY = Buffer.alloc(32, 7);
const ACCOUNT = 'sim';

export interface SimulationResult {
  readonly bookings: number;
  readonly crashes: number;
  readonly edits: number;
  readonly failedWrites: number;
  readonly steps: number;
}

interface Life {
  readonly desk: Desk;
  readonly store: JsonStore;
  readonly clock: ReturnType<typeof mortalClock>;
}

/**
 * A whole neighbourhood in virtual time, from one seed: residents in a hurry, a messenger that fails, a disk that
 * loses power, conversations edited under people's hands. The same seed is the same run, event by event.
 */
export async function simulate(seed: number, people = 12): Promise<SimulationResult> {
  const world = new World(seed, people);
  try {
    return await world.run();
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`seed ${seed}: ${said}`, { cause: error });
  } finally {
    await world.end();
  }
}

class World {
  readonly #chance: SeededChance;
  readonly #clock: VirtualClock;
  readonly #disk: Disk;
  readonly #network: Network;
  readonly #neighbours: Neighbour[];
  #watch!: Watch;
  #owners = new Map<string, Neighbour>();
  #life: Life | null = null;
  #lives = 0;
  #crashes = 0;
  #edits = 0;
  #failedWrites = 0;
  #steps = 0;
  #activity = 0;
  #editions: readonly Conversations[] = [];
  #edition = 0;
  #broken: unknown = null;
  readonly #taken = new Set<string>();
  #due: 'crash' | 'edit' | 'write' | null = null;

  constructor(seed: number, people: number) {
    this.#chance = new SeededChance(seed);
    this.#clock = new VirtualClock(NOW, () => this.#rest());
    this.#disk = simulatedDisk({ seed });
    this.#network = new Network(this.#clock, this.#chance, (chat, saying, messageId) => {
      this.#neighbours.find(one => one.id === chat)?.hear(saying, messageId);
    });
    const tools = {
      clock: this.#clock,
      chance: this.#chance,
      post: (message: Incoming) => this.#network.post(message),
    };
    this.#neighbours = Array.from({ length: people }, (_, i) => new Neighbour(i, tools));
  }

  async run(): Promise<SimulationResult> {
    const { content } = await sampleHouse();
    this.#editions = await editions();
    this.#watch = new Watch(content, resident => this.#owners.get(resident));
    await this.#open();
    for (const neighbour of this.#neighbours) {
      this.#clock.after(this.#chance.below(20_000), () => neighbour.begin());
    }
    const until = NOW + 6 * MINUTE;
    this.#expectMishap();
    while (this.#clock.now() < until && (await this.#step(until))) await this.#mishap();
    // Fair weather from here: whoever waits must be served, and whoever gave up begins again.
    this.#network.weather = FAIR;
    this.#disk.fail = () => undefined;
    await this.#patiently(HOUR);
    await atRest(this.#life!.store, content.community.id, this.#neighbours, this.#watch);
    return {
      bookings: this.#watch.count,
      crashes: this.#crashes,
      edits: this.#edits,
      failedWrites: this.#failedWrites,
      steps: this.#steps,
    };
  }

  async end(): Promise<void> {
    this.#life?.clock.die();
    this.#network.cut();
    this.#disk.crash({ kept: true });
  }

  async #patiently(ms: number): Promise<void> {
    const until = this.#clock.now() + ms;
    let nudge = this.#clock.now() + 2 * MINUTE;
    while (!this.#neighbours.every(one => one.done) && (await this.#step(until))) {
      if (this.#clock.now() < nudge) continue;
      nudge = this.#clock.now() + 2 * MINUTE;
      for (const neighbour of this.#neighbours) neighbour.nudge();
    }
    while (this.#network.unconfirmed > 0 && (await this.#step(until)));
    await this.#clock.runUntil(this.#clock.now() + MINUTE);
  }

  async #step(until: number): Promise<boolean> {
    this.#steps += 1;
    const more = await this.#clock.step(until);
    if (this.#broken) throw this.#broken;
    const late = this.#neighbours.find(
      one => one.waitingSince !== null && this.#clock.now() - one.waitingSince > PATIENCE,
    );
    if (late) throw new Broken(`${late.id} waits for an answer that never comes`);
    return more;
  }

  /** At any moment something may happen; on average every quarter of a minute. */
  #expectMishap(): void {
    this.#clock.after(this.#chance.below(30_000), () => {
      const dice = this.#chance.random();
      this.#due = dice < 0.3 ? 'crash' : dice < 0.6 ? 'edit' : 'write';
    });
  }

  async #mishap(): Promise<void> {
    const due = this.#due;
    if (due === null) return;
    this.#due = null;
    if (due === 'crash') await this.#crash();
    else if (due === 'edit') await this.#edit();
    else this.#failNextWrite();
    this.#expectMishap();
  }

  async #crash(): Promise<void> {
    this.#crashes += 1;
    this.#life?.clock.die();
    this.#network.cut();
    this.#disk.crash({ kept: this.#chance.chance(0.5) });
    this.#life = null;
    await this.#open();
  }

  async #edit(): Promise<void> {
    this.#edits += 1;
    this.#edition = this.#chance.below(this.#editions.length);
    const edited = this.#editions[this.#edition]!;
    await this.#life?.desk.use(edited.definitions, edited.broken).catch(error => {
      // The disk refused: the files are read again at the next edit or start.
      if (this.#failedWrites === 0) throw error;
    });
    await this.#rest();
  }

  #failNextWrite(): void {
    this.#disk.fail = ({ kind }) => {
      if (kind !== 'write' && kind !== 'sync') return;
      this.#disk.fail = () => undefined;
      this.#failedWrites += 1;
      throw systemError(this.#chance.chance(0.5) ? 'ENOSPC' : 'EIO');
    };
  }

  async #open(): Promise<void> {
    const { content } = await sampleHouse();
    const clock = mortalClock(this.#clock);
    this.#lives += 1;
    const pid = this.#lives;
    const store = await openJsonStore({
      folder: '/sim',
      key: KEY,
      clock,
      log: storeLog(silent),
      collections,
      files: this.#disk.files,
      holder: { pid, host: 'sim', startOf: String, runs: other => other === pid },
      salt: () => Buffer.from(Array.from({ length: 32 }, () => this.#chance.below(256))),
      snapshots: { bytes: 20_000, times: 1 },
    });
    const { id } = content.community;
    store.onChange(change => void this.#changed(store, id, change));
    const edition = this.#editions[this.#edition]!;
    const library = await Library.open(store, id, edition.definitions, edition.broken);
    const understands = understander(content, () => library.current);
    const facts = { community: '惠民社区', bot: '小惠', phone: '027-8200-1001' };
    const desk = new Desk({
      store: watched(store, this.#taken, error => {
        this.#broken ??= error;
      }),
      community: id,
      clock,
      chance: this.#chance,
      content,
      library,
      actions,
      readers: readers({ phone: { area: '027' } }),
      understander: understands,
      answers: understands.answerOf,
      words: new Words(() => edition.notices, { 'zh-Hans': facts, en: facts }),
      bookkeeper: announcementBooks(content.community),
      platforms: [this.#network.platform(ACCOUNT)],
      inboundPerMinute: 0,
      log: silent,
      metrics: noMetrics,
    });
    this.#life = { desk, store, clock };
    await desk.start();
    await this.#rest();
  }

  async #changed(
    store: JsonStore,
    community: string,
    change: { collection: string; id: string },
  ): Promise<void> {
    this.#activity += 1;
    if (this.#life && this.#life.store !== store) return;
    try {
      if (change.collection === identities.name) {
        const identity = await store.read(community, tx => tx.get(identities, change.id));
        const neighbour = this.#neighbours.find(one => `${ACCOUNT}/${one.id}` === change.id);
        if (identity && neighbour) this.#owners.set(identity.resident, neighbour);
      }
      if (change.collection === bookings.name) {
        const booking = await store.read(community, tx => tx.get(bookings, change.id));
        if (booking) this.#watch.see(booking);
      }
    } catch (error) {
      this.#broken ??= error;
    }
  }

  /** Until nothing more happens without time moving on: three turns of the event loop without a sign of life. */
  async #rest(): Promise<void> {
    let quiet = 0;
    let seen = '';
    while (quiet < 3) {
      await nextTurn();
      const now = `${this.#disk.count} ${this.#network.activity} ${this.#activity}`;
      quiet = now === seen ? quiet + 1 : 0;
      seen = now;
    }
  }
}
