import { codeOf } from './files.js';
import { mend } from './journal.js';
import { StoreError } from './store-error.js';

/**
 * What was removed has to leave the disk: the places of the groups that asked for it. A snapshot settles those
 * before its journal, once everything older is destroyed. On the disk the groups themselves are the record of it, and
 * a snapshot's manifest that says `alone`, from when it is there until what is older is gone.
 */
export class Owed {
  #places: number[] = [];

  get any(): boolean {
    return this.#places.length > 0;
  }

  add(places: readonly number[]): void {
    this.#places.push(...places);
  }

  /** Whether a snapshot of everything up to this group is asked for by some. */
  upTo(place: number): boolean {
    return this.#places.some(one => one <= place);
  }

  /** What was asked for up to this group is done. */
  settle(place: number): void {
    this.#places = this.#places.filter(one => one > place);
  }
}

/** What to tell whoever called for a forgetting that failed. */
export function notForgotten(folder: string, cause: unknown): StoreError {
  const root = cause instanceof StoreError && cause.cause !== undefined ? cause.cause : cause;
  const why = root instanceof Error ? root.message : String(root);
  return new StoreError(
    `What was removed can still be in older files of ${folder}: they could not be replaced (${why}). ` +
      `It is tried again by itself. ${mend(codeOf(root))}`,
    { file: folder, cause },
  );
}
