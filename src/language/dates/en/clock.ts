import type { ClockSaid, Found, PartSaid } from '../mention.js';
import { type Rule, rule } from '../scan.js';
import { COUNT, END, HOUR_WORD, MINUTE_WORD, numberOf } from './words.js';

const IMPOSSIBLE: Found = { kind: 'impossible', what: 'time' };
const SIGN = '(?: ?(am|pm|a\\.m\\.?|p\\.m\\.?)(?![a-z0-9]))';
const OCLOCK = "(?: ?o['’]?clock)";
/** What a number behind "at" may count instead of hours. */
const NO_COUNT =
  '(?! ?(?:people|persons?|adults?|seats?|guests?|units?|street|road|rd|st|avenue|building|floor|%|yuan|rmb|[a-z]*mins?|minutes?|hours?|hrs?|days?|weeks?|months?|years?)(?![a-z]))';

function clock(hour: string, minute: number, sign?: string, exact = false): Found & { clock?: ClockSaid } {
  const h = numberOf(hour);
  if (h > 24 || minute > 59 || (sign !== undefined && (h > 12 || h < 1))) return IMPOSSIBLE;
  const part: PartSaid | undefined = sign === undefined ? undefined : sign.startsWith('a') ? 'am' : 'pm';
  return {
    kind: 'clock',
    clock: { hour: h, minute, ...(part ? { part } : {}), ...(exact && !part ? { exact } : {}) },
  };
}

const part = (pattern: string, means: PartSaid): Rule =>
  rule(`${pattern}${END}`, () => ({ kind: 'part', part: means }));

/** Clock times and parts of the day. */
export const CLOCK: readonly Rule[] = [
  part('(?:early )?(?:in the )?mornings?', 'early'),
  part('(?:at |around )?lunch ?time|midday break', 'noon'),
  part('(?:late |early )?(?:in the )?afternoons?', 'afternoon'),
  part('(?:late |early )?(?:in the )?evenings?', 'night'),
  part('(?:at )?night', 'night'),
  part('after work', 'night'),
  rule(`(?:at |by )?(?:12 )?(?:noon|midday)${END}`, () => ({
    kind: 'clock',
    clock: { hour: 12, minute: 0, part: 'noon' },
  })),
  rule(`(?:at |by )?(?:12 )?midnight${END}`, () => ({
    kind: 'clock',
    clock: { hour: 12, minute: 0, part: 'night' },
  })),
  // With a sign: 3pm, 3:30 p.m., 3.30pm, three pm.
  rule(`(\\d{1,2}|${HOUR_WORD})(?:[:.](\\d{2})| (${MINUTE_WORD}))?${SIGN}`, ([, hour, minute, words, sign]) =>
    clock(hour!, minute ? Number(minute) : words ? numberOf(words) : 0, sign),
  ),
  rule(`(?<![\\d:.])(\\d{1,2}):(\\d{2})(?::\\d{2})?(?![\\d:])${OCLOCK}?`, ([, hour, minute]) =>
    clock(hour!, Number(minute), undefined, hour!.startsWith('0')),
  ),
  rule(`(?:at |about |around |by )?(\\d{1,2}|${HOUR_WORD})${OCLOCK}(?: sharp)?${SIGN}?`, ([, hour, sign]) =>
    clock(hour!, 0, sign),
  ),
  rule(
    `(?:at|around|about|by|from|until|till) (\\d{1,2}|${HOUR_WORD})(?:[:.](\\d{2}))?(?:${SIGN}|(?<![:]\\d{2})${END}(?![:.,]\\d|th|st|nd|rd|/)${NO_COUNT})`,
    ([, hour, minute, sign]) => clock(hour!, minute ? Number(minute) : 0, sign),
  ),
  rule(
    `(\\d{1,2}|${HOUR_WORD})(?= (?:at night|in the (?:morning|afternoon|evening)|this (?:morning|afternoon|evening)|tonight)${END})`,
    ([, hour]) => clock(hour!, 0),
  ),
  // An hour and minutes in words: nine fifteen, at seven forty-five.
  rule(`(?:at )?(${HOUR_WORD}) (${MINUTE_WORD})${END}${NO_COUNT}`, ([, hour, minute]) =>
    clock(hour!, numberOf(minute!)),
  ),
  // half past nine, quarter to four, ten past three, twenty-five minutes to five.
  rule(
    `(?:at )?(?:(half)|(?:a )?(quarter)|(${COUNT}|${MINUTE_WORD})( minutes?)?) (past|after|to|before|till|of) (\\d{1,2}|${HOUR_WORD})${END}${NO_COUNT}${OCLOCK}?${SIGN}?`,
    ([, half, quarter, count, said, way, hour, sign]) => {
      const minutes = half ? 30 : quarter ? 15 : numberOf(count!);
      const h = numberOf(hour!);
      const past = way === 'past' || way === 'after';
      if (way === 'of' && !quarter) return null;
      // "3 to 5" is a range, not three minutes to five; minutes are said in fives, or with the word.
      if (!past && !half && !quarter && !said && minutes % 5 !== 0) return null;
      if (!past && !said && /^\d+$/.test(count ?? '') && minutes <= 12) return null;
      const full = clock(hour!, past ? minutes : 0, sign);
      if (past || full.kind !== 'clock') return full;
      return h > 24 ? IMPOSSIBLE : { ...full, clock: { ...full.clock, less: minutes } };
    },
  ),
  // half nine, as the British say it.
  rule(`(?:at )?half (\\d{1,2}|${HOUR_WORD})${END}${NO_COUNT}`, ([, hour]) => clock(hour!, 30)),
  // Ranges: 3-5pm, from 3 to 5, between 3 and 5 pm.
  rule(
    `(?:from |between )?(\\d{1,2}|${HOUR_WORD})(?:[:.](\\d{2}))?${SIGN}?(?: ?(?:-|–|—|~) ?| to | till | until | and )(\\d{1,2}|${HOUR_WORD})(?:[:.](\\d{2}))?(?:${SIGN}|${OCLOCK})`,
    ([, h1, m1, s1, h2, m2, s2]) => range(h1!, m1, s1, h2!, m2, s2),
  ),
  rule(
    `(?:from|between) (\\d{1,2}|${HOUR_WORD})(?:[:.](\\d{2}))?${SIGN}?(?: ?(?:-|–|—|~) ?| to | till | until | and )(\\d{1,2}|${HOUR_WORD})(?:[:.](\\d{2}))?${END}${NO_COUNT}`,
    ([, h1, m1, s1, h2, m2]) => range(h1!, m1, s1, h2!, m2, undefined),
  ),
];

