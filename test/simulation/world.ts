import { setImmediate as nextTurn } from 'node:timers/promises';
import { bookings } from '../../src/community/bookings/booking.js';
import type { Content } from '../../src/community/content/content.js';
import { identities } from '../../src/community/residents/identity.js';
import type { Conversations } from '../../src/conversations.js';
import type { Incoming } from '../../src/desk/message.js';
import type { JsonStore } from '../../src/storage/json.js';
import { DAY, HOUR, MINUTE, NOW, SeededChance, VirtualClock } from '../clock.js';
import { hire } from '../conversations/hire.js';
import { type Disk, simulatedDisk, systemError } from '../storage/simulated-files.js';
import type { News } from './announced.js';
import { Books } from './books.js';
import { editions } from './edits.js';
import { type Life, openLife } from './life.js';
import { type Neighbour, PATIENCE } from './neighbour.js';
import { FAIR, Network } from './network.js';
import type { colleague } from './parts.js';
import { type Cast, peopleOf } from './people.js';
import { atRest, Broken, Watch } from './promises.js';
import { tightHouse } from './tight-house.js';
import type { Walker } from './walker.js';

const ACCOUNT = 'sim';

export interface SimulationResult {
  readonly bookings: number;
  readonly crashes: number;
  readonly edits: number;
  readonly failedWrites: number;
  readonly steps: number;
  /** What became of everything but visits. */
  readonly matters: Awaited<ReturnType<Books['audit']>>;
}

/**
 * A whole neighbourhood in virtual time, from one seed: residents in a hurry, a messenger that fails, a disk that
 * loses power, conversations edited under people's hands. The same seed is the same run, event by event.
 */
export const simulate = (seed: number, people = 12): Promise<SimulationResult> =>
  simulateTown(seed, { neighbours: people, townsmen: 0, colleagues: 0 });

