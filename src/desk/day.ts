import { TZDate } from '@date-fns/tz';
import { addDays, format, startOfDay } from 'date-fns';

/** The local day of a time (ms) in an IANA zone, 'YYYY-MM-DD'. */
export function dayOf(now: number, zone: string): string {
  return format(new TZDate(now, zone), 'yyyy-MM-dd');
}

/** When the next local day begins, ms. */
export function nextMidnight(now: number, zone: string): number {
  return addDays(startOfDay(new TZDate(now, zone)), 1).getTime();
}
