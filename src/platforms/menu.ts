import type { Saying } from '../desk/message.js';

interface MenuWords {
  readonly fits: RegExp;
  /** How to choose, where there is nothing else to reply. */
  readonly number: string;
  /** Before the words that also work, beside numbers and alone. */
  readonly numberOr: string;
  readonly words: string;
  readonly direct: string;
}

/** The platform's own few words around a menu, by language; the first whose tag fits is taken. */
const WORDS: readonly MenuWords[] = [
  {
    fits: /^zh-(hant|tw|hk|mo)\b/i,
    number: '回覆數字就行',
    numberOr: '回覆數字，或者：',
    words: '也可以回覆：',
    direct: '點我的頭像加好友，然後私下發訊息給我。',
  },
  {
    fits: /^zh\b/i,
    number: '回复数字就行',
    numberOr: '回复数字，或者：',
    words: '也可以回复：',
    direct: '点我的头像加好友，然后私下发消息给我。',
  },
  {
    fits: /^/,
    number: 'Reply with a number',
    numberOr: 'Reply with a number, or: ',
    words: 'You can also reply: ',
    direct: 'tap my picture, add me, and send me a message.',
  },
];

/**
 * A saying as plain text, for platforms without buttons: the words, a numbered line for every choice (counted
 * from `firstNumber`), the way to a direct chat, and one short last line that says how to choose: texts of
 * conversations never speak of numbers, since elsewhere there are buttons. Typed numbers and words are understood by
 * the engine; here they are only shown. `link` opens a direct chat, where there is one.
 */
export function asMenu(saying: Saying, link: string | null = null): string {
  const words = WORDS.find(({ fits }) => fits.test(saying.locale))!;
  const first = saying.firstNumber ?? 1;
  const choices = (saying.choices ?? []).map(({ label }, at) => `${first + at} ${label}`);
  const blocks = [
    saying.text,
    choices.join('\n'),
    toDirect(saying, link ?? words.direct),
    lastLine(saying, words),
  ];
  return blocks.filter(block => block !== '').join('\n');
}

function toDirect(saying: Saying, how: string): string {
  if (saying.toDirect === undefined) return '';
  const colon = saying.locale.startsWith('zh') ? '：' : ': ';
  return `${saying.toDirect.label}${colon}${how}`;
}

function lastLine({ choices = [], controls = [], locale }: Saying, words: MenuWords): string {
  if (controls.length === 0) return choices.length === 0 ? '' : words.number;
  // Buttons are written large, words in a line are not; only Latin letters know the difference.
  const labels = controls.map(({ label }) => label.toLocaleLowerCase(locale)).join(' · ');
  return `${choices.length === 0 ? words.words : words.numberOr}${labels}`;
}
