import type { Json, Tx } from '../community/store.js';

/** Whether a message may leave now. */
export type Verdict =
  | { readonly send: true }
  /** It is not to be sent at all (opted out, cancelled): why. `after` is told so. */
  | { readonly skip: string }
  /**
   * Not before this time (ms; quiet hours): then it is asked again. What was put into the same chat behind it, with the
   * same priority, waits too; replies and whatever else comes first do not. For a pause without an end, skip it and
   * put it in anew.
   */
  | { readonly hold: number };

/** What became of a message. */
export type Booked =
  /** It went out, or it changed the message with this id. Without an id it cannot be changed any more. */
  | { readonly kind: 'sent'; readonly messageId?: string }
  | {
      /**
       * `skipped`: by `before`. `gone`: the chat cannot be written to. `rejected`: this message never goes. `not-sent`:
       * tried in vain until it was too late. `unknown`: it may have arrived, and is not sent again. `expired`: past its
       * own time.
       */
      readonly kind: 'skipped' | 'gone' | 'rejected' | 'not-sent' | 'unknown' | 'expired';
      readonly reason: string;
    };

/**
 * Who keeps the books of what is sent to many: of every delivery that has an `about`. Both are called inside a
 * transaction, which may be run again after a conflict: they await nothing but `tx`, and keep no state outside it. What
 * they throw is logged; the message stays where it is and is tried again, and so is the entry of one that has gone out.
 */
export interface Bookkeeper {
  /**
   * May it leave at `now` (ms)? Asked in the transaction that marks it as being sent, right before it is sent, each
   * time that it is tried.
   */
  before(tx: Tx, about: Json, now: number): Promise<Verdict>;
  /** What became of it: called once, in the transaction that takes it out of the outbox. */
  after(tx: Tx, about: Json, outcome: Booked, now: number): Promise<void>;
}
