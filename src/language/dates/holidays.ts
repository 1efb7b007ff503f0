import { type Day, dayOf, nthWeekday, partsOf } from './calendar.js';
import { lunarDay, lunarNewYear } from './lunar.js';
import { SOLAR_TERMS, solarTerm } from './solar-terms.js';

type InYear = (year: number) => Day | null;

const fixed =
  (month: number, date: number): InYear =>
  year =>
    dayOf(year, month, date);
const nth =
  (month: number, n: number, weekday: number): InYear =>
  year =>
    nthWeekday(year, month, weekday, n);
/** A lunar date within a calendar year; 腊八 and 小年 belong to the lunar year before. */
const lunar =
  (month: number, date: number): InYear =>
  year =>
    [lunarDay(year - 1, month, date), lunarDay(year, month, date)].find(
      day => day != null && partsOf(day).year === year,
    ) ?? null;
/** The day before 春节, also when the lunar month has only 29 days. */
const eve: InYear = year => {
  const newYear = lunarNewYear(year);
  return newYear === null ? null : newYear - 1;
};

/** Days with a name, by the name that the grammars give them, each counted out within a calendar year. */
export const HOLIDAYS: Readonly<Record<string, InYear>> = {
  元旦: fixed(1, 1),
  情人节: fixed(2, 14),
  妇女节: fixed(3, 8),
  植树节: fixed(3, 12),
  消费者权益日: fixed(3, 15),
  愚人节: fixed(4, 1),
  劳动节: fixed(5, 1),
  青年节: fixed(5, 4),
  母亲节: nth(5, 2, 6),
  护士节: fixed(5, 12),
  儿童节: fixed(6, 1),
  父亲节: nth(6, 3, 6),
  建党节: fixed(7, 1),
  建军节: fixed(8, 1),
  教师节: fixed(9, 10),
  国庆: fixed(10, 1),
  万圣夜: fixed(10, 31),
  万圣节: fixed(11, 1),
  双十一: fixed(11, 11),
  感恩节: nth(11, 4, 3),
  双十二: fixed(12, 12),
  平安夜: fixed(12, 24),
  圣诞: fixed(12, 25),
  跨年夜: fixed(12, 31),
  春节: lunarNewYear,
  元宵: lunar(1, 15),
  龙抬头: lunar(2, 2),
  端午: lunar(5, 5),
  七夕: lunar(7, 7),
  中元: lunar(7, 15),
  中秋: lunar(8, 15),
  重阳: lunar(9, 9),
  腊八: lunar(12, 8),
  // As in Wuhan; the north keeps it a day earlier.
  小年: lunar(12, 24),
  除夕: eve,
  ...Object.fromEntries(
    Object.keys(SOLAR_TERMS).map(name => [name, (year: number) => solarTerm(name, year)]),
  ),
};
