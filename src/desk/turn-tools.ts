import type { Chance } from '../community/clock.js';
import type { Content } from '../community/content/content.js';
import type { Readers } from '../conversation/session.js';
import type { Actions } from './actions.js';
import type { Library } from './definitions.js';
import type { Platform } from './platform.js';
import type { Understander } from './understanding.js';
import type { Words } from './words.js';

/** What a turn leans on; the same for all of them. */
export interface TurnTools {
  readonly content: Content;
  readonly library: Library;
  readonly actions: Actions;
  readonly understander: Understander;
  readonly words: Words;
  readonly readers: Readers;
  readonly chance: Chance;
  readonly platforms: readonly Platform[];
  /** The answer of an entry of the questions, or null when there is none. */
  readonly answers: (entry: string, locale: string) => string | null;
}
