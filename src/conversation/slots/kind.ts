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

/** One kind of answer: what it is, how words become one, and how it is shown. */
export interface SlotRules {
  readonly kind: SlotKind;
  /** What a platform may offer a button for. */
  readonly wants?: 'phone' | 'location' | 'photo' | 'text';
  /** Takes several, gathered until 完成 / done. */
  readonly several?: true;
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

/** A text's arguments from a plain record. */
export function filled(values: Readonly<Record<string, string | number>>): Lookup {
  return name => values[name];
}
