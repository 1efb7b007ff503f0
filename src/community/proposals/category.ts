import type { Category } from './content.js';
import { likeness, piecesOf } from './likeness.js';

/** Below this, a text is about none of the categories' words. */
const NEAR = 0.25;

/**
 * The category that a text seems to be about, by the words of each: those that stand in it count by their length,
 * those that are nearly in it count less. Undefined when nothing in it tells.
 */
export function suggestedCategory(categories: readonly Category[], text: string): string | undefined {
  const folded = text.normalize('NFKC').toLowerCase();
  const pieces = piecesOf(folded);
  let best: { id: string; score: number } | undefined;
  for (const { id, words } of categories) {
    const own = Object.values(words).flat();
    const said = own.reduce((sum, word) => sum + (has(folded, word.toLowerCase()) ? word.length : 0), 0);
    const near = Math.max(0, ...own.map(word => likeness(piecesOf(word), pieces)));
    const score = said > 0 ? 1 + said : near >= NEAR ? near : 0;
    if (score > (best?.score ?? 0)) best = { id, score };
  }
  return best?.id;
}

/** Whether a word stands in a text; a word of letters by itself, not as a part of another. */
function has(text: string, word: string): boolean {
  if (!/^[\p{Script=Latin}\s'-]+$/u.test(word)) return text.includes(word);
  const plain = word.replaceAll(/[^\p{L}\s'-]/gu, '');
  return new RegExp(`(?<!\\p{L})${plain}(?:s|es)?(?!\\p{L})`, 'u').test(text);
}

/** The categories with the one that a text seems to be about first. */
export function categoriesFor(categories: readonly Category[], text: string): readonly Category[] {
  const suggested = suggestedCategory(categories, text);
  return [
    ...categories.filter(({ id }) => id === suggested),
    ...categories.filter(({ id }) => id !== suggested),
  ];
}

/** Whether a text says what is the matter, and not only that something is: a word of some category stands in it. */
export function tellsMatter(categories: readonly Category[], text: string): boolean {
  const folded = text.normalize('NFKC').toLowerCase();
  return categories.some(({ words }) =>
    Object.values(words)
      .flat()
      .some(word => has(folded, word.toLowerCase())),
  );
}
