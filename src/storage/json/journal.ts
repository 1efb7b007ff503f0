import type { Log } from '../memory/core.js';
import type { Group } from '../memory/group.js';
import { codeOf, type Files, type OpenFile } from './files.js';
import { FrameMaker } from './frame.js';
import { type Keys, newHead } from './head.js';
import { writeGroup } from './records.js';
import type { Seal } from './seal.js';
import { StoreError } from './store-error.js';

/**
 * One journal file, to the end of which groups are written: each is there as a whole and durable, or not at all.
 * What was there before a write that failed stays; what that write left behind is cut off before the next.
 */
export class Journal {
  readonly path: string;
  readonly generation: number;
  readonly #files: Files;
  readonly #seal: Seal;
  readonly #log: Log;
  readonly #frames = new FrameMaker();
  #file: OpenFile;
  /** Where the last durable group ends. */
  #end: number;
  #broken = false;

  private constructor(parts: {
    files: Files;
    path: string;
    generation: number;
    seal: Seal;
    log: Log;
    file: OpenFile;
    end: number;
  }) {
    this.#files = parts.files;
    this.path = parts.path;
    this.generation = parts.generation;
    this.#seal = parts.seal;
    this.#log = parts.log;
    this.#file = parts.file;
    this.#end = parts.end;
  }

  /** A new journal, its head durable. The caller makes its name durable. */
  static async create(
    files: Files,
    log: Log,
    { path, generation, keys }: { path: string; generation: number; keys: Keys },
  ): Promise<Journal> {
    const { frame, seal } = newHead('journal', generation, keys);
    const file = await files.create(path);
    try {
      await file.write(frame, 0);
      await file.sync();
    } catch (error) {
      await file.close().catch(reason => log.warn({ error: reason, file: path }, 'a journal did not close'));
      await files
        .remove(path)
        .catch(reason => log.warn({ error: reason, file: path }, 'a journal is left over'));
      throw error;
    }
    return new Journal({ files, path, generation, seal, log, file, end: frame.length });
  }

  /** Bytes that are durable. */
  get size(): number {
    return this.#end;
  }

  /** Whether a write has failed and what it left behind could not be cut off yet. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Cuts off what a failed write has left behind. */
  async whole(): Promise<void> {
    if (this.#broken) await this.#mend();
  }

  /** Writes a group at `place` and makes it durable, or throws a StoreError that says what to do. */
  async append(group: Group, place: number): Promise<void> {
    try {
      await this.whole();
      const { readable, sealed } = writeGroup(group);
      const frame = this.#frames.make(place, readable, sealed, this.#seal);
      // From here on the file may hold what nobody was promised.
      this.#broken = true;
      await this.#file.write(frame, this.#end);
      await this.#file.sync();
      this.#broken = false;
      this.#end += frame.length;
    } catch (cause) {
      await this.whole().catch(error => this.#log.error({ error }, 'the journal could not be cut'));
      throw new StoreError(troubleWith(this.path, cause), { file: this.path, offset: this.#end, cause });
    }
  }

  async close(): Promise<void> {
    await this.#file
      .close()
      .catch(error => this.#log.warn({ error, file: this.path }, 'a journal did not close'));
  }

  /**
   * Cuts the file to what is durable, through a new descriptor: after a failed sync the old one may call durable
   * what the system has already thrown away.
   */
  async #mend(): Promise<void> {
    const old = this.#file;
    this.#file = await this.#files.open(this.path);
    await old.close().catch(error => this.#log.warn({ error, file: this.path }, 'a journal did not close'));
    await this.#file.truncate(this.#end);
    await this.#file.sync();
    this.#broken = false;
  }
}

function troubleWith(path: string, cause: unknown): string {
  const why = cause instanceof Error ? cause.message : String(cause);
  return `Nothing can be saved: writing ${path} failed (${why}). What was saved before is safe. ${mend(codeOf(cause))}`;
}

/** What to do about a disk that answered with this code. */
export function mend(code: string): string {
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return 'Free some space on that disk; saving goes on by itself.';
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return 'Make that folder writable again.';
  return 'Check that disk (and the system log); once it can be written, saving goes on by itself.';
}
