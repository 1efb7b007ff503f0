import { numeral } from '../../numerals.js';
import type { Found } from '../mention.js';
import { type Rule, rule } from '../scan.js';
import {
  ALONE,
  COUNTED,
  MONTH_FROM_NOW,
  monthFromNow,
  monthSaid,
  N,
  WEEK,
  WEEKDAY,
  weekdayOf,
  YEAR,
  yearSaid,
} from './words.js';

const IMPOSSIBLE: Found = { kind: 'impossible', what: 'date' };
const OPEN: Found = { kind: 'day', day: { kind: 'open', named: true } };
/** What is numbered with 号 and is no day: 3号楼, 5号线, 2号窗口, 45号提案. */
const NO_DAY =
  '(?!楼|栋|幢|座|院|门|线|馆|厅|室|房|间|桌|单元|店|铺|口|服务|窗|车位|位|提案|建议|诉求|议案|工单|投诉|文件|柜|台|码|病|球|电池|井|公寓|小区|厂|摊|哨|岗|电梯|泵|机|卡|信)';
/** After a street or 第, a number with 号 is an address or a rank. */
const NO_ADDRESS = '(?<![路街巷道弄里坊村组第桥]|编号|提案|单号|诉求|建议)';

function date(month: string, day: string, year?: string): Found {
  const m = numeral(month);
  const d = numeral(day);
  if (m === null || d === null || m < 1 || m > 12 || d < 1 || d > 31) return IMPOSSIBLE;
  return { kind: 'day', day: { kind: 'date', month: m, date: d, year: yearSaid(year) } };
}

/** Dates of the calendar, with or without year and month. */
export const DATES: readonly Rule[] = [
  rule(`${ALONE}${YEAR}(${N})月份?的?(${N})[号日]`, ([, year, month, day]) => date(month!, day!, year)),
  rule(`${ALONE}${YEAR}(${N})月(${N})(?!${COUNTED})`, ([, year, month, day]) => date(month!, day!, year)),
  rule(`${ALONE}${YEAR}${N}月份?的?${N}[号日]?(?:到|至|~|-|—|–|、|和|或者?)${N}[号日]`, () => OPEN),
  // Written in figures: 2026-12-03, 12/9, 12.9. With a figure that is no month it is a measure, not a date.
  rule('(?<![\\d.:/-])(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?![\\d.:/-])', ([, year, month, day]) =>
    date(month!, day!, year),
  ),
  rule(
    `(?<![\\d.:/-]|[午上晚早晨里夜]|[明后今]天)(\\d{1,2})([./])(\\d{1,2})[号日]?(?![\\d./:-]|${COUNTED}|[万亿度平元小吨公克k℃版级寸])`,
    ([, month, sign, day]) =>
      Number(month) > 12 || Number(month) === 0 ? (sign === '/' ? IMPOSSIBLE : null) : date(month!, day!),
  ),
  rule(`${NO_ADDRESS}${ALONE}(?<!#)(${N})[号日]${NO_DAY}(?!(?:之|以)?[内])`, ([, day]) => alone(day!)),
  rule(`${NO_ADDRESS}${ALONE}${N}[号日]?(?:到|至|~|-|—|–|、|和|或者?)${N}[号日]${NO_DAY}`, () => OPEN),
  rule(`${MONTH_FROM_NOW}(${N})[号日]?(?!${COUNTED})`, ([, month, day]) => alone(day!, monthFromNow(month!))),
  rule(`${MONTH_FROM_NOW}(?:份|内|里)?(?:初|中旬?|上旬|下旬)?`, () => OPEN),
  rule('月(?:底|末)', () => ({ kind: 'day', day: { kind: 'month-end', month: { fromNow: 0 } } })),
  rule(`${MONTH_FROM_NOW}?(?:月?底|末|最后[一1]天)`, ([, month]) => ({
    kind: 'day',
    day: { kind: 'month-end', month: monthFromNow(month!) },
  })),
  rule(`${ALONE}${YEAR}(${N})月份?的?(?:底|末|最后[一1]天)`, ([, year, month]) => {
    const said = monthSaid(year, month!);
    return said === null ? IMPOSSIBLE : { kind: 'day', day: { kind: 'month-end', month: said } };
  }),
  rule(
    `(?:${MONTH_FROM_NOW}|${YEAR}(${N})月份?的?)(?:第(${N})|(最后[一1]?))个?${WEEK}(${WEEKDAY})`,
    ([, fromNow, year, month, n, last, day]) => {
      const said = fromNow === undefined ? monthSaid(year, month!) : monthFromNow(fromNow);
      const which = last === undefined ? numeral(n!) : -1;
      if (said === null || which === null || which > 5 || which === 0) return IMPOSSIBLE;
      return { kind: 'day', day: { kind: 'nth', n: which, weekday: weekdayOf(day!), month: said } };
    },
  ),
  rule(`${ALONE}${YEAR}(${N})月份?(?:的?(?:初|中旬?|上旬|下旬|里|内))?(?!\\d)`, ([, , month]) => {
    const number = numeral(month!);
    return number === null || number < 1 || number > 12 ? null : OPEN;
  }),
  rule('月初|月中(?!心)|年底|年末|年初|年中|上旬|中旬|下旬|下半年|上半年', () => OPEN),
  rule('(?:明|后|来|去|前)年(?!级)', () => OPEN),
];

function alone(day: string, month?: { fromNow: number }): Found | null {
  const number = numeral(day);
  // 66号 is a proposal or a door, 32号 a slip.
  if (number === null || number > 39) return null;
  if (number < 1 || number > 31) return IMPOSSIBLE;
  return {
    kind: 'day',
    day: { kind: 'date-alone', date: number, ...(month === undefined ? {} : { month }) },
  };
}
