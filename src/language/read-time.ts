import { readMoment } from './dates/moment.js';
import type { Reader } from './reader.js';

/**
 * Reads a time of day: its value is 'HH:MM'. Problems: `time_impossible` (25点, 上午15点); `time_part` with { part:
 * morning | noon | afternoon | evening } when only that was said, and `time_ambiguous` (两三点), which ask back.
 */
export const readTime: Reader<string> = (text, how) => {
  const moment = readMoment(text, how);
  if (moment === null) return null;
  if ('problem' in moment) {
    if (moment.problem === 'time_ambiguous') return { problem: moment.problem, ambiguous: true };
    return moment.problem === 'time_impossible' ? { problem: moment.problem } : null;
  }
  if (moment.time !== undefined) return { value: moment.time, shown: moment.time };
  if (moment.part === undefined) return null;
  return { problem: 'time_part', details: { part: moment.part }, ambiguous: true };
};
