/** Longer texts are compared by their beginnings. */
const LONGEST = 400;
const HAN = /[\u3400-\u9fff\u3007]+/gu;
const WORD = /[\p{Script=Latin}\d]+(?:['’]\p{Script=Latin}+)?/gu;
/** Pieces that say nothing about what a text is about. */
const EMPTY = new Set(
  'the a an and or of to in on at is are was were it its this that there i we my our you your for with not no has have had be been please 我们 你们 他们 这个 那个 一个 没有 不是 就是 希望 建议 反映 请问 能不 不能 可以 什么 怎么 现在 已经 还是 社区 居民'.split(
    ' ',
  ),
);

/** What a text is made of, for comparing it with others: pairs of Chinese signs, and words. */
export function piecesOf(text: string): ReadonlySet<string> {
  const pieces = new Set<string>();
  const folded = text.slice(0, LONGEST).normalize('NFKC').toLowerCase();
  for (const [run] of folded.matchAll(HAN)) {
    for (let at = 0; at + 1 < run.length; at += 1) pieces.add(run.slice(at, at + 2));
  }
  for (const [word] of folded.matchAll(WORD)) if (word.length > 1) pieces.add(stem(word));
  for (const piece of EMPTY) pieces.delete(piece);
  return pieces;
}

const stem = (word: string): string => (word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, '') : word);

/** How alike two texts are, from 0 (nothing in common) to 1. */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  const common = [...one].filter(piece => other.has(piece)).length;
  return common / Math.sqrt(one.size * other.size);
}
