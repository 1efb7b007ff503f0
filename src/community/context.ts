import type { Chance } from './clock.js';
import type { Content } from './content/content.js';
import type { Passed } from './passed.js';
import type { Resident } from './residents/resident.js';
import type { Member, Role } from './staff/staff.js';
import type { Json, Tx } from './store.js';

/** What a domain function is given: one person's turn, inside one transaction. */
export interface Context {
  readonly tx: Tx;
  /** Now, ms. */
  readonly now: number;
  readonly chance: Chance;
  /** The community's content: services, hours, questions, staff. */
  readonly content: Content;
  /** Who is speaking; for a timer that is about nobody, the desk itself (system-resident.ts). */
  readonly resident: Resident;
  /** The speaker as staff, when they work here. */
  readonly member?: Member;
  /** The chat in which they are speaking; undefined for a timer. */
  readonly chat?: { readonly account: string; readonly chat: string; readonly kind: 'direct' | 'group' };
  /** BCP 47 in which labels are to be given. */
  readonly locale: string;
  readonly effects: Effects;
}

/** What a domain function may set off. All of it is part of the transaction: it happens with it or not at all. */
export interface Effects {
  /**
   * Tells the staff: in their chats, or, where none is named, each member with one of `roles` (default: everybody) in
   * their own. `urgent`: it leaves before everything else.
   */
  tellStaff(notice: Notice, how?: { urgent?: boolean; roles?: readonly Role[] }): Promise<void>;
  /**
   * Tells a resident, in their own language, in the chat in which they were last seen. Also a member of staff, by their
   * resident's id. Not after `expires` (ms); not before `notBefore` (ms: what can wait waits for the end of quiet hours,
   * see quiet-hours.ts).
   */
  tell(residentId: string, notice: Notice, how?: { expires?: number; notBefore?: number }): Promise<void>;
  /**
   * Puts words that somebody wrote (an announcement) into a chat, behind everything else that waits there: at most
   * once. `about` comes back with the outcome (see the desk's bookkeeping). `replaces`: an earlier message is to be
   * changed into `by`, or taken back (null), where the platform can; `post` is what is said where it cannot.
   */
  post(to: Address, post: Post, how: { about: Json; notBefore?: number; replaces?: Replaced }): Promise<void>;
  /**
   * Removes all that the desk keeps of somebody who goes for good: open conversations, what waits to be said to them,
   * their timers, what did not arrive. To be called while their identities still stand.
   */
  forgetPerson(residentId: string): Promise<void>;
  /** The store writes itself anew after this, so that what was removed is on the disk no more, a crash between or not. */
  forget(): Promise<void>;
  /**
   * Calls the timed function `name` (see timed.ts) with `data` at `due` ms. A timer with the same id
   * takes the place of the earlier one.
   */
  setTimer(timer: { id: string; due: number; name: string; data: Json }): Promise<void>;
  clearTimer(id: string): Promise<void>;
}

/** A chat of one of our accounts. */
export interface Address {
  readonly account: string;
  readonly chat: string;
  readonly kind: 'direct' | 'group';
  /** Whose direct chat it is, so that buttons can be answered by number. */
  readonly person?: string;
  readonly resident?: string;
}

/** An earlier message of ours, by the platform's id, and what it becomes. */
export interface Replaced {
  readonly messageId: string;
  readonly by: Post | null;
}

/** Words that somebody wrote, as they stand, between a line of the desk's own above and one below. */
export interface Post {
  readonly text: string;
  /** BCP 47 in which whoever gets it reads. */
  readonly locale: string;
  readonly above?: Pick<Notice, 'text' | 'args'>;
  readonly below?: Pick<Notice, 'text' | 'args'>;
  readonly choices?: Notice['choices'];
  readonly passes?: Notice['passes'];
}

/** A message that is not an answer: its words are in `conversations/notices….yaml`, per locale. */
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
  /** Photos, voice messages and files that somebody sent, passed on. */
  readonly passes?: readonly Passed[];
}
