import { fold } from '../fold.js';
import { assemble, type Moment, type MomentProblem } from './assemble.js';
import { wallClock } from './calendar.js';
import { CLOCK as EN_CLOCK, MOMENTS as EN_MOMENTS } from './en/clock.js';
import { DATES as EN_DATES, DAYS as EN_DAYS, SPANS as EN_SPANS } from './en/days.js';
import { HOLIDAYS_SAID as EN_HOLIDAYS } from './en/holidays.js';
import { scan } from './scan.js';
import { CLOCK, MOMENTS } from './zh/clock.js';
import { DATES } from './zh/dates.js';
import { DAYS, SPANS } from './zh/days.js';
import { HOLIDAYS_SAID } from './zh/holidays.js';

/** Everything that can be said of days and times. Both languages at once, since people mix them. */
export const RULES = [
  ...DAYS,
  ...SPANS,
  ...DATES,
  ...HOLIDAYS_SAID,
  ...CLOCK,
  ...MOMENTS,
  ...EN_DAYS,
  ...EN_SPANS,
  ...EN_DATES,
  ...EN_HOLIDAYS,
  ...EN_CLOCK,
  ...EN_MOMENTS,
];

/**
 * Reads the day and time that a text names, relative to `now` (ms) in an IANA zone. Null when it names none; a
 * problem when what it names is impossible, contradicts itself or is not one moment. Never throws.
 */
export function readMoment(
  text: string,
  how: { readonly now: number; readonly zone: string; readonly locale?: string },
): Moment | MomentProblem | null {
  const folded = fold(text).text;
  return assemble(scan(folded, RULES), folded, wallClock(how.now, how.zone));
}
