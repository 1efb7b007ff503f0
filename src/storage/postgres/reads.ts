import type { Doc } from '../../community/store.js';
import type { Shelf } from './shelf.js';

/** A document as a transaction has seen it. */
export interface Known {
  /** Undefined: it was not there. */
  readonly doc: Doc | undefined;
  readonly rev: string | null;
  /** Nobody else can change it before we end. */
  readonly locked: boolean;
}

/** What one transaction has read. */
export class Reads {
  readonly #known = new Map<Shelf, Map<string, Known>>();

  at(shelf: Shelf, id: string): Known | undefined {
    return this.#known.get(shelf)?.get(id);
  }

  note(shelf: Shelf, id: string, known: Known): void {
    const there = this.#known.get(shelf);
    if (there === undefined) this.#known.set(shelf, new Map([[id, known]]));
    else there.set(id, known);
  }

  /** Everything that was there, shelf by shelf. */
  *standing(): Generator<{ shelf: Shelf; id: string; known: Known }> {
    for (const [shelf, ids] of this.#known) {
      for (const [id, known] of ids) if (known.rev !== null) yield { shelf, id, known };
    }
  }
}
