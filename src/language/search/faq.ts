import MiniSearch from 'minisearch';
import { segmenter } from './jieba.js';
import { pairsOf, words } from './words.js';

/** A question with its answer, as the community's content has it. */
export interface FaqLike {
  readonly id: string;
  readonly category: string;
  readonly question: string;
  readonly also: readonly string[];
  readonly answer: string;
  readonly question_en: string;
  readonly answer_en: string;
}

export interface Hit {
  readonly id: string;
  /** How much of what was asked the entry covers; about 0 to 1.3. */
  readonly score: number;
}

export interface FaqFound {
  /** The entry that answers it; only when there is no doubt. */
  readonly best?: Hit;
  /** When unsure: up to three entries to choose from, the likeliest first. */
  readonly near: readonly Hit[];
}

export interface FaqIndex {
  /** Searches in every language at once: people mix them. Empty for a text that says nothing. */
  find(text: string, locale?: string): FaqFound;
}

/** Sure: this much is covered, and the next one is this much worse. Measured on questions not used here. */
const SURE = 0.4;
const AHEAD = 1.15;
/** Worth offering: this much is covered, and not this much worse than the likeliest. */
const LIKELY = 0.2;
const BEHIND = 0.5;
const OFFERED = 3;
const CANDIDATES = 8;
/** An entry's answer holds a word of the question: that says less than its question holding it. */
const IN_ANSWER = 0.6;
const LIKENESS = 0.3;

interface Entry {
  readonly questions: ReadonlySet<string>;
  readonly answers: ReadonlySet<string>;
  readonly pairs: readonly ReadonlySet<string>[];
}

/** Makes the index of a community's questions. It is built, and the dictionary loaded, at the first question. */
export function faqIndex(entries: readonly FaqLike[]): FaqIndex {
  let built: ReturnType<typeof build> | undefined;
  return {
    find: text => {
      built ??= build(entries);
      return built(text);
    },
  };
}

function build(faq: readonly FaqLike[]): (text: string) => FaqFound {
  const cut = segmenter();
  const index = new MiniSearch<{ id: string }>({
    fields: ['question', 'also', 'answer', 'question_en', 'answer_en', 'category'],
    tokenize: text => words(text, cut),
    processTerm: term => term,
    searchOptions: { boost: { question: 3, also: 2.5, question_en: 3 } },
  });
  index.addAll(faq.map(entry => ({ ...entry, also: entry.also.join(' | ') })));
  const entries = new Map(faq.map(entry => [entry.id, entryOf(entry, text => words(text, cut))]));
  const weight = weights([...entries.values()]);

  return text => {
    const asked = new Set(words(text, cut));
    if (![...asked].some(telling)) return { near: [] };
    const pairs = pairsOf(text);
    const hits = index
      .search(text)
      .slice(0, CANDIDATES)
      .map(({ id, score }) => {
        const entry = entries.get(id)!;
        const covered = coverage(asked, entry, weight) + LIKENESS * likeness(pairs, entry);
        const named = [...asked].some(word => entry.questions.has(word));
        return { id, named, score: covered, rank: covered * Math.sqrt(score) };
      })
      .sort((a, b) => b.rank - a.rank);
    return decide(hits);
  };
}

/** A number or a single character (1, 谁, 收) says too little to look for. */
function telling(word: string): boolean {
  return !/^\d+$/.test(word) && [...word].length > 1;
}

/** `named`: the entry's question holds a word of what was asked. Its answer alone is no ground to be sure (yes, 2). */
function decide(hits: readonly (Hit & { rank: number; named: boolean })[]): FaqFound {
  const [first, second] = hits;
  if (first === undefined || first.score < LIKELY) return { near: [] };
  const bare = ({ id, score }: Hit): Hit => ({ id, score });
  if (first.named && first.score >= SURE && (second === undefined || first.rank >= AHEAD * second.rank)) {
    return { best: bare(first), near: [] };
  }
  const near = hits.filter(hit => hit.score >= LIKELY && hit.rank >= BEHIND * first.rank);
  return { near: near.slice(0, OFFERED).map(bare) };
}

function entryOf(entry: FaqLike, cut: (text: string) => readonly string[]): Entry {
  const asked = [entry.question, ...entry.also];
  return {
    questions: new Set(cut([...asked, entry.question_en, entry.category].join(' | '))),
    answers: new Set(cut(`${entry.answer} | ${entry.answer_en}`)),
    pairs: asked.map(pairsOf),
  };
}

/** The rarer a word among the entries, the more it says; one that none of them has says the most. */
function weights(entries: readonly Entry[]): (word: string) => number {
  const counts = new Map<string, number>();
  for (const { questions, answers } of entries) {
    for (const word of new Set([...questions, ...answers])) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const of = (count: number) => Math.log(1 + (entries.length - count + 0.5) / (count + 0.5));
  return word => of(counts.get(word) ?? 0);
}

function coverage(asked: ReadonlySet<string>, entry: Entry, weight: (word: string) => number): number {
  let all = 0;
  let covered = 0;
  for (const word of asked) {
    const says = weight(word);
    all += says;
    covered += says * (entry.questions.has(word) ? 1 : entry.answers.has(word) ? IN_ANSWER : 0);
  }
  return all === 0 ? 0 : covered / all;
}

/** Of neighbouring characters, 0 to 1: catches what the dictionary cuts apart. */
function likeness(pairs: ReadonlySet<string>, entry: Entry): number {
  let best = 0;
  for (const other of entry.pairs) {
    if (pairs.size === 0 || other.size === 0) continue;
    let shared = 0;
    for (const pair of pairs) if (other.has(pair)) shared++;
    best = Math.max(best, (2 * shared) / (pairs.size + other.size));
  }
  return best;
}
