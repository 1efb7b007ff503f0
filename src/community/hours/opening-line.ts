import { type Hours, WEEKDAYS } from '../content/content.js';

// Opening hours as people write them on a door: 周一至周五 8:30-12:00, 14:00-17:30; 周六 9:00-12:00.

type Weekday = (typeof WEEKDAYS)[number];

const ZH = '一二三四五六日';
const RANGE = String.raw`\s*(?:-|~|至|到|to\b|through\b)\s*`;
const ZH_DAY = `(?:周|星期|礼拜)([一二三四五六日天])(?:${RANGE}(?:周|星期|礼拜)?([一二三四五六日天]))?`;
const EN_DAY = String.raw`\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?(?:${RANGE}(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?)?`;
const CLOCK = String.raw`(上午|早上|中午|下午|晚上)?\s*(\d{1,2})(?:(?:[:点时.](\d{2})分?)|(?:点|时)(半)?|)\s*([ap])?\.?(?:m\b\.?)?`;
const DAYS = new RegExp(`^(?:${ZH_DAY}|${EN_DAY})`, 'i');
const BARE_DAY = /^[、,]\s*([一二三四五六日天])(?![\d点])/;
const ALL_DAYS: readonly (readonly [RegExp, readonly Weekday[]])[] = [
  [/^(?:每天|天天|every ?day|daily)/i, WEEKDAYS],
  [/^(?:工作日|weekdays|working days)/i, WEEKDAYS.slice(0, 5)],
  [/^(?:周末|双休日|weekends?)/i, WEEKDAYS.slice(5)],
];
const PERIOD = new RegExp(`^${CLOCK}${RANGE}${CLOCK}`, 'i');
const CLOSED = /^(?:休息|不开门|关门|不上班|closed)/i;
const BETWEEN = /^(?:[\s,;、。:]|和|及|与|and\b|&)+/i;

/** Why a line is no opening hours, for whoever typed it. */
export class OpeningProblem extends Error {
  readonly said: { readonly zh: string; readonly en: string };
  constructor(said: { readonly zh: string; readonly en: string }) {
    super(said.en);
    this.name = 'OpeningProblem';
    this.said = said;
  }
}

const EXAMPLE = {
  zh: '请写成这样：周一至周五 8:30-12:00, 14:00-17:30',
  en: 'Write it like this: Mon-Fri 8:30-12:00, 14:00-17:30',
};
const problem = (zh: string, en: string) =>
  new OpeningProblem({ zh: `${zh}。${EXAMPLE.zh}`, en: `${en}. ${EXAMPLE.en}` });

/** Reads a line. Throws an OpeningProblem that names the spot. Days that are not named are closed. */
export function readOpeningLine(line: string): Hours {
  let rest = line
    .normalize('NFKC')
    .replace(/[–—―－～〜]/g, '-')
    .trim();
  if (rest === '') throw problem('还没有写时间', 'No hours are written yet');
  const hours = new Map<Weekday, string[]>();
  let group: { days: Weekday[]; said: string; timed: boolean } | null = null;
  const finish = () => {
    if (group && !group.timed)
      throw problem(`“${group.said}”后面没有写几点到几点`, `"${group.said}" has no times`);
  };
  for (;;) {
    const bare: RegExpExecArray | null = group && !group.timed ? BARE_DAY.exec(rest) : null;
    const skipped = bare ? '' : (BETWEEN.exec(rest)?.[0] ?? '');
    rest = rest.slice(skipped.length);
    if (rest === '') break;
    const named: Named | null = bare ? { days: [zhDay(bare[1] ?? '')], said: bare[0] } : daysAt(rest);
    if (named) {
      if (group && !group.timed) group.days.push(...named.days);
      else group = { days: [...named.days], said: named.said, timed: false };
      rest = rest.slice(named.said.length);
      continue;
    }
    const shut: RegExpExecArray | null = CLOSED.exec(rest);
    if (shut && group) {
      group.timed = true;
      rest = rest.slice(shut[0].length);
      continue;
    }
    const found: RegExpExecArray | null = PERIOD.exec(rest);
    if (!found) throw problem(`“${rest.slice(0, 12)}”看不懂`, `"${rest.slice(0, 12)}" is not understood`);
    if (!group)
      throw problem(`“${found[0].trim()}”前面没有写星期几`, `"${found[0].trim()}" has no days before it`);
    const period = periodOf(found);
    for (const day of group.days) hours.set(day, [...(hours.get(day) ?? []), period]);
    group.timed = true;
    rest = rest.slice(found[0].length);
  }
  finish();
  return inOrder(hours);
}

