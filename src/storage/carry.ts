import type { Doc, Row } from '../community/store.js';

/** One thing that a store keeps, as it is carried from one store to another, opened and not sealed. */
export type Carried =
  | {
      readonly kind: 'doc';
      readonly community: string;
      readonly collection: string;
      /** Of the document's shape, as it is kept: older ones are upgraded when they are read, not when they are carried. */
      readonly version: number;
      readonly doc: Doc;
    }
  | { readonly kind: 'row'; readonly row: Row }
  /** The last number that was given. The epoch of a lease is one too: of the community '', in the scope `lease/NAME`. */
  | { readonly kind: 'number'; readonly community: string; readonly scope: string; readonly value: number };

/** A store whose whole content can be taken elsewhere. */
export interface Carrying {
  /**
   * Everything as it stood at one moment, while the store goes on working: documents by collection, community and id
   * (by code unit), then rows by queue, community and id, then numbers by community and scope.
   */
  carry(): AsyncIterable<Carried>;
  /**
   * Puts things in as they are, durably once it resolves, in place of what has the same name. Nobody else may be at work
   * on this store. A row keeps its `order`; rows that are put in later come after all of them.
   */
  take(things: readonly Carried[]): Promise<void>;
}
