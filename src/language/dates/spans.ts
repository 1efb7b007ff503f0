import { type Folded, fold } from '../fold.js';
import { afterCorrection, RANGE } from './assemble.js';
import type { Mention } from './mention.js';
import { RULES } from './moment.js';
import { scan } from './scan.js';

/** The words that name a day and a time, as they were written; '' where there are none. */
export interface MomentWords {
  readonly date: string;
  readonly time: string;
}

/** A stretch of text, its end exclusive. */
export interface Span {
  readonly from: number;
  readonly end: number;
}

/**
 * Finds the words for day and time in a running text (明天下午三点量血压: 明天, 下午三点). A part of the day goes with
 * the time, but 今晚 and 明早 are days; a range is kept whole; of a change (从周三改到周五) the new one counts.
 */
export function momentWords(written: string): MomentWords {
  const folded = fold(written);
  const found = scan(folded.text, RULES);
  const gone = found.filter(isGone);
  const wanted = found.filter(mention => !gone.includes(mention) && !isGlued(mention, gone));
  const mentions = afterCorrection(wanted, folded.text);
  const glued = new Set(mentions.filter(mention => isGlued(mention, mentions)));
  const days = mentions.filter(mention => isDay(mention) || glued.has(mention));
  const times = mentions.filter(mention => !isDay(mention) && !glued.has(mention));
  return { date: slice(written, folded, days), time: slice(written, folded, times) };
}

function isDay(mention: Mention): boolean {
  if (mention.kind === 'impossible') return mention.what === 'date';
  // 改天, 最近: no day that one could look up.
  if (mention.kind === 'day') return mention.day.kind !== 'open' || mention.day.named;
  return mention.kind === 'week';
}

/** 昨天约的, 上周提的: when something was said or done, not when it is wanted. */
function isGone(mention: Mention): boolean {
  if (mention.kind === 'week') return mention.week < 0;
  if (mention.kind !== 'day') return false;
  const { day } = mention;
  return (day.kind === 'days' && day.days < 0) || (day.kind === 'weekday' && (day.week ?? 0) < 0);
}

/** 今晚, 明早, tonight, this morning: the part is one word with its day. */
function isGlued(part: Mention, mentions: readonly Mention[]): boolean {
  if (part.kind !== 'part') return false;
  return mentions.some(
    day =>
      day.kind === 'day' &&
      (day.from === part.from ||
        (day.end === part.from && day.end - day.from === 1 && part.end - part.from === 1) ||
        (day.end === part.from && day.day.kind === 'days' && day.day.days === 0 && day.end - day.from === 5)),
  );
}

/** The first of them, with what follows it directly or through 到. */
function slice(written: string, folded: Folded, mentions: readonly Mention[]): string {
  const [first, ...rest] = mentions;
  if (first === undefined) return '';
  let span: Span = first;
  for (const next of rest) {
    if (next.from < span.end) continue;
    const between = folded.text.slice(span.end, next.from).trim();
    if (between !== '' && !RANGE.test(between)) break;
    span = { from: span.from, end: next.end };
  }
  // The end of a span is the place after its last letter, so that blanks behind it stay out.
  const last = folded.at[span.end - 1]!;
  const after = last + ((written.codePointAt(last) ?? 0) > 0xffff ? 2 : 1);
  return written
    .slice(folded.at[span.from]!, after)
    .replace(
      /^(?:on|at|in|by|around|about|from|between|for|until|till|the(?= (?:morning|afternoon|evening)))\s+(?:the\s+(?=morning|afternoon|evening))?/i,
      '',
    )
    .replace(/^(?:in\s+)?the\s+(?=(?:morning|afternoon|evening)s?$)/i, '')
    .replace(/的$/u, '');
}

/** Where a text names days and times, in its own places, from left to right. */
export function momentSpans(written: string): Span[] {
  const folded = fold(written);
  return scan(folded.text, RULES).map(({ from, end }) => ({
    from: folded.at[from]!,
    end: folded.at[end - 1]! + 1,
  }));
}
