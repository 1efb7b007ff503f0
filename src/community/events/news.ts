import type { Context } from '../context.js';
import { afterQuiet } from '../residents/quiet-hours.js';
import type { Resident } from '../residents/resident.js';

const HOUR = 3_600_000;

/**
 * When to tell somebody news of an event that begins at `start` (ms): outside their quiet hours, unless it would come
 * too late by then: whoever would go in vain is told at once. Not after it has begun.
 */
export function newsFor(
  { content, now }: Pick<Context, 'content' | 'now'>,
  resident: Resident,
  start: number,
): { notBefore?: number; expires?: number } {
  const told = afterQuiet(content.community, resident, now);
  return told > now && told < start - HOUR ? { notBefore: told } : {};
}
