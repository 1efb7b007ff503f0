import type { SlotValue } from './definition.js';
import type { Json } from './json.js';

/** Where one person is in one conversation. Plain JSON, replaced and never mutated. */
export interface Session {
  readonly conversation: string;
  readonly version: string;
  /** The name of the step at which it waits. */
  readonly step: string;
  /** BCP 47 of its texts. */
  readonly locale: string;
  readonly slots: Readonly<Record<string, Slot>>;
  /** What actions gave, by their `into`. */
  readonly results: Readonly<Record<string, Json>>;
  /** Ask steps in the order in which they were answered: what 返回 goes back along. */
  readonly trail: readonly string[];
  /** What is on the table now; null while an action is under way (it stays while something is asked elsewhere). */
  readonly prompt: Prompt | null;
  /** Answers in a row that were not understood at this prompt. */
  readonly misses: number;
  /** Rises with every step taken. */
  readonly revision: number;
  /** The call under way. It is answered within the same transaction, so a stored session has none. */
  readonly pending: Pending | null;
  /** What the first message said, as words per slot, as long as its question has not come up. */
  readonly first?: Readonly<Record<string, string>>;
  /** What is kept of this person, by field (`resident.address`): offered as a default, never taken unasked. */
  readonly kept?: Readonly<Record<string, SlotValue>>;
  /** The labels of the last menu: said again where any words will do, they are an echo and no answer. */
  readonly lately?: readonly string[];
  /** What was gathered at a question that was left before its 完成 / done: there when it comes up again. */
  readonly unfinished?: { readonly step: string; readonly draft: readonly SlotValue[] };
  /** An effect has taken place: what was answered before it can no longer be changed or gone back to. */
  readonly settled?: true;
}

/**
 * A slot whose name is not in the trail is a claim: it was answered before something earlier was changed. When its
 * question comes up again it is looked at afresh, and passed over if it still holds.
 */
export interface Slot {
  /** null: passed over. */
  readonly value: SlotValue;
  /** As shown to the person, in the session's locale. */
  readonly shown: string;
  /** Said at its prompt, found in the first message, or kept from last time. */
  readonly from: 'asked' | 'first' | 'kept';
  /** An effect has made use of it: its question, come to once more, is asked anew. */
  readonly used?: true;
}

export interface Prompt {
  /** Given in from outside; part of every token, so that a button of another prompt is known to be stale. */
  readonly id: string;
  /** Of the first option in a numbered menu. */
  readonly firstNumber: number;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** What has been gathered so far, where a prompt takes several (choices, photos, a story). */
  readonly draft?: readonly SlotValue[];
  /** Opened to change an earlier answer: going back from here keeps that answer. */
  readonly changing?: true;
  /** Everything is done, and this asks which of these slots to keep for next time. */
  readonly keeping?: readonly string[];
}

/** Opaque outside the engine. */
export type Pending = Readonly<Record<string, Json>>;

/** Something that was said to the open conversation. */
export interface Heard {
  /** Words: typed, or the caption of a picture. */
  readonly text?: string;
  /** A button's token. */
  readonly token?: string;
  /** The message on which the button hung. */
  readonly messageId?: string;
  readonly attachment?: Readonly<Record<string, Json>> & {
    readonly kind: 'photo' | 'file' | 'voice' | 'video';
  };
  readonly location?: { readonly latitude: number; readonly longitude: number; readonly title?: string };
  readonly contact?: { readonly phone: string };
  /** Something without words that we have no use for (sticker, card). */
  readonly other?: string;
}

export type Event =
  /**
   * Begins. `slots`: what the first message already said, as words per slot; they are read like typed answers.
   * `kept`: by the field of `remember`.
   */
  | {
      readonly kind: 'begin';
      readonly slots?: Readonly<Record<string, string>>;
      readonly kept?: Readonly<Record<string, SlotValue>>;
    }
  | { readonly kind: 'heard'; readonly heard: Heard }
  /** The answer to the call that the last step returned. */
  | { readonly kind: 'result'; readonly result: Result }
  /**
   * Shows the open prompt again, in the language that the person reads by now (they came back, or something else
   * was answered in between). `quiet`: somebody has said already that it goes on.
   */
  | { readonly kind: 'resume'; readonly quiet?: true }
  /** The time is up. */
  | { readonly kind: 'expire' }
  /** The definition has changed under it with `replaces: unsafe`; `step` is given the new one. */
  | { readonly kind: 'moved' };

export type Result =
  | { readonly ok: true; readonly value: Json }
  | {
      readonly ok: false;
      readonly code: string;
      readonly details?: Readonly<Record<string, string | number>>;
    };

