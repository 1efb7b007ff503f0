import type { Clock } from '../../community/clock.js';
import { type Lease, LeaseLost } from '../../community/store.js';
import type { Database } from './database.js';
import type { Time } from './time.js';

/** Leases, timed by the database. */
export class Leases {
  readonly #database: Database;
  readonly #time: Time;
  readonly #clock: Clock;
  /** Those that we took, until when by our own clock (ms), counted from before we asked. */
  readonly #held = new Map<string, { readonly epoch: number; readonly until: number }>();

  constructor(database: Database, time: Time, clock: Clock) {
    this.#database = database;
    this.#time = time;
    this.#clock = clock;
  }

  /** Null when somebody else holds it. */
  async take(name: string, holder: string, ms: number): Promise<Lease | null> {
    const asked = this.#clock.now();
    const now = this.#time.sql;
    const { rows } = await this.#database.aside({
      name: '',
      text: `INSERT INTO linli."@leases" AS l (name, holder, until, epoch) VALUES ($1, $2, ${now} + $3::bigint, 1)
 ON CONFLICT (name) DO UPDATE SET holder = $2, until = ${now} + $3::bigint,
  epoch = CASE WHEN l.holder = $2 THEN l.epoch ELSE l.epoch + 1 END
 WHERE l.holder = $2 OR l.until <= ${now} RETURNING until, epoch`,
      values: [name, holder, Math.round(ms)],
    });
    const [row] = rows;
    if (row === undefined) return null;
    const epoch = Number(row.epoch);
    this.#held.set(name, { epoch, until: asked + ms });
    return { name, holder, until: Number(row.until), epoch };
  }

  async end({ name, holder, epoch }: Lease): Promise<void> {
    if (this.#held.get(name)?.epoch === epoch) this.#held.delete(name);
    await this.#database.aside({
      name: 'lease end',
      text: `UPDATE linli."@leases" SET until = 0, holder = '' WHERE name = $1 AND holder = $2 AND epoch = $3`,
      values: [name, holder, epoch],
    });
  }

  /** Throws LeaseLost unless this lease stands as far as we know: without asking, and rather too early than too late. */
  check({ name, epoch }: Lease): void {
    const held = this.#held.get(name);
    if (held === undefined || held.epoch !== epoch || held.until <= this.#clock.now()) {
      throw new LeaseLost(name);
    }
  }
}
