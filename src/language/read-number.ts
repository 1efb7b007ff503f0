import { fold } from './fold.js';
import { numeral } from './numerals.js';
import { peopleIn } from './people.js';
import type { Reader } from './reader.js';

const BEFORE =
  '(?:大概|大约|差不多|一共|总共|就|约|共|来|要|订|我们|我家|家里|有|是|我|想|and|about|around|just|only|we are|for|party of| )*';
const COUNTER =
  '(?:个人|个|位|人|名|口人|口|份|张|间|次|条|件|岁|元|块钱|块|楼|号|people|persons?|of us|guests?|seats?|adults?)?';
const AFTER = '(?:左右|吧|的|哦|啊|呢|就行|就好|please|谢谢|thanks|!|。|\\.|,| )*';
const HAN = '[零〇一二两三四五六七八九十廿卅百千万]{1,10}';
/** The whole answer is a numeral, with its counter and the words around it. */
const WHOLE = new RegExp(`^${BEFORE}(${HAN})${COUNTER}${AFTER}$`, 'u');
const COUNTED = new RegExp(`(${HAN})(?:个人|位|人|名|口人|份|张|间)`, 'gu');
const FIGURES = /(?<![\d.])-?\d{1,12}(?:\.\d{1,6})?(?:万(?!元?户))?(?![\d.])/gu;
const ENGLISH = /\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b/g;
const ENGLISH_VALUES = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/**
 * Reads a number, in figures, full-width figures, Chinese numerals or English words up to twelve: 3, １２, 两个人,
 * 一百零五, 3.5, three of us, 我们俩. Several different ones are `number_ambiguous`, which asks back.
 */
export const readNumber: Reader<number> = text => {
  const folded = fold(text.slice(0, 300)).text.replace(/(?<=\d),(?=\d{3}(?!\d))/g, '');
  const found = numbersIn(folded);
  if (found.size === 0) {
    // 我们俩, just me.
    const people = peopleIn(folded);
    return people ? { value: people.count, shown: String(people.count) } : null;
  }
  if (found.size > 1) return { problem: 'number_ambiguous', ambiguous: true };
  const [value] = found;
  return { value: value!, shown: String(value) };
};

function numbersIn(text: string): Set<number> {
  const figures = [...text.matchAll(FIGURES)].map(([written]) =>
    written.endsWith('万') ? Number(written.slice(0, -1)) * 10_000 : Number(written),
  );
  if (figures.length > 0) return new Set(figures);
  const whole = WHOLE.exec(text);
  const han = whole ? [whole[1]!] : [...text.matchAll(COUNTED)].map(([, written]) => written!);
  const values = han.map(numeral).filter(value => value !== null);
  if (values.length > 0) return new Set(values);
  return new Set([...text.matchAll(ENGLISH)].map(([word]) => ENGLISH_VALUES.indexOf(word) + 1));
}
