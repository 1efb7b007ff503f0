import { momentWords } from './dates/spans.js';
import { fold } from './fold.js';
import { peopleIn } from './people.js';

/** What people say around the name of what they want to go to, or no longer want to. */
const AROUND =
  /评价|打分|打个分|怎么样|办得|意见|管理|名单|签到码?|名额|时间|地点|开始|大家|人数|改[成为到]|换成|多来|报个?名|报一?个|参加|登记|排个?队|候补|取消|退出|退掉|退了|撤了|撤掉|不想等|不想去|不去了?|去不了了?|来不了了?|能不能|可不可以|可以|怎么|请问|请|麻烦|帮我|帮忙|给我们?|给|我们?|咱们?|他们|想要|想|要|带着?|孩子|孙子|孙女|老伴|老人|爸妈|一家|全家|一起|一共|总共|还有|留|位子|名额|去看|去|来|看看|看|办|改|加|给人|帮人|的|那个|这个|活动|一下|了|吗|呢|吧|啊|也|和|有|可|能/gu;
const AROUND_EN =
  /\b(?:i'd|i'm|i|we'd|we|us|me|my|our|would|could|can't|can|cannot|please|like|love|want|wish|to|come|coming|go|going|join|attend|sign|signed|up|register|registration|put|down|take|off|list|cancel|leave|for|the|a|an|at|on|of|in|and|with|is|are|be|no|longer|not|event|events|seat|seats|ticket|tickets|people|person|wait|waiting|line|many|before|ahead|where|stand|show|more|one|which|what|did|have|still|rate|feedback|manage|change|open|door|check|how|do|there|any|please|thanks|thank|you)\b|sign-up/gu;
const MARKS = /[\s,，。.!！?？、~～“”"'：:;；（）()-]+/gu;
const LONGEST = 60;

/**
 * The name of what somebody wants to go to, as far as they say it: what is left of a message without the words around it
 * (报名电影晚会两个人: 电影晚会). '' when nothing is left that could be a name, or the message is long.
 */
export function subjectIn(text: string): string {
  if (text.length > LONGEST) return '';
  const { date, time } = momentWords(text);
  let said = fold(text, LONGEST).text;
  for (const words of [date, time, peopleIn(text)?.words ?? '']) {
    const folded = fold(words).text;
    if (folded !== '') said = said.replace(folded, ' ');
  }
  const left = said.replace(AROUND, ' ').replace(AROUND_EN, ' ').replace(MARKS, ' ').trim();
  const name = HAN.test(left) ? longest(left.split(' ')) : left;
  return name.length < 2 ? '' : name;
}

const HAN = /\p{Script=Han}/u;
const longest = (words: readonly string[]): string =>
  words.reduce((best, word) => (word.length > best.length ? word : best), '');

const WISH = /报名|报个名|报一个|参加|排队|\b(?:sign|join|register|come to|go to|put (?:me|us) down)\b/iu;

/**
 * The same message without the name that nobody could have known: 报名活动一个人 for 报名猜灯谜一个人. '' when it is not
 * said that they want to go anywhere.
 */
export function withoutSubject(text: string): string {
  const subject = WISH.test(text) ? subjectIn(text) : '';
  if (subject === '') return '';
  const said = fold(text, LONGEST).text;
  return said.includes(subject) ? said.replace(subject, HAN.test(subject) ? '活动' : 'event') : '';
}

const CODE = /(?:签到|check[\s-]?in|code|码)\D{0,8}(?<!\d)(\d{4})(?!\d)|^(?<!\d)(\d{4})(?!\d)\D{0,4}签到/iu;

/** The four digits of a door that somebody says they are at: 签到 4821. */
export const codeIn = (text: string): string | undefined => {
  const found = CODE.exec(text.slice(0, LONGEST).normalize('NFKC'));
  return found?.[1] ?? found?.[2];
};
