import { clockOf, type Day, isoOf, type Now } from './calendar.js';
import type { ClockSaid, Mention, PartSaid } from './mention.js';
import { MIDNIGHT, minuteOf, PART_ENDS, PART_OF, type Part } from './resolve-clock.js';
import { resolveDay } from './resolve-day.js';

/** A moment as a text gives it: only what was said is there. */
export interface Moment {
  /** 'YYYY-MM-DD', local. */
  readonly date?: string;
  /** 'HH:MM', 24-hour clock. */
  readonly time?: string;
  /** Only when there is no clock time. */
  readonly part?: Part;
  /** The end of a range of times, 'HH:MM'. */
  readonly to?: string;
  /** It lies before now; otherwise absent. */
  readonly past?: true;
}

/** Why there is no single moment in what was said. */
export interface MomentProblem {
  readonly problem:
    | 'date_impossible'
    | 'time_impossible'
    | 'date_contradiction'
    | 'date_ambiguous'
    | 'time_ambiguous';
}

/** What stands between the two ends of a range. */
export const RANGE = /^(?:到|至|~|-|—|–|——|一直到|to|till|until|and|through)$/u;
const CORRECTION =
  /(?:改|换|挪|调|移|推迟|延|提前|变)(?:到|成|为|至|在)?$|(?:moved?|change|changed|reschedule[d]?|switch)\b.{0,40}\bto$/u;
const NOT_THIS = /(?:不是|别|不要|不能|not|not on|instead of)$/u;

/** Puts together what the scan found in a text. Null when there is neither day nor time in it. */
export function assemble(found: readonly Mention[], text: string, now: Now): Moment | MomentProblem | null {
  const mentions = afterCorrection(found, text);
  if (mentions.length === 0) return null;
  const impossible = mentions.find(mention => mention.kind === 'impossible');
  if (impossible?.kind === 'impossible') return { problem: `${impossible.what}_impossible` };
  const shift = mentions.find(mention => mention.kind === 'in-minutes');
  if (shift?.kind === 'in-minutes') return fromNow(shift.minutes, now);

  const time = timeOf(mentions, text);
  if (time !== null && 'problem' in time) return time;
  const day = dayOf(mentions, now, time !== null && isAhead(time, now));
  if (day !== null && typeof day !== 'number') return day;
  if (day === null && time === null) return null;
  return momentOf(day, time, now);
}

type Time = { readonly minute: number; readonly to?: number | undefined } | { readonly part: Part };

function isAhead(time: Time, now: Now): boolean {
  return 'minute' in time ? time.minute > now.minute : PART_ENDS[time.part] > now.minute;
}

function momentOf(day: Day | null, time: Time | null, now: Now): Moment {
  if (day === null) {
    if (time === null || 'part' in time) return time ?? {};
    return { time: clockOf(time.minute % MIDNIGHT), ...until(time.to) };
  }
  if (time === null) return { date: isoOf(day), ...(day < now.today ? { past: true } : {}) };
  if ('part' in time) {
    const past = day < now.today || (day === now.today && PART_ENDS[time.part] <= now.minute);
    return { date: isoOf(day), part: time.part, ...(past ? { past } : {}) };
  }
  const at = day + Math.floor(time.minute / MIDNIGHT);
  const minute = time.minute % MIDNIGHT;
  const past = at < now.today || (at === now.today && minute < now.minute);
  return { date: isoOf(at), time: clockOf(minute), ...until(time.to), ...(past ? { past } : {}) };
}

function until(to: number | undefined): { to?: string } {
  return to === undefined ? {} : { to: clockOf(to % MIDNIGHT) };
}

function fromNow(minutes: number, now: Now): Moment {
  const at = now.minute + minutes;
  const day = now.today + Math.floor(at / MIDNIGHT);
  const minute = ((at % MIDNIGHT) + MIDNIGHT) % MIDNIGHT;
  return { date: isoOf(day), time: clockOf(minute), ...(minutes < 0 ? { past: true } : {}) };
}

/** 从周三改到周五: what comes after counts. 不是周三，是周四: what is denied does not. */
export function afterCorrection(mentions: readonly Mention[], text: string): readonly Mention[] {
  const kept = mentions.filter(
    mention => !NOT_THIS.test(text.slice(Math.max(0, mention.from - 12), mention.from).trimEnd()),
  );
  const from = kept.findIndex(mention =>
    CORRECTION.test(text.slice(Math.max(0, mention.from - 60), mention.from).trimEnd()),
  );
  const left = from < 0 ? kept : kept.slice(from);
  return left.length > 0 ? left : mentions;
}

