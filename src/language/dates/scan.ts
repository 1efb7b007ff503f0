import type { Found, Mention } from './mention.js';

/** One way of saying something: a sticky pattern, and what it means; null when it is not meant after all. */
export interface Rule {
  readonly pattern: RegExp;
  readonly means: (match: RegExpExecArray) => Found | readonly Found[] | null;
}

/** Makes a rule. Patterns use bounded repetition only, so that no text can make them slow. */
export function rule(source: string, means: Rule['means']): Rule {
  return { pattern: new RegExp(source, 'uy'), means };
}

let last: { text: string; rules: readonly Rule[]; mentions: readonly Mention[] } | null = null;

/**
 * Finds what the rules know, from left to right; at each place the longest match wins, and of equally long ones
 * the first rule's. The last text is remembered: one message is scanned for its day, for its time, for what it is about.
 */
export function scan(text: string, rules: readonly Rule[]): readonly Mention[] {
  if (last === null || last.text !== text || last.rules !== rules) {
    last = { text, rules, mentions: scanned(text, rules) };
  }
  return last.mentions;
}

function scanned(text: string, rules: readonly Rule[]): Mention[] {
  const mentions: Mention[] = [];
  let from = 0;
  while (from < text.length) {
    const best = longestAt(text, from, rules);
    if (best === null) {
      from = pastRun(text, from);
      continue;
    }
    for (const found of best.found) mentions.push({ ...found, from, end: best.end });
    from = best.end;
  }
  return mentions;
}

const RUN = /[a-z0-9'’]+|[零〇一二两三四五六七八九十廿百]+/uy;

/** Where the word or number that begins here ends: its tail is no word or number of its own. */
function pastRun(text: string, from: number): number {
  RUN.lastIndex = from;
  return RUN.test(text) ? RUN.lastIndex : from + 1;
}

function longestAt(text: string, from: number, rules: readonly Rule[]) {
  let best: { found: readonly Found[]; end: number } | null = null;
  for (const { pattern, means } of rules) {
    pattern.lastIndex = from;
    const match = pattern.exec(text);
    if (match === null || pattern.lastIndex <= (best?.end ?? from)) continue;
    const end = pattern.lastIndex;
    const meaning = means(match);
    if (meaning === null) continue;
    best = { found: 'kind' in meaning ? [meaning] : meaning, end };
  }
  return best;
}
