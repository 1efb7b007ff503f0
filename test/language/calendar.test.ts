import { execFileSync } from 'node:child_process';
import chineseDays from 'chinese-days';
import { expect, it } from 'vitest';
import { isoOf } from '../../src/language/dates/calendar.js';
import { HOLIDAYS } from '../../src/language/dates/holidays.js';
import { lunarDay } from '../../src/language/dates/lunar.js';
import { solarTerm } from '../../src/language/dates/solar-terms.js';

const on = (name: string, year: number) => {
  const day = HOLIDAYS[name]!(year);
  return day === null ? null : isoOf(day);
};

/** The official dates. Some runtimes' own calendar has 春节 2027 a day late: the new moon comes at 23:56. */
const OFFICIAL: Readonly<Record<string, readonly string[]>> = {
  春节: ['2026-02-17', '2027-02-06', '2028-01-26'],
  元宵: ['2026-03-03', '2027-02-20', '2028-02-09'],
  清明: ['2026-04-05', '2027-04-05', '2028-04-04'],
  端午: ['2026-06-19', '2027-06-09', '2028-05-28'],
  七夕: ['2026-08-19', '2027-08-08', '2028-08-26'],
  中秋: ['2026-09-25', '2027-09-15', '2028-10-03'],
  重阳: ['2026-10-18', '2027-10-08', '2028-10-26'],
  冬至: ['2026-12-22', '2027-12-22', '2028-12-21'],
  腊八: ['2026-01-26', '2027-01-15', '2028-01-04'],
  小年: ['2026-02-11', '2027-01-31', '2028-01-20'],
};

it.each(Object.entries(OFFICIAL))('%s falls on its official days', (name, dates) => {
  expect([2026, 2027, 2028].map(year => on(name, year))).toEqual(dates);
});

it('has 春节 right from 2024 to 2035', () => {
  const days = [
    '2024-02-10',
    '2025-01-29',
    '2026-02-17',
    '2027-02-06',
    '2028-01-26',
    '2029-02-13',
    '2030-02-03',
    '2031-01-23',
    '2032-02-11',
    '2033-01-31',
    '2034-02-19',
    '2035-02-08',
  ];
  expect(days.map((_, i) => on('春节', 2024 + i))).toEqual(days);
});

it('puts 除夕 before 春节 even when the month has only 29 days', () => {
  expect(on('除夕', 2027)).toBe('2027-02-05');
  expect(lunarDay(2026, 12, 30)).toBeNull();
});

it('counts a leap month after the month whose number it shares', () => {
  expect(isoOf(lunarDay(2025, 6, 5)!)).toBe('2025-06-29');
  expect(isoOf(lunarDay(2025, 6, 5, true)!)).toBe('2025-07-29');
  expect(lunarDay(2026, 6, 5, true)).toBeNull();
});

it('agrees with chinese-days on the solar terms, in whatever zone the process runs', () => {
  const script = `
    const days = require('chinese-days');
    console.log(JSON.stringify(days.getSolarTerms('2024-01-01', '2035-12-31').map(t => [t.name, t.date])));`;
  const terms: [string, string][] = JSON.parse(
    execFileSync(process.execPath, ['-e', script], {
      env: { ...process.env, TZ: 'Asia/Shanghai' },
      encoding: 'utf8',
    }),
  );
  expect(terms.length).toBe(12 * 24);
  const off = terms.filter(([name, date]) => isoOf(solarTerm(name, Number(date.slice(0, 4)))!) !== date);
  expect(off).toEqual([]);
  expect(typeof chineseDays.monthDays).toBe('function');
});