/** The same with people who come with everything else, and staff; and days that pass. */
export async function simulateTown(seed: number, cast: Cast): Promise<SimulationResult> {
  const world = new World(seed, cast);
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
  readonly #walkers: Walker[];
  readonly #colleagues: ReturnType<typeof colleague>[];
  readonly #books = new Books();
  readonly #news: News[] = [];
  #watch!: Watch;
  #owners = new Map<string, Neighbour>();
  #life: Life | null = null;
  #lives = 0;
  /** When the desk was opened last, ms. */
  #opened = NOW;
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

  constructor(seed: number, cast: Cast) {
    this.#chance = new SeededChance(seed);
    this.#clock = new VirtualClock(NOW, () => this.#rest());
    this.#disk = simulatedDisk({ seed });
    this.#network = new Network(this.#clock, this.#chance, (chat, saying, messageId, kind) => {
      if (kind === 'broadcast') this.#news.push({ chat, text: saying.text });
      this.#neighbours.find(one => one.id === chat)?.hear(saying, messageId);
      this.#walkers.find(one => one.id === chat)?.hear(saying, messageId, kind);
    });
    const tools = {
      clock: this.#clock,
      chance: this.#chance,
      post: (message: Incoming) => this.#network.post(message),
    };
    ({
      neighbours: this.#neighbours,
      walkers: this.#walkers,
      colleagues: this.#colleagues,
    } = peopleOf(cast, tools));
  }

  async run(): Promise<SimulationResult> {
    const { content } = await tightHouse();
    this.#editions = await editions();
    this.#watch = new Watch(content, resident => this.#owners.get(resident));
    await this.#open();
    await this.#hire(content);
    for (const one of this.#people) this.#clock.after(this.#chance.below(20_000), () => one.begin());
    const until = NOW + 6 * MINUTE;
    this.#expectMishap();
    while (this.#clock.now() < until && (await this.#step(until))) await this.#mishap();
    // Fair weather from here: whoever waits must be served, and whoever gave up begins again.
    this.#network.weather = FAIR;
    this.#disk.fail = () => undefined;
    await this.#patiently(HOUR);
    if (this.#walkers.length > 0) await this.#days();
    await atRest(this.#life!.store, content.community.id, this.#neighbours, this.#watch);
    const matters = await this.#life!.store.read(content.community.id, tx =>
      this.#books.audit(tx, content, {
        news: this.#news,
        now: this.#clock.now(),
        told: this.#walkers.flatMap(one => one.told),
      }),
    );
    return {
      bookings: this.#watch.count,
      crashes: this.#crashes,
      edits: this.#edits,
      failedWrites: this.#failedWrites,
      steps: this.#steps,
      matters,
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
    while (!this.#people.every(one => one.done) && (await this.#step(until))) {
      if (this.#clock.now() < nudge) continue;
      nudge = this.#clock.now() + 2 * MINUTE;
      for (const one of this.#people) one.nudge();
    }
    while (this.#network.unconfirmed > 0 && (await this.#step(until)));
    await this.#clock.runUntil(this.#clock.now() + MINUTE);
  }

  async #step(until: number): Promise<boolean> {
    this.#steps += 1;
    const more = await this.#clock.step(until);
    if (this.#broken) throw this.#broken;
    const late = this.#people.find(
      one =>
        one.waitingSince !== null && this.#clock.now() - Math.max(one.waitingSince, this.#opened) > PATIENCE,
    );
    if (late) throw new Broken(`${late.id} waits for an answer that never comes: ${late.where}`);
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
    if (due === 'crash') await this.#dark(0);
    else if (due === 'edit') await this.#edit();
    else this.#failNextWrite();
    this.#expectMishap();
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
    this.#lives += 1;
    this.#life = await openLife({
      disk: this.#disk,
      clock: this.#clock,
      chance: this.#chance,
      pid: this.#lives,
      edition: this.#editions[this.#edition]!,
      platform: this.#network.platform(ACCOUNT),
      taken: this.#taken,
      broken: error => {
        this.#broken ??= error;
      },
      opened: life => {
        this.#life = life;
      },
      changed: (store, community, change) => void this.#changed(store, community, change),
    });
    this.#opened = this.#clock.now();
    await this.#rest();
  }

  get #people(): readonly (Neighbour | Walker)[] {
    return [...this.#neighbours, ...this.#walkers];
  }

  async #hire(content: Content): Promise<void> {
    for (const { id, name, role } of this.#colleagues) {
      const who = { id: `staff-${id}`, name, role, locale: 'zh-Hans', now: NOW };
      const own = { account: ACCOUNT, chat: id };
      await hire(this.#life!.store, content, { ...who, own, staffAccount: ACCOUNT });
    }
  }

  /** The power is off for a while: what people say meanwhile waits for them to be heard. */
  async #dark(ms: number): Promise<void> {
    this.#crashes += 1;
    this.#fall();
    await this.#clock.runUntil(this.#clock.now() + ms);
    await this.#open();
  }

  #fall(): void {
    this.#life?.clock.die();
    this.#network.cut();
    this.#disk.crash({ kept: this.#chance.chance(0.5) });
    this.#life = null;
  }

  /** Deadlines, reminders, holds and the events themselves come due; the plug is pulled now and then. */
  async #days(): Promise<void> {
    const until = NOW + 12 * DAY + 2 * HOUR;
    while (this.#clock.now() < until) {
      const crash = Math.min(until, this.#clock.now() + this.#chance.below(8 * HOUR));
      while (this.#clock.now() < crash && (await this.#step(crash)));
      await this.#dark(this.#chance.below(Math.min(DAY, Math.max(1, until - this.#clock.now()))));
    }
    await this.#patiently(HOUR);
  }

  async #changed(
    store: JsonStore,
    community: string,
    change: { collection: string; id: string },
  ): Promise<void> {
    this.#activity += 1;
    if (this.#life?.store !== store) return;
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
      await store.read(community, tx => this.#books.changed(tx, change.collection, change.id));
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
