import { numeral } from '../../numerals.js';
import type { Found } from '../mention.js';
import { type Rule, rule } from '../scan.js';
import { ALONE, N, WEEK, WEEKDAY, weekdayOf } from './words.js';

const days = (n: number): Found => ({ kind: 'day', day: { kind: 'days', days: n } });
const OPEN: Found = { kind: 'day', day: { kind: 'open', named: true } };
const VAGUE: Found = { kind: 'day', day: { kind: 'open', named: false } };

const BY_NAME: Readonly<Record<string, number>> = { 大前: -3, 前: -2, 昨: -1, 今: 0, 明: 1, 后: 2, 大后: 3 };
const WEEKS: Readonly<Record<string, number>> = {
  上上: -2,
  上: -1,
  这: 0,
  本: 0,
  下: 1,
  下下: 2,
  下下下: 3,
};
const WHICH = '(上上|上|这一?|本|下下下|下下|下一?)个?';

/** Days counted from today, weekdays, and days that are none in particular. */
export const DAYS: readonly Rule[] = [
  rule('(大前|大后|前|昨|今|明|后)(?:天|日|儿个?)', ([, name]) => days(BY_NAME[name!]!)),
  // 今晚, 明早: the day is one letter before the part.
  rule('(昨|今|明)(?=[早晚晨夜午])', ([, name]) => days(BY_NAME[name!]!)),
  rule('(?:今明|明后)(?:两|二)?天', () => OPEN),
  rule(`${WHICH}${WEEK}(${WEEKDAY})(?![\\d.:])`, ([, week, day]) => ({
    kind: 'day',
    day: { kind: 'weekday', weekday: weekdayOf(day!), week: WEEKS[week!.replace('一', '')]! },
  })),
  rule(`${WEEK}(${WEEKDAY})(?![\\d.:后])`, ([, day]) => ({
    kind: 'day',
    day: { kind: 'weekday', weekday: weekdayOf(day!) },
  })),
  rule(`${WHICH}${WEEK}(?:[的之内里]{1,2})?(?!末)`, ([, week]) => ({
    kind: 'week',
    week: WEEKS[week!.replace('一', '')]!,
  })),
  // Several weekdays: 周六日, 周一三五, 周一、三. What is left after a separator must not begin an hour (周一到三点).
  rule(`(?:${WHICH.replace('(', '(?:')})?${WEEK}(?:六[日天]|一三五|二四六|一二三)`, () => OPEN),
  rule(
    `${WEEK}[一二三四五六日天](?:[、和或及到至~-][一二三四五六日](?![点时刻十:个号月楼栋天])){1,6}`,
    () => OPEN,
  ),
  rule(`(?:${WHICH.replace('(', '(?:')})?(?:的|${WEEK})?周末`, () => OPEN),
  rule('双休日|工作日|节假日', () => OPEN),
  rule(`每(?:个|一)?(?:天|日|周|星期|礼拜|月|年)(?:${WEEKDAY}|末)?|天天`, () => OPEN),
  rule(
    '(?:改|哪|他)[天日]|过几天|过两天|过(?:一|几)?(?:段时间|阵子)|(?:这|近|最近)(?:几|两)天|近期',
    () => VAGUE,
  ),
  rule(`${ALONE}${N}个?工作日(?:之|以)?(?:内|后|前)?`, () => OPEN),
];

/** Days counted on from now: 三天后, 过一周, 半个月以后, 两天前. */
const LATER = '(?:之后|以后|过后|后(?![天面门年排]))';
const EARLIER = '(?:之前|以前|前(?![天面门台排]))';
const SPAN = `(?:${N}(?:天|日|个?星期|个?礼拜|周)|半个月|${N}个(?:半)?月|半年|${N}年)`;

export const SPANS: readonly Rule[] = [
  rule(`${ALONE}(?:再?过)?(${SPAN})(?:的)?(${LATER}|${EARLIER})`, ([, span, way]) =>
    spanFrom(span!, way!.includes('前') ? -1 : 1),
  ),
  rule(`再?过(${SPAN})`, ([, span]) => spanFrom(span!, 1)),
  rule(`${ALONE}${SPAN}(?:之|以)?内`, () => OPEN),
  rule('几(?:天|个?星期|个?礼拜|周|个月)(?:之后|以后|后|内|之内)', () => VAGUE),
];

function spanFrom(span: string, sign: number): Found | null {
  if (span === '半个月') return days(sign * 15);
  if (span === '半年') return { kind: 'day', day: { kind: 'months', months: sign * 6, days: 0 } };
  const [, count, unit] = /^(.+?)(天|日|个?星期|个?礼拜|周|个半月|个月|年)$/u.exec(span)!;
  const n = numeral(count!);
  if (n === null || n > 4000) return null;
  if (unit === '天' || unit === '日') return days(sign * n);
  if (unit!.endsWith('月') || unit === '年') {
    const months = unit === '年' ? n * 12 : n;
    return {
      kind: 'day',
      day: { kind: 'months', months: sign * months, days: unit === '个半月' ? sign * 15 : 0 },
    };
  }
  // A whole number of weeks is also a calendar week to which a weekday may belong: 两周后的周三.
  return { kind: 'day', day: { kind: 'days', days: sign * n * 7, weeks: sign * n } };
}
