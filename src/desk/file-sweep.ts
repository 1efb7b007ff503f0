import type { Clock } from '../community/clock.js';
import { fileGone, freeFiles, isKept, keptFiles } from '../community/kept-file.js';
import type { Store } from '../community/store.js';
import type { Log, Platform } from './platform.js';

const DAY = 24 * 3_600_000;
/** How long a received file that no record holds on to stays, ms: a form that shows it may still be open. */
export const UNCLAIMED_MS = 30 * DAY;
const BATCH = 100;
/** After a failure, ms. */
const AGAIN = 60_000;

export interface FileSweepTools {
  readonly store: Store;
  readonly community: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly platforms: readonly Platform[];
}

/**
 * Removes the bytes of received files: at once when the last record has let go of them, and after 30 days when none
 * ever held on to them. Looks at the start, once a day, and when a record lets go.
 */
export class FileSweep {
  readonly #tools: FileSweepTools;
  #running: Promise<void> | null = null;
  #again = false;
  #oldNext = 0;
  #cancel: () => void = () => undefined;
  #leave: (() => void) | null = null;

  constructor(tools: FileSweepTools) {
    this.#tools = tools;
  }

  start(): void {
    const { store, community } = this.#tools;
    this.#leave = store.onChange(change => {
      if (change.collection === keptFiles.name && change.community === community) this.#run();
    });
    this.#run();
  }

  async stop(): Promise<void> {
    this.#leave?.();
    this.#leave = null;
    this.#cancel();
    await this.#running;
  }

  /** Nothing is under way at this moment. */
  get idle(): boolean {
    return this.#running === null;
  }

  #run(): void {
    if (this.#leave === null) return;
    if (this.#running !== null) {
      this.#again = true;
      return;
    }
    this.#cancel();
    this.#running = this.#sweep().finally(() => {
      this.#running = null;
      if (!this.#again) return;
      this.#again = false;
      this.#run();
    });
  }

  async #sweep(): Promise<void> {
    const { clock, log, community, platforms } = this.#tools;
    const now = clock.now();
    const daily = now >= this.#oldNext;
    let done = true;
    for (const platform of platforms) {
      try {
        done = (await this.#free(platform)) && done;
        if (daily) done = (await this.#old(platform, now - UNCLAIMED_MS)) && done;
      } catch (error) {
        log.warn('files-not-looked-through', { community, account: platform.account, error: String(error) });
        done = false;
      }
    }
    const next = done ? DAY : AGAIN;
    if (daily) this.#oldNext = now + next;
    if (this.#leave !== null) this.#cancel = clock.after(next, () => this.#run());
  }

  /** Those that the last record has let go of. False: some could not be removed. */
  async #free(platform: Platform): Promise<boolean> {
    const { store, community } = this.#tools;
    for (;;) {
      const free = await store.read(community, tx => freeFiles(tx, platform.account, BATCH));
      const gone: string[] = [];
      for (const { id, ref } of free) if (await this.#drop(platform, ref)) gone.push(id);
      if (gone.length > 0)
        await store.transact(community, async tx => {
          for (const id of gone) await fileGone(tx, id);
        });
      if (gone.length < free.length) return false;
      if (free.length < BATCH) return true;
    }
  }

  /** Those that came before `time` (ms) and that no record holds on to. False: some could not be removed. */
  async #old(platform: Platform, time: number): Promise<boolean> {
    const { store, community } = this.#tools;
    const { account } = platform;
    let done = true;
    for (const ref of (await platform.receivedBefore?.(time)) ?? []) {
      if (this.#leave === null) return false;
      if (await store.read(community, tx => isKept(tx, { account, ref }))) continue;
      done = (await this.#drop(platform, ref)) && done;
    }
    return done;
  }

  async #drop(platform: Platform, ref: string): Promise<boolean> {
    try {
      await platform.drop?.(ref);
      return true;
    } catch (error) {
      const { account } = platform;
      this.#tools.log.warn('file-not-removed', { account, ref, error: String(error) });
      return false;
    }
  }
}
