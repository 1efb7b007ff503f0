import type { Context } from '../../community/context.js';
import type { Passed } from '../../community/passed.js';
import type { Json } from '../../community/store.js';
import type { Args } from '../action.js';

/** What somebody told over several messages: the words, and what came along. */
export interface Story {
  readonly text: string;
  readonly files: readonly Json[];
}

/** A story argument. */
export function storyIn(args: Args, name: string): Story {
  const value = args[name];
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string')
    throw new TypeError(`the argument ${name} must be a story`);
  return { text: value.text, files: Array.isArray(value.files) ? (value.files as readonly Json[]) : [] };
}

/** What came along with a story, with the account that it came in by. */
export function passedIn({ chat }: Context, { files }: Story): Passed[] {
  const account = chat?.account;
  if (account === undefined) return [];
  return files.map(attachment => ({ account, attachment: attachment as Passed['attachment'] }));
}

/** A place argument that may be missing, as a field. */
export function placeIn(args: Args, name: string): { place?: { text: string } } {
  const value = args[name];
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string')
    return {};
  const { latitude, longitude } = value as { latitude?: Json; longitude?: Json };
  const located =
    typeof latitude === 'number' && typeof longitude === 'number' ? { latitude, longitude } : {};
  return { place: { text: value.text.slice(0, 200), ...located } };
}
