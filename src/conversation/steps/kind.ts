import type { Step } from '../definition.js';
import type { Field } from '../field.js';
import type { Move, Reopen, Waiting } from '../move.js';
import type { Heard, Prompt, Result } from '../session.js';
import type { Turn } from '../turn.js';

/** A way out of a step. */
export interface Exit {
  readonly to: 'next' | 'end' | { readonly step: string };
  /** On the picture: when this way is taken. */
  readonly label?: string;
  /** Taken when something did not work out; the planned way is the other one. */
  readonly detour?: boolean;
}

/** The entries of a step in a file. */
export type Fields = ReadonlyMap<string, Field>;

/** What a prompt is about to show. */
export interface Question {
  readonly text: string;
  readonly wants?: 'phone' | 'location' | 'photo' | 'text';
  readonly skip?: boolean;
  readonly done?: boolean;
  /** What was told before can be thrown away. */
  readonly afresh?: boolean;
}

/** One kind of step: how it is written, what it does, and where it leads. */
export interface StepKind<S extends Step> {
  readonly kind: S['kind'];
  /** The names that may stand in a step of this kind; the first one tells the kind. */
  readonly keys: readonly string[];
  /** Reads it from a file. Undefined when something in it is wrong (recorded already). */
  read(fields: Fields, whole: Field): S | undefined;
  exits(step: S): Exit[];
  /** Arrives at the step. */
  enter(turn: Turn, step: S, reopen?: Reopen): Move;
  /** The answer to a call of this step. */
  result?(turn: Turn, step: S, waiting: Waiting, result: Result): Move;
  /** What its prompt asks. */
  question?(turn: Turn, step: S, prompt: Prompt): Question;
  /** What help says at its prompt. */
  help?(turn: Turn, step: S): string;
  /** An option of its prompt was taken. */
  option?(turn: Turn, step: S, value: string): Move;
  /** Words, or something without words, at its prompt. Null: nothing that this step can read. */
  hear?(turn: Turn, step: S, heard: Heard): Move | null;
  /** A control word that only this kind of step has. Null: it does not. */
  control?(turn: Turn, step: S, control: 'skip' | 'done' | 'afresh'): Move | null;
}