/**
 * What an action with `gives: 'options'` returns. `text` is the key of one of the conversation's texts, which the action
 * declares among its `labels`; without either, a label is made from the value (dates, times).
 */
export type Options = readonly { readonly value: string; readonly label?: string; readonly text?: string }[];

/** What the engine needs from the world before it can go on. */
export type Call =
  | { readonly kind: 'action'; readonly action: string; readonly args: Readonly<Record<string, Json>> }
  /**
   * The open prompt could not read this. The answer's value is null (nobody knows; it counts as a miss), or
   * { text, files? } (it is said, and the prompt comes back), { again: { slot: words } } (this same conversation was
   * meant once more), or { leave: true } (another one begins; this one stays as it is).
   */
  | { readonly kind: 'elsewhere'; readonly text: string };

export interface OutcomeFile {
  readonly name: string;
  readonly mime: string;
  readonly base64: string;
}

/** What somebody sent in one of the accounts, to be shown here as well. */
export interface OutcomePassed {
  readonly account: string;
  readonly attachment: {
    readonly kind: 'photo' | 'file' | 'voice' | 'video';
    readonly ref: string;
    readonly mime?: string;
    readonly name?: string;
    readonly bytes?: number;
  };
}

/** Another conversation, and what it is told. Without a label, its own title. */
export interface OutcomeChoice {
  readonly label?: string;
  readonly begin: string;
  readonly slots?: Readonly<Record<string, string>>;
}

/** What happened, as data; the caller says and saves it. */
export type Outcome =
  | {
      readonly kind: 'said';
      readonly text: string;
      readonly files?: readonly OutcomeFile[];
      readonly passes?: readonly OutcomePassed[];
    }
  | {
      readonly kind: 'asked';
      readonly text: string;
      readonly choices: readonly { readonly token: string; readonly label: string }[];
      readonly firstNumber: number;
      readonly controls: readonly { readonly token: string; readonly label: string }[];
      readonly wants?: 'phone' | 'location' | 'photo' | 'text';
    }
  /** Conversations that can be begun from here, by button or number, once this one is over. */
  | { readonly kind: 'offered'; readonly choices: readonly OutcomeChoice[] }
  /** A button was taken up: show this on its message. */
  | { readonly kind: 'settled'; readonly messageId: string; readonly label: string }
  /** They said yes to keeping this (`resident.address`). */
  | { readonly kind: 'remember'; readonly field: string; readonly value: SlotValue }
  /** The confirm step was sent: consent to this use of what it showed. */
  | { readonly kind: 'consented'; readonly slots: readonly string[] }
  /** A person is asked for: by word, after three misses, or by the conversation itself. */
  | { readonly kind: 'person'; readonly why: 'asked' | 'misses' | 'step' }
  | { readonly kind: 'ended'; readonly how: 'done' | 'cancelled' | 'expired' | 'person' };

/** What the engine is given besides definition, session and event. Everything in it is data or a pure function. */
export interface World {
  /** Now, ms. */
  readonly now: number;
  /** The community's IANA time zone. */
  readonly zone: string;
  /** What the person reads, BCP 47; a conversation that begins takes the nearest that its texts have. */
  readonly locale: string;
  /** For the prompt that this step may open; at most 12 characters of [a-z0-9]. */
  readonly promptId: string;
  /** For the menu that this step may open. */
  readonly firstNumber: number;
  /**
   * Whether the person sees the menu's numbers (the default), or buttons without them: then a bare number at a
   * question for a time is an hour, before it is a place in the menu, and places are counted from one.
   */
  readonly numbersSeen?: boolean;
  readonly readers: Readers;
  /** Whether these words, and nothing else, are the command of a conversation that this person may begin. */
  readonly isCommand?: (text: string) => boolean;
  /** Of the actions: a call then carries only what its action needs. Without, it carries all that is known. */
  readonly actions?: import('./definition.js').ActionSignatures;
}

/** What a reader made of a text. `problem` is a common text's key; 'ambiguous' ones ask back and are no miss. */
export type Reading =
  | { readonly value: SlotValue; readonly shown?: string }
  | {
      readonly problem: string;
      readonly details?: Readonly<Record<string, string | number>>;
      readonly ambiguous?: boolean;
    };

/** Reads a text as an answer of one kind; null when it is nothing of the sort. */
export type Reader = (
  text: string,
  how: { readonly locale: string; readonly now: number; readonly zone: string },
) => Reading | null;
export type Readers = Readonly<Partial<Record<import('./definition.js').SlotKind, Reader>>>;

export interface StepResult {
  readonly session: Session;
  readonly outcomes: readonly Outcome[];
  /** When present: answer it with a `result` event before anything else. */
  readonly call?: Call;
}
