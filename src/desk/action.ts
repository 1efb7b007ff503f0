import type { Context } from '../community/context.js';
import type { Role } from '../community/staff/staff.js';
import type { Json } from '../community/store.js';
import type { ActionSignature } from '../conversation/definition.js';

/** Arguments as a conversation hands them over, by name. */
export type Args = Readonly<Record<string, Json | undefined>>;

/**
 * A domain function as conversations call it: what it needs, what it gives, how it may fail (see
 * ActionSignature), and the function. It throws a Problem with one of the codes in `fails`, and before it has
 * written anything; whatever else it throws is a bug.
 */
export interface Action extends ActionSignature {
  /** Only for staff with one of these roles; the desk sees to it. */
  readonly role?: readonly Role[];
  /** `words`: the desk's texts in the speaker's language (conversations/notices….yaml). */
  run(context: Context, args: Args, words: Say): Promise<Json>;
}

/** Says a text by its key, with its arguments filled in. */
export type Say = (key: string, args?: Readonly<Record<string, string | number>>) => string;

/** A text argument. A missing one is a bug in the conversation, which its check should have found. */
export function text(args: Args, name: string): string {
  const value = args[name];
  if (typeof value !== 'string')
    throw new TypeError(`the argument ${name} must be a text, not ${typeof value}`);
  return value;
}

/** A text argument that may be missing. */
export function optionalText(args: Args, name: string): string | undefined {
  return args[name] === undefined || args[name] === null ? undefined : text(args, name);
}

/** A number argument that may be missing. */
export function optionalNumber(args: Args, name: string): number | undefined {
  const value = args[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number')
    throw new TypeError(`the argument ${name} must be a number, not ${typeof value}`);
  return value;
}

/** A number argument. */
export function number(args: Args, name: string): number {
  const value = args[name];
  if (typeof value !== 'number')
    throw new TypeError(`the argument ${name} must be a number, not ${typeof value}`);
  return value;
}

/** A text argument that is one of a few. */
export function oneOf<const W extends string>(args: Args, name: string, words: readonly W[]): W {
  const value = text(args, name);
  const found = words.find(word => word === value);
  if (found === undefined) throw new TypeError(`the argument ${name} must be one of ${words.join(', ')}`);
  return found;
}
