import type { Context } from '../context.js';
import type { Day, Time } from '../day.js';
import type { Role } from '../staff/staff.js';
import type { Json, Tx } from '../store.js';

/**
 * What one noun keeps of a resident, and what becomes of it. Everything that is kept of somebody belongs to one of
 * these (see belongings.ts): so that 我的 shows all of it, 导出 hands all of it out, 删除 leaves nothing, and joining two
 * chats carries all of it over.
 */
export interface Belonging {
  /** `booking`, `proposal` …; texts call it `mine_noun_booking`. */
  readonly noun: string;
  /** What of it is going on for a resident, the nearest first; what is over is left out. A few dozen at most. */
  mine(context: Context, resident: string): Promise<readonly Mine[]>;
  /** All that is kept of them in this noun, the oldest first, as plain JSON that they may read; its `number` or `id` is ours. */
  exported(tx: Tx, resident: string): Promise<readonly Json[]>;
  /**
   * They go: what is open ends as if they had ended it, what must stay for the statistics names nobody any more, and all
   * else is removed. Afterwards no document of this noun holds their id, name, phone, address or words.
   */
  forget(context: Context, resident: string): Promise<void>;
  /** `from` is the same person as `to` from now on: what was theirs is `to`'s, timers included. */
  join(context: Context, from: string, to: string): Promise<void>;
  /** The conversations whose consent this noun rests on. Who takes that consent back may want to `end` what is open. */
  readonly purposes?: readonly string[];
  /** Ends what is open, as the resident themselves may end it at any time. What cannot be ended so is left as it is. */
  end?(context: Context, resident: string): Promise<void>;
  /** Whose a matter with this number is; or one that was given this phone (E.164): for staff, when a chat was lost. */
  whose?(tx: Tx, said: string): Promise<readonly string[]>;
  /** What a member of staff has in hand, by number: somebody who goes must hand it over first. */
  inHand?(tx: Tx, member: string): Promise<readonly string[]>;
  /** The roles that may have it in hand; without, everybody who talks to residents. */
  readonly handledBy?: readonly Role[];
}

/** One line of 我的. */
export interface Mine {
  /** The noun. */
  readonly kind: string;
  readonly number: string;
  /** In the context's locale. */
  readonly title: string;
  /** Where it stands, and what comes next: keys of texts in notices. */
  readonly state: string;
  readonly next: string;
  /** Who has it in hand, as residents are told, in the context's locale. */
  readonly owner?: string;
  /** When something is to happen. */
  readonly day?: Day;
  readonly time?: Time;
  /** The conversation in which it goes on, and what it is told. */
  readonly begin?: string;
  readonly slots?: Readonly<Record<string, string>>;
}
