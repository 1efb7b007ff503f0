import type { Context } from '../context.js';
import { Problem } from '../problem.js';
import type { Belonging } from './belonging.js';
import { belongings } from './belongings.js';
import { withoutKept } from './consent.js';
import { note } from './privacy-log.js';
import { type Resident, residents } from './resident.js';

/** What somebody has agreed to, as people would say it: by noun, not by conversation. */
export interface Agreed {
  /** A noun; `kept` for what is remembered for next time; `other` for what belongs to no noun. */
  readonly about: string;
  /** When they first agreed, ms; undefined for what is kept, which is not dated. */
  readonly since?: number;
}

const isOf = (belonging: Belonging, purpose: string): boolean =>
  belonging.purposes?.includes(purpose) === true;

const aboutOf = (purpose: string): string =>
  belongings.find(belonging => isOf(belonging, purpose))?.noun ?? 'other';

/** Everything that the resident has agreed to and can take back, the oldest first. */
export function agreedBy(resident: Resident): Agreed[] {
  const first = new Map<string, number>();
  for (const { purpose, at } of resident.consents) {
    const about = aboutOf(purpose);
    first.set(about, Math.min(first.get(about) ?? at, at));
  }
  const agreed: Agreed[] = [...first].map(([about, since]) => ({ about, since }));
  return Object.keys(resident.kept).length > 0 ? [...agreed, { about: 'kept' }] : agreed;
}

/**
 * The speaker takes a consent back: from now on it is asked for anew, and what was kept for next time under it is
 * forgotten. What was done before stays lawful, and what is open goes on until they end it (`endOpen`). Gives the numbers
 * of what is open. Fails with `not_agreed`.
 */
export async function withdraw(context: Context, about: string): Promise<readonly string[]> {
  const { tx, resident, effects } = context;
  if (!agreedBy(resident).some(agreed => agreed.about === about)) throw new Problem('not_agreed');
  const consents = resident.consents.filter(({ purpose }) => aboutOf(purpose) !== about);
  // Address and phone were kept for the forms that were agreed to.
  await tx.put(residents, withoutKept({ ...resident, consents }));
  await note(context, 'withdrew', resident.id, { about });
  await effects.forget();
  const belonging = belongings.find(({ noun }) => noun === about);
  if (!belonging?.end) return [];
  return (await belonging.mine(context, resident.id)).map(({ number }) => number);
}

/** Ends what the speaker has open of a noun, as they may at any time. */
export async function endOpen(context: Context, about: string): Promise<void> {
  await belongings.find(({ noun }) => noun === about)?.end?.(context, context.resident.id);
}