/** The sign of the end holds for the start too, unless the start would then come after it (11-1pm). */
function range(
  h1: string,
  m1 = '0',
  s1: string | undefined,
  h2: string,
  m2 = '0',
  s2: string | undefined,
): Found {
  const [a, b] = [numberOf(h1) % 12, numberOf(h2) % 12];
  const inherited =
    s1 ?? (s2 === undefined || numberOf(h1) > 12 ? undefined : a <= b ? s2 : s2.startsWith('p') ? 'am' : s2);
  const start = clock(h1, Number(m1), inherited);
  const end = clock(h2, Number(m2), s2 ?? (s1 === undefined || b < a ? undefined : s1));
  if (start.kind !== 'clock' || end.kind !== 'clock') return IMPOSSIBLE;
  return { ...start, to: end.clock };
}

const HOURS = `(?:(?:(half) an? hour)|(?:(${COUNT}|\\d+\\.\\d+)(?: and a (half))? hours?(?: and (?:(${COUNT}) minutes?|a (half)))?)|(?:(${COUNT}) min(?:ute)?s?)|(?:a quarter of an (hour)))`;

/** in two hours, half an hour from now, 20 minutes later. */
export const MOMENTS: readonly Rule[] = [
  rule(`(?:in|after) ${HOURS}(?:['’]s? time)?${END}`, ([, ...groups]) => inMinutes(groups)),
  rule(`${HOURS} (?:from now|later)${END}`, ([, ...groups]) => inMinutes(groups)),
  rule(`${HOURS} (ago)${END}`, ([, ...groups]) => inMinutes(groups)),
];

function inMinutes([half, hours, and, more, half2, minutes, quarter, ago]: readonly (
  | string
  | undefined
)[]): Found {
  const count = half
    ? 30
    : quarter
      ? 15
      : minutes !== undefined
        ? numberOf(minutes)
        : (hours!.includes('.') ? Number(hours) : numberOf(hours!)) * 60 +
          (and || half2 ? 30 : 0) +
          (more ? numberOf(more) : 0);
  return { kind: 'in-minutes', minutes: Math.round(ago ? -count : count) };
}
