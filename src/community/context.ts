import type { Chance } from './clock.js';
import type { Content } from './content.js';
import type { Resident } from './resident.js';
import type { Json, Tx } from './store.js';

/** What a domain function is given: one person's turn, inside one transaction. */
export interface Context {
  readonly tx: Tx;
  /** Now, ms. */
  readonly now: number;
  readonly chance: Chance;
  /** The community's content: services, hours, questions, staff. */
  readonly content: Content;
  /** Who is speaking. */
  readonly resident: Resident;
  /** BCP 47 in which labels are to be given. */
  readonly locale: string;
  readonly effects: Effects;
}

/** What a domain function may set off. All of it is part of the transaction: it happens with it or not at all. */
export interface Effects {
  /** Tells the staff's chat. */
  tellStaff(notice: Notice): Promise<void>;
  /** Tells a resident, in their own language, in the chat in which they were last seen. */
  tell(residentId: string, notice: Notice, how?: { expires?: number }): Promise<void>;
  /**
   * Calls the timed function `name` (see timed.ts) with `data` at `due` ms. A timer with the same id
   * takes the place of the earlier one.
   */
  setTimer(timer: { id: string; due: number; name: string; data: Json }): Promise<void>;
  clearTimer(id: string): Promise<void>;
}

/** A message that is not an answer: its words are in `conversations/notices.yaml`, per locale. */
export interface Notice {
  /** The text's key. */
  readonly text: string;
  /** Values for the text: dates as 'YYYY-MM-DD' are shown by locale where the name ends in `_date`. */
  readonly args: Readonly<Record<string, string | number>>;
  /** Buttons that begin a conversation with a slot filled: { label: key, begin: 'cancel-booking', slots }. */
  readonly choices?: readonly {
    readonly label: string;
    readonly begin: string;
    readonly slots: Readonly<Record<string, string>>;
  }[];
  readonly files?: readonly { readonly name: string; readonly mime: string; readonly base64: string }[];
}
