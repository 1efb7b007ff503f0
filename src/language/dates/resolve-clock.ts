import type { ClockSaid, PartSaid } from './mention.js';

const NOON = 12 * 60;
export const MIDNIGHT = 24 * 60;

/**
 * Minutes since the midnight with which the named day begins (1440 and more: the night that follows it), or null
 * when there is no such time or the hour contradicts its part of the day.
 */
export function minuteOf(clock: ClockSaid, around: PartSaid | undefined): number | null {
  const { hour, minute, less = 0 } = clock;
  const part = clock.part ?? around;
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0) || less > 59) return null;
  if (clock.part === 'am' && around !== undefined && !FITS_AM.has(around)) return null;
  if (clock.part === 'pm' && around !== undefined && FITS_AM.has(around)) return null;
  const start = hourOf(hour, part);
  if (start === null) return null;
  const at = start * 60 + minute - less;
  if (part !== undefined || clock.exact) return at < 0 ? null : at;
  // Nothing is booked at night: a bare 3 is in the afternoon. The resulting time decides (差五分七点 is 18:55).
  const plain = at < 0 ? at + NOON : at < 60 && less > 0 && hour > 0 ? at + NOON : at;
  return plain >= 60 && plain < 7 * 60 ? plain + NOON : plain;
}

const FITS_AM = new Set<PartSaid>(['dawn', 'early', 'morning', 'am']);

/** The hour on the 24-hour clock (24 and more: after midnight), or null when the part of the day forbids it. */
function hourOf(hour: number, part: PartSaid | undefined): number | null {
  switch (part) {
    case undefined:
      return hour;
    case 'dawn':
      if (hour === 12) return 0;
      return hour <= 6 ? hour : null;
    case 'early':
      return hour < 12 ? hour : null;
    case 'morning':
      return hour <= 12 ? hour : null;
    case 'noon':
      if (hour === 1 || hour === 2) return hour + 12;
      return hour >= 11 && hour <= 14 ? hour : null;
    case 'afternoon':
      if (hour < 12) return hour === 0 ? null : hour + 12;
      return hour <= 18 ? hour : null;
    case 'dusk':
      if (hour < 12) return hour < 4 ? null : hour + 12;
      return hour >= 16 && hour < 22 ? hour : null;
    case 'night':
      if (hour === 0 || hour === 12 || hour === 24) return 24;
      if (hour < 12) return hour < 5 ? null : hour + 12;
      return hour >= 17 ? hour : null;
    case 'am':
      if (hour === 12) return 0;
      return hour >= 1 && hour < 12 ? hour : null;
    case 'pm':
      if (hour < 12) return hour === 0 ? null : hour + 12;
      return hour === 12 ? 12 : null;
  }
}

export type Part = 'morning' | 'noon' | 'afternoon' | 'evening';

/** The part as it is given out. */
export const PART_OF: Readonly<Record<PartSaid, Part>> = {
  dawn: 'morning',
  early: 'morning',
  morning: 'morning',
  am: 'morning',
  noon: 'noon',
  afternoon: 'afternoon',
  pm: 'afternoon',
  dusk: 'evening',
  night: 'evening',
};

/** When a part ends, in minutes since midnight. */
export const PART_ENDS: Readonly<Record<Part, number>> = {
  morning: NOON,
  noon: 14 * 60,
  afternoon: 18 * 60,
  evening: MIDNIGHT,
};
