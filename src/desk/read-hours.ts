import type { Context } from '../community/context.js';
import { Problem } from '../community/problem.js';
import { readTime } from '../language/read-time.js';

/** What stands between two times: 晚上八点到早上九点, 20:00-9:00, from 8 pm to 9 am. */
const BETWEEN = /\s*(?:到|至|~|～|—+|–|-|\buntil\b|\btill\b|\bto\b)\s*/iu;

/** Two times of the day in words. Fails with `no_hours` when they are not there, or are the same. */
export function readHours(
  said: string,
  { now, content, locale }: Pick<Context, 'now' | 'content' | 'locale'>,
): { from: string; to: string } {
  const how = { now, zone: content.community.zone, locale };
  const [first, second, ...more] = said.split(BETWEEN).filter(part => part.trim() !== '');
  const from = timeIn(first, how);
  const to = timeIn(second, how);
  if (from === null || to === null || from === to || more.length > 0) throw new Problem('no_hours');
  return { from, to };
}

function timeIn(text: string | undefined, how: { now: number; zone: string; locale: string }): string | null {
  const read = text === undefined ? null : readTime(text.replace(/^\s*(?:from|从)\s*/iu, ''), how);
  return read && 'value' in read ? read.value : null;
}