function dayOf(mentions: readonly Mention[], now: Now, stillAhead: boolean): Day | MomentProblem | null {
  const weeks = mentions.flatMap(mention => (mention.kind === 'week' ? [mention.week] : []));
  let said = mentions.flatMap(mention => (mention.kind === 'day' ? [mention.day] : []));
  if (said.length === 0) return weeks.length === 0 ? null : { problem: 'date_ambiguous' };
  if (said.some(day => day.kind === 'weekday')) {
    // 两周后的周三: the Wednesday of that calendar week.
    for (const day of said) if (day.kind === 'days' && day.weeks !== undefined) weeks.push(day.weeks);
    said = said.filter(day => day.kind !== 'days' || day.weeks === undefined);
  }
  const [week] = weeks;
  const fixed: Day[] = [];
  const weekdays: number[] = [];
  for (const day of said) {
    const bare = day.kind === 'weekday' && day.week === undefined;
    if (bare && week === undefined) {
      weekdays.push(day.weekday);
      continue;
    }
    const whole = bare ? { ...day, week } : day;
    const counted = resolveDay(whole, now, stillAhead);
    if (counted === 'impossible') return { problem: 'date_impossible' };
    if (counted === 'open') return { problem: 'date_ambiguous' };
    // 下周今天
    fixed.push(counted.day + (day.kind === 'days' ? 7 * (week ?? 0) : 0));
  }
  const agreed = agree(fixed, weekdays, now, stillAhead);
  // 下周二到周四: two weekdays are a choice, a date and a weekday that differ a slip.
  const choice = typeof agreed === 'object' && said.every(day => day.kind === 'weekday');
  return choice ? { problem: 'date_ambiguous' } : agreed;
}

/** One day, if all that was said of it can be true together. */
function agree(
  fixed: readonly Day[],
  weekdays: readonly number[],
  now: Now,
  stillAhead: boolean,
): Day | MomentProblem {
  const [day] = fixed;
  if (day === undefined) {
    if (new Set(weekdays).size > 1) return { problem: 'date_ambiguous' };
    const counted = resolveDay({ kind: 'weekday', weekday: weekdays[0]! }, now, stillAhead);
    return typeof counted === 'string' ? { problem: 'date_ambiguous' } : counted.day;
  }
  if (fixed.some(other => other !== day)) return { problem: 'date_ambiguous' };
  const fits = weekdays.every(weekday => (((day + 3) % 7) + 7) % 7 === weekday);
  return fits ? day : { problem: 'date_contradiction' };
}

interface Hour {
  readonly clock: ClockSaid;
  readonly to?: ClockSaid | undefined;
  readonly part?: PartSaid | undefined;
  readonly from: number;
  readonly end: number;
}

function timeOf(mentions: readonly Mention[], text: string): Time | MomentProblem | null {
  if (mentions.some(mention => mention.kind === 'open-time')) return { problem: 'time_ambiguous' };
  const { hours, loose } = attach(mentions);
  const [first, second] = hours;
  if (first === undefined) {
    const parts = [...new Set(loose.map(part => PART_OF[part]))];
    // 明天晚上 beside tonight's own evening says it twice; morning and afternoon are two.
    if (parts.length > 1) return { problem: 'time_ambiguous' };
    return parts[0] === undefined ? null : { part: parts[0] };
  }
  const minute = minuteOf(first.clock, first.part);
  if (minute === null) return { problem: 'time_impossible' };
  if (second === undefined || hours.length > 2) {
    if (second !== undefined && !same(hours)) return { problem: 'time_ambiguous' };
    return { minute, to: end(first.to, first, minute) };
  }
  if (isRange(first, second, mentions, text)) {
    const start = inherit(first, second) ?? minute;
    return { minute: start, to: end({ ...second.clock }, second.part ? second : first, start) };
  }
  return same(hours) ? { minute } : { problem: 'time_ambiguous' };
}

function same(hours: readonly Hour[]): boolean {
  return new Set(hours.map(({ clock, part }) => minuteOf(clock, part))).size === 1;
}

/** 3到5 in the evening: the part at the end holds for both. */
function inherit(first: Hour, second: Hour): number | null {
  const part = second.clock.part ?? second.part;
  if (first.part !== undefined || first.clock.part !== undefined || part === undefined) return null;
  return first.clock.hour % 12 <= second.clock.hour % 12 ? minuteOf(first.clock, part) : null;
}

function end(to: ClockSaid | undefined, hour: Hour, start: number): number | undefined {
  if (to === undefined) return undefined;
  const at = minuteOf(to, to.part ?? hour.part ?? hour.clock.part) ?? minuteOf(to, undefined);
  if (at === null) return undefined;
  if (at > start) return at;
  return at + 720 > start && at + 720 <= MIDNIGHT ? at + 720 : undefined;
}

function isRange(first: Hour, second: Hour, mentions: readonly Mention[], text: string): boolean {
  let between = '';
  for (let i = first.end; i < second.from; i++) {
    if (!mentions.some(({ kind, from, end }) => kind !== 'clock' && from <= i && i < end)) between += text[i];
  }
  return RANGE.test(between.trim());
}

/** Gives each hour its part of the day: the one said before it, else (in the evening) the one right after it. */
function attach(mentions: readonly Mention[]): { hours: Hour[]; loose: PartSaid[] } {
  const hours: Hour[] = [];
  let waiting: PartSaid[] = [];
  for (const mention of mentions) {
    if (mention.kind === 'part') waiting.push(mention.part);
    if (mention.kind !== 'clock') continue;
    hours.push({
      clock: mention.clock,
      to: mention.to,
      part: finest(waiting),
      from: mention.from,
      end: mention.end,
    });
    waiting = [];
  }
  const last = hours.at(-1);
  if (last === undefined) return { hours, loose: waiting };
  if (waiting.length > 0 && last.part === undefined)
    hours[hours.length - 1] = { ...last, part: finest(waiting) };
  return { hours, loose: [] };
}

/** Of several (早上 and 凌晨), the last one said. */
function finest(parts: readonly PartSaid[]): PartSaid | undefined {
  return parts.at(-1);
}
