import { momentSpans } from '../dates/spans.js';
import { fold } from '../fold.js';
import { withoutMentions } from './mentions.js';

/** What a text is made of, for comparing it with others: how often each piece occurs. */
export type Grams = ReadonlyMap<string, number>;

const HAN = /[\u3400-\u9fff\u3007]+/gu;
const LATIN = /[a-z0-9à-ỹđ]+(?:['’][a-z]+)?/gu;
const LONGEST = 300;

/**
 * Single characters and pairs of Chinese, words and pairs of words elsewhere. Days and times all count as one and
 * the same, for an intent does not depend on them.
 */
export function grams(text: string): Grams {
  const counts = new Map<string, number>();
  const count = (gram: string, times = 1) => counts.set(gram, (counts.get(gram) ?? 0) + times);
  const folded = fold(withoutMoments(withoutMentions(text.slice(0, LONGEST)))).text;
  for (const [run] of folded.matchAll(HAN)) {
    for (let i = 0; i < run.length; i++) {
      count(run[i]!, 0.5);
      if (i + 1 < run.length) count(run.slice(i, i + 2));
    }
  }
  let before = '';
  for (const [word] of folded.matchAll(LATIN)) {
    count(word);
    if (before !== '') count(`${before} ${word}`, 0.7);
    before = word;
  }
  return counts;
}

function withoutMoments(text: string): string {
  let plain = '';
  let at = 0;
  for (const { from, end } of momentSpans(text)) {
    plain += `${text.slice(at, from)}，`;
    at = Math.max(at, end);
  }
  return plain + text.slice(at);
}
