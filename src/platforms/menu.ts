import type { Choice, Saying } from '../desk/message.js';

/** The platform's own few words around a menu, by language; the first whose tag fits is taken. */
const WORDS: readonly { readonly fits: RegExp; readonly reply: string; readonly direct: string }[] = [
  { fits: /^zh-(hant|tw|hk|mo)\b/i, reply: '回覆', direct: '點我的頭像加好友，然後私下發訊息給我。' },
  { fits: /^zh\b/i, reply: '回复', direct: '点我的头像加好友，然后私下发消息给我。' },
  { fits: /^/, reply: 'Reply', direct: 'tap my picture, add me, and send me a message.' },
];

/**
 * A saying as plain text, for platforms without buttons: the words, a numbered line for every choice (counted
 * from `firstNumber`), the way to a direct chat, and one short last line with the control words. Typed numbers
 * and words are understood by the engine; here they are only shown. `link` opens a direct chat, where there is one.
 */
export function asMenu(saying: Saying, link: string | null = null): string {
  const words = WORDS.find(({ fits }) => fits.test(saying.locale))!;
  const first = saying.firstNumber ?? 1;
  const choices = (saying.choices ?? []).map(({ label }, at) => `${first + at} ${label}`);
  const blocks = [
    saying.text,
    choices.join('\n'),
    toDirect(saying, link ?? words.direct),
    controls(saying.controls ?? [], words.reply, saying.locale),
  ];
  return blocks.filter(block => block !== '').join('\n');
}

function toDirect(saying: Saying, how: string): string {
  if (saying.toDirect === undefined) return '';
  const colon = saying.locale.startsWith('zh') ? '：' : ': ';
  return `${saying.toDirect.label}${colon}${how}`;
}

function controls(choices: readonly Choice[], reply: string, locale: string): string {
  if (choices.length === 0) return '';
  // Buttons are written large, words in a line are not; only Latin letters know the difference.
  return `${reply} ${choices.map(({ label }) => label.toLocaleLowerCase(locale)).join(' · ')}`;
}
