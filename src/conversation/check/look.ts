import type { ActionSignature, ActionSignatures, AskStep, Definition, Detour, Step } from '../definition.js';
import { placeOf } from '../places.js';
import type { Problem, ProblemCode } from '../problem.js';

/** What the tightest platform can show. */
export interface Limits {
  /** Bytes of a button's token (Telegram's callback_data); the value of an option can become part of one. */
  readonly tokenBytes: number;
  /** Characters of a button's label. */
  readonly labelLength: number;
  /** Options that a person can still take in, in one menu. */
  readonly options: number;
  /** The roles that staff can have; without them, any name will do. */
  readonly roles?: readonly string[];
  /** What a community calls things, by the names of needs: the categories of proposals. */
  readonly named?: Readonly<Record<string, readonly string[]>>;
}

/** Telegram's, and what a numbered menu in a chat can bear. */
export const LIMITS: Limits = { tokenBytes: 64, labelLength: 60, options: 8 };

const OTHERWISE =
  'call the text of this step something else; an option can be { value: help, label: kind_help }, with a text "kind_help"';

/** A definition under examination. */
export class Look {
  readonly definition: Definition;
  readonly signatures: ActionSignatures;
  readonly limits: Limits;
  readonly problems: Problem[] = [];
  readonly steps: ReadonlyMap<string, Step>;
  readonly locales: readonly string[];

  constructor(definition: Definition, signatures: ActionSignatures, limits: Limits) {
    this.definition = definition;
    this.signatures = signatures;
    this.limits = limits;
    this.steps = new Map(definition.steps.map(step => [step.name, step]));
    this.locales = Object.keys(definition.texts);
  }

  /** A problem at a step. */
  atStep(
    step: Step,
    code: ProblemCode,
    message: string,
    mend: string,
    level: Problem['level'] = 'error',
  ): void {
    const { file } = this.definition;
    this.problems.push({ level, code, file, line: step.line, message, mend });
  }

  /** A problem at a part that the reader remembers the place of: `text en/which_day`, `intent`. */
  atPart(
    part: string,
    code: ProblemCode,
    message: string,
    mend: string,
    level: Problem['level'] = 'error',
  ): void {
    const { file, line, column } = placeOf(this.definition, part);
    const place = column === undefined ? { file, line } : { file, line, column };
    this.problems.push({ level, code, ...place, message, mend });
  }

  /**
   * A problem of a text that a step says: where the text is written, and at the step when it is one of common.yaml,
   * which is right for all others.
   */
  atText(step: Step, locale: string, key: string, code: ProblemCode, message: string, mend: string): void {
    const part = `text ${locale}/${key}`;
    if (this.isOwn(part)) this.atPart(part, code, message, mend);
    else this.atStep(step, code, `${message} (the text "${key}" of common.yaml)`, OTHERWISE);
  }

  /** Was this text written in the conversation's own file? */
  isOwn(part: string): boolean {
    const place = placeOf(this.definition, part);
    return place.file === this.definition.file && place.column !== undefined;
  }

  get asks(): readonly AskStep[] {
    return this.definition.steps.filter(step => step.kind === 'ask');
  }

  /** The slots' kinds by name. */
  get slots(): ReadonlyMap<string, AskStep> {
    return new Map(this.asks.map(step => [step.name, step]));
  }

  /** The results' names, and what the action that gives each says that it gives. */
  get results(): ReadonlyMap<string, ActionSignature | undefined> {
    const results = new Map<string, ActionSignature | undefined>();
    for (const step of this.definition.steps) {
      if (step.kind === 'do' && step.into !== undefined) results.set(step.into, this.signatures[step.action]);
    }
    return results;
  }

  /** Is this a result, or a field that a result has? Where the action is unknown, any field counts. */
  isResult(name: string): boolean {
    for (const [result, signature] of this.results) {
      if (name === result) return true;
      if (!name.startsWith(`${result}_`)) continue;
      if (!signature || !Array.isArray(signature.gives)) return true;
      const field = name.slice(result.length + 1);
      if (signature.gives.some(given => field === given || field.startsWith(`${given}_`))) return true;
    }
    return false;
  }

  /** The names that a text can use. */
  get names(): string[] {
    const fields = [...this.results].flatMap(([result, signature]) =>
      signature && Array.isArray(signature.gives)
        ? signature.gives.map((field: string) => `${result}_${field}`)
        : [result],
    );
    return [...this.slots.keys(), ...fields];
  }
}

/** The detours of a step, with how they are written. */
export function detoursOf(step: Step): [string, Detour][] {
  if (step.kind === 'do') return Object.entries(step.fails);
  if (step.kind !== 'ask') return [];
  const none: [string, Detour][] = step.none ? [['none', step.none]] : [];
  return [...none, ...Object.entries(step.fails ?? {})];
}
