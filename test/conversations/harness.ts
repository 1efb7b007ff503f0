import type { Chance, Clock } from '../../src/community/clock.js';
import type { Content } from '../../src/community/content/content.js';
import type { Store } from '../../src/community/store.js';
import type { Platform } from '../../src/desk/platform.js';
import type { Act } from './act.js';
import type { PlatformName, Where } from './transcript.js';

/** Somebody who talks: their name, and what their app says they read. */
export interface Guest {
  readonly name: string;
  readonly locale: string;
  /** Tells people apart from those of other transcripts; letters and digits. */
  readonly id: string;
  readonly number: number;
}

/** What a platform is opened over: one desk, with its own store and time. */
export interface Ground {
  readonly store: Store;
  readonly content: Content;
  /** The desk's time, which moves when the transcript says so; timers of the platform's own run in real time. */
  readonly clock: Clock;
  readonly chance: Chance;
}

/** One kind of platform, ready to be played on. Its fake service is started once; each transcript gets a stage. */
export interface Harness {
  readonly name: PlatformName;
  /** What its people can do besides text and presses; a transcript with more must say `platforms:`. */
  readonly can: readonly (Act['kind'] | 'group' | 'command')[];
  /** Whether it tells what somebody reads; where it does not, they have told the desk some other day. */
  readonly tellsLocale: boolean;
  /** Whether it tells what somebody is called; where it does not, the desk knows it from some other day. */
  readonly tellsName: boolean;
  stage(ground: Ground, guests: readonly Guest[]): Promise<Stage>;
  close(): Promise<void>;
}

/** A platform with its people, for one transcript. */
export interface Stage {
  readonly platforms: readonly Platform[];
  /** The chat's account and id, as the desk knows it. */
  address(where: Where): { readonly account: string; readonly chat: string };
  /** They have opened their chat with the desk some other day, so that it can write to them first. */
  opened?(guest: Guest): Promise<void>;
  /** Somebody does something; resolves once the service has taken it. `even`: at the first press of the talk, the third … */
  act(guest: Guest, where: Where, act: Act, even: boolean): Promise<void>;
  /** All that the desk has said there, in the form of src/commands/transcript.ts, once it is so many deliveries. */
  shown(where: Where, deliveries: number): Promise<readonly string[]>;
  close(): Promise<void>;
}
