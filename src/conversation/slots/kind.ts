import type { AskStep, SlotKind, SlotValue } from '../definition.js';
import type { Lookup } from '../message.js';
import type { Heard, Reading, World } from '../session.js';

/** What a kind of answer may lean on while it is read or shown. */
export interface SlotContext {
  readonly step: AskStep;
  readonly locale: string;
  readonly world: World;
  /** A text in the session's language. */
  text(key: string, lookup?: Lookup): string;
  /** The recognised words of a list (`words_yes`), in every language. */
  words(list: 'words_yes' | 'words_no'): ReadonlySet<string>;
}

/** A draft after one more message, and what is said about it. */
export interface Gathered {
  readonly draft: readonly SlotValue[];
  /** The key of a text. */
  readonly say: string;
  readonly details?: Readonly<Record<string, string | number>>;
  /** It is as much as there can be. */
  readonly full?: true;
}

/** How an answer of several messages is put together. */
export interface Gathering {
  /** Takes one more message. Null: no use for it. */
  add(draft: readonly SlotValue[], heard: Heard, context: SlotContext): Gathered | null;
  /** The pieces as one answer. */
  whole(draft: readonly SlotValue[]): SlotValue;
  /** An answer as pieces, to which more can be added. */
  pieces(value: SlotValue): readonly SlotValue[];
}

/** One kind of answer: what it is, how words become one, and how it is shown. */
export interface SlotRules {
  readonly kind: SlotKind;
  /** What a platform may offer a button for. */
  readonly wants?: 'phone' | 'location' | 'photo' | 'text';
  /** Takes several, until 完成 / done. */
  readonly several?: true;
  /** Where they come in messages of their own. */
  readonly gather?: Gathering;
  /** A bare number may be the answer, or a part of it, and is none of a menu. */
  readonly takesNumbers?: true;
  /** Any words are an answer, even those of a question or of a command that nobody knows. */
  readonly anyWords?: true;
  /** Is this stored value one of this kind? */
  fits(value: SlotValue): boolean;
  /** Reads words, where the world has no reader of its own for the kind. Null: nothing of the sort. */
  read(text: string, context: SlotContext): Reading | null;
  /** Reads what came without words (a location, a contact). Null: no use for it. */
  take?(heard: Heard, context: SlotContext): Reading | null;
  /** As the person sees it. */
  show(value: SlotValue, context: SlotContext): string;
  /** Is a well-read answer within the step's bounds? */
  within?(value: SlotValue, step: AskStep): Extract<Reading, { problem: string }> | null;
}

/** Something that was sent, as it is kept in an answer. */
export function isSent(piece: SlotValue): piece is { readonly [key: string]: SlotValue | undefined } {
  return typeof piece === 'object' && piece !== null && !Array.isArray(piece) && 'kind' in piece;
}

/** A picture, even one that was sent as a file. */
export function isPicture(sent: Readonly<Record<string, SlotValue | undefined>>): boolean {
  const { kind, mime } = sent;
  return kind === 'photo' || (kind === 'file' && typeof mime === 'string' && mime.startsWith('image/'));
}

/** A text's arguments from a plain record. */
export function filled(values: Readonly<Record<string, string | number>>): Lookup {
  return name => values[name];
}
