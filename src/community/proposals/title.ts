import { type Content, inLocale } from '../content/content.js';
import { categoryOf } from './content.js';
import type { Proposal } from './proposal.js';

const LONGEST = 18;
/** A clause shorter than this says nothing by itself. */
const SHORTEST = 5;
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;

/** What a proposal is called: the beginning of its words, on one line; where it has none, its category. */
export function titleOf(
  content: Pick<Content, 'proposals'>,
  { text, category }: Pick<Proposal, 'text' | 'category'>,
  locale: string,
): string {
  const [first = ''] = text.trim().split(/[\r\n]/u);
  const plain = (length(first) < SHORTEST ? text : first).replaceAll(BREAKS, ' ').trim();
  if (plain === '') return inLocale(categoryOf(content, category).name, locale);
  return shortened(plain, /\p{Script=Han}/u.test(plain) ? LONGEST : LONGEST * 2);
}

/** The first sentence; where that is too long, as many of its clauses as there is room for. */
function shortened(text: string, most: number): string {
  const [sentence = text] = text.split(/[。！？!?;；]|\.(?:\s|$)/u);
  if (length(sentence) <= most) return sentence;
  let short = '';
  for (const clause of sentence.split(/(?<=[，,、：:])/u)) {
    if (length(short + clause) > most + 1) break;
    short += clause;
  }
  if (length(short) >= SHORTEST) return short.replace(/[，,、：:]\s*$/u, '');
  return `${[...sentence]
    .slice(0, most - 1)
    .join('')
    .trimEnd()}…`;
}

const length = (text: string): number => [...text].length;
