import { fold } from './fold.js';
import { numeral } from './numerals.js';

const ZH =
  /(?<![第\d.:：])(\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?:个人|口人|口(?!号)|人(?!工)|位(?!子?[在是])|个位子|个座|个(?=$|[\s,，。!！一去来吧])|张票)/u;
const TOGETHER: readonly (readonly [RegExp, number])[] = [
  [/我们?[俩两](?!个|口)|咱[俩两]|夫妻俩|\b(?:the two of us|both of us)\b/u, 2],
  [/我们?仨|咱仨/u, 3],
  [/就我自己|我自己一个|只有我|\b(?:just me|only me|by myself)\b/u, 1],
];
const EN =
  /\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?:people|persons?|of us|seats?|guests?|adults?|tickets?)\b|\bfor\s+(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b(?!\s*(?:[ap]\.?m|o'?clock|:|hours?|days?|weeks?|minutes?))/u;
const ENGLISH = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** How many people a message speaks of, and the words that say so: 两个人, 一家三口, for two. Undefined when it does not. */
export function peopleIn(text: string): { readonly count: number; readonly words: string } | undefined {
  const said = fold(text, 200).text;
  for (const [words, count] of TOGETHER) {
    const found = words.exec(said);
    if (found) return { count, words: found[0] };
  }
  const found = ZH.exec(said) ?? EN.exec(said);
  const written = found?.[1] ?? found?.[2];
  if (!found || written === undefined) return undefined;
  const english = ENGLISH.indexOf(written) + 1;
  const count = english > 0 ? english : (numeral(written) ?? Number(written));
  return Number.isInteger(count) && count > 0 ? { count, words: found[0] } : undefined;
}
