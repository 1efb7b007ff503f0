import { fold } from './fold.js';
import type { Reader } from './reader.js';

const YES =
  '是 对 好 行 可以 可 要 需要 想 想要 愿意 嗯 嗯嗯 恩 确认 确定 没问题 冇问题 没错 冇错 不错 同意 成 中 得 得行 要得 晓得 好呀 当然 肯定 有 没意见 不改 就这样 就这么定 没变 ' +
  'yes y ya yep yeah yup ok okay okey k sure fine correct right confirm confirmed agree great good perfect 👍 👌 ✅ ✔ ✔️ 🆗 ' +
  'có vâng đúng được ừ dạ đồng ý chắc chắn';
const NO =
  '不 不是 不要 不用 不需要 不行 不可以 不对 不好 不同意 不想 不愿意 不必 不成 不中 不确认 不确定 没有 没 冇得 冇 否 算 别 免 不得 错 错 有误 不能 先不 暂时不 还是不 下次 再说 不麻烦 要改 改一下 ' +
  'no n nope nah not cancel wrong incorrect disagree no thanks never 👎 ❌ ✖ 🙅 ' +
  'không sai hủy thôi';
const words = (list: string) => new Set(list.split(' '));
const YES_WORDS = words(YES);
const NO_WORDS = words(NO);

const PARTICLES = /[\s啊呀吧呢哦噢喔嘛啦了的呗哈唦哟诶欸嘞滴勒~～!！。.,，、;；…]+/gu;
const POLITE =
  /(?:谢谢|多谢|感谢|麻烦(?:您|你)?|辛苦(?:您|你)?|请|就|那|嗯|哦|please|thank you|thanks|that's|it's|it is|that is|i do|i am)/gu;
const ASKS = /[吗么?？]|(.)不\1|(?:可|好|行|是|要|能)不(?:可以|好|行|是|要|能)|.还是/u;
const NO_START =
  /^(?:不(?!错|改|变|介意|好意思|知道|晓得|清楚|太清楚|懂|明白|一定|好说)|没(?!问题|错|意见|关系|变)|别|算了|免了|先不|暂时不|还是算|还是不|改天|no\b(?! (?:problem|worries|objection))|nope|not\b|don'?t|i don'?t|không)/u;
const YES_START =
  /^(?:no (?:problem|worries|objection)s?\b|是|对(?!不)|好(?!像)|行|可以|可|没问题|没错|没关系|不介意|同意|确认|要|嗯|当然|yes|yep|yeah|ok(?:ay)?|sure|có\b|vâng|đúng|được)/u;
const DENIAL = /不|没|别|无|错|\bnot\b|n't|\bno\b(?! (?:problem|worries|objection))|但|可是|but\b/u;

/** Nothing but a yes, a no or a number: an answer to a question, and no message by itself. */
export function onlyAnswers(text: string): boolean {
  const bare = fold(text.slice(0, 100)).text.replace(PARTICLES, '');
  return /^[\d\p{P}\p{S}]*$/u.test(bare) || YES_WORDS.has(bare) || NO_WORDS.has(bare);
}

/** Reads yes or no. A question, or something with both in it, is neither. */
export const readYesNo: Reader<boolean> = text => {
  const folded = fold(text.slice(0, 100)).text;
  if (folded === '' || ASKS.test(folded)) return null;
  const bare = folded.replace(PARTICLES, '');
  for (const word of [bare, bare.replace(POLITE, ''), folded.trim()]) {
    if (word === '') continue;
    if (YES_WORDS.has(word)) return { value: true };
    if (NO_WORDS.has(word)) return { value: false };
  }
  if (folded.length > 30) return null;
  if (NO_START.test(folded)) return { value: false };
  const yes = YES_START.exec(folded);
  return yes && !DENIAL.test(folded.slice(yes[0].length)) ? { value: true } : null;
};
