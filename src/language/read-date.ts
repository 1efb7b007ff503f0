import { isoOf, wallClock } from './dates/calendar.js';
import { readMoment } from './dates/moment.js';
import type { Reader } from './reader.js';
import { showDate } from './show.js';

/**
 * Reads a day: its value is 'YYYY-MM-DD'. Problems: `date_impossible` (2月30号), `date_contradiction` (a weekday
 * that is not that date's), `date_past` with { day } as shown, `date_ambiguous` (周末, 改天), which asks back.
 */
export const readDate: Reader<string> = (text, how) => {
  const moment = readMoment(text, how);
  if (moment === null) return null;
  if ('problem' in moment) {
    if (moment.problem === 'date_ambiguous') return { problem: moment.problem, ambiguous: true };
    return moment.problem.startsWith('date') ? { problem: moment.problem } : null;
  }
  if (moment.date === undefined) return null;
  const shown = showDate(moment.date, how);
  // Only the day is asked for: this morning, said in the afternoon, is a day that one can still book.
  const today = isoOf(wallClock(how.now, how.zone).today);
  return moment.date < today
    ? { problem: 'date_past', details: { day: shown } }
    : { value: moment.date, shown };
};