interface Named {
  readonly days: readonly Weekday[];
  readonly said: string;
}

function daysAt(text: string): Named | null {
  for (const [pattern, days] of ALL_DAYS) {
    const found = pattern.exec(text);
    if (found) return { days, said: found[0] };
  }
  const found = DAYS.exec(text);
  if (!found) return null;
  const [said, zhFrom, zhTo, enFrom, enTo] = found;
  const from = zhFrom === undefined ? enDay(enFrom ?? '') : zhDay(zhFrom);
  const last = zhFrom === undefined ? enTo && enDay(enTo) : zhTo && zhDay(zhTo);
  const [a, b] = [WEEKDAYS.indexOf(from), last ? WEEKDAYS.indexOf(last) : WEEKDAYS.indexOf(from)];
  // 周六至周一 goes over the end of the week.
  const days = WEEKDAYS.filter((_, i) => (a <= b ? i >= a && i <= b : i >= a || i <= b));
  return { days, said };
}

const zhDay = (text: string): Weekday => WEEKDAYS[ZH.indexOf(text === '天' ? '日' : text)] ?? 'sun';
const enDay = (text: string): Weekday => WEEKDAYS.find(day => day === text.toLowerCase()) ?? 'sun';

function periodOf(found: RegExpExecArray): string {
  const [said, part, hour, minute, half, mark, part2, hour2, minute2, half2, mark2] = found;
  // 下午2:00-5:30: the part of the day holds for both.
  const from = clock(part, hour, half ? '30' : minute, mark);
  const to = clock(part2 ?? part, hour2, half2 ? '30' : minute2, mark2);
  const wrong = [from, to].some(time => !/^([01]\d|2[0-3]):[0-5]\d$/.test(time) && time !== '24:00');
  if (wrong || from === '24:00')
    throw problem(`“${said.trim()}”不是钟点`, `"${said.trim()}" is no time of day`);
  if (from >= to) throw problem(`“${said.trim()}”结束得比开始早`, `"${said.trim()}" ends before it begins`);
  return `${from}-${to}`;
}

function clock(part = '', hour = '', minute = '00', mark = ''): string {
  const late = (/下午|晚上/.test(part) || /p/i.test(mark)) && Number(hour) < 12;
  const midnight = /a/i.test(mark) && Number(hour) === 12;
  return `${String(midnight ? 0 : Number(hour) + (late ? 12 : 0)).padStart(2, '0')}:${minute}`;
}

function inOrder(hours: ReadonlyMap<Weekday, readonly string[]>): Hours {
  const sorted: Hours = {};
  for (const day of WEEKDAYS) {
    const periods = [...(hours.get(day) ?? [])].sort();
    for (const [i, period] of periods.entries()) {
      const before = periods[i - 1];
      if (before !== undefined && before.slice(6) > period.slice(0, 5))
        throw problem(
          `${DAY_NAMES.zh[WEEKDAYS.indexOf(day)]}的 ${before} 和 ${period} 重叠了`,
          `On ${DAY_NAMES.en[WEEKDAYS.indexOf(day)]}, ${before} and ${period} overlap`,
        );
    }
    if (periods.length > 0) sorted[day] = periods;
  }
  if (Object.keys(sorted).length === 0) throw problem('没有一天开门', 'No day is open');
  return sorted;
}

const DAY_NAMES = {
  zh: [...ZH].map(day => `周${day}`),
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
};

/** The hours as such a line, which reads as the same hours again. */
export function openingLine(hours: Hours, tongue: 'zh' | 'en'): string {
  const groups = new Map<string, number[]>();
  const comma = tongue === 'zh' ? '，' : ', ';
  for (const [i, day] of WEEKDAYS.entries()) {
    const periods = hours[day] ?? [];
    if (periods.length === 0) continue;
    const times = periods.map(period => period.replace(/^0/, '').replace('-0', '-')).join(comma);
    groups.set(times, [...(groups.get(times) ?? []), i]);
  }
  const lines = [...groups].map(([times, days]) => `${daysInWords(days, tongue)} ${times}`);
  return lines.join(tongue === 'zh' ? '；' : '; ');
}

function daysInWords(days: readonly number[], tongue: 'zh' | 'en'): string {
  const names = days.map(day => DAY_NAMES[tongue][day] ?? '');
  const run = days.length > 2 && days.every((day, i) => i === 0 || day === (days[i - 1] ?? 0) + 1);
  if (run) return `${names[0]}${tongue === 'zh' ? '至' : '-'}${names.at(-1)}`;
  return names.join(tongue === 'zh' ? '、' : ', ');
}
