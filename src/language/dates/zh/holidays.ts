import { numeral } from '../../numerals.js';
import { HOLIDAYS } from '../holidays.js';
import type { Found } from '../mention.js';
import { type Rule, rule } from '../scan.js';
import { SOLAR_TERMS } from '../solar-terms.js';
import { ALONE, N, YEAR, yearSaid } from './words.js';

/** Other names of the days in HOLIDAYS. Those that are also plain words carry what must not follow. */
const NAMES: readonly (readonly [pattern: string, name: string])[] = [
  ['元旦节?|新年第一天', '元旦'],
  ['情人节', '情人节'],
  ['国际?妇女节|妇女节|女神节', '妇女节'],
  ['植树节', '植树节'],
  ['三一五|3[.·]?15晚会|消费者权益日', '消费者权益日'],
  ['愚人节', '愚人节'],
  ['国际?劳动节|劳动节', '劳动节'],
  ['青年节', '青年节'],
  ['母亲节', '母亲节'],
  ['护士节', '护士节'],
  ['国际?儿童节|儿童节', '儿童节'],
  ['父亲节', '父亲节'],
  ['建党节', '建党节'],
  ['建军节', '建军节'],
  ['教师节', '教师节'],
  ['国庆节?', '国庆'],
  ['万圣夜', '万圣夜'],
  ['万圣节', '万圣节'],
  ['双(?:十一|11)|光棍节', '双十一'],
  ['感恩节', '感恩节'],
  ['双(?:十二|12)', '双十二'],
  ['平安夜', '平安夜'],
  ['圣诞节?', '圣诞'],
  ['跨年夜?', '跨年夜'],
  ['春节|农历新年|大年初一', '春节'],
  ['元宵节?|上元节|灯节', '元宵'],
  ['龙抬头', '龙抬头'],
  ['端午节?|端阳节?', '端午'],
  ['七夕节?|乞巧节', '七夕'],
  ['中元节?|鬼节', '中元'],
  ['中秋节?', '中秋'],
  ['重阳节?|敬老节|老人节', '重阳'],
  ['腊八节?', '腊八'],
  ['小年(?:夜|节)?(?!轻)', '小年'],
  ['除夕夜?|大年夜|(?:大年|年)三十|年三十夜', '除夕'],
  // Terms that are also words of the weather are meant only when they are called terms.
  [`清明节?|冬至节?|夏至|春分|秋分|立[春夏秋冬]`, ''],
  [`(?:${Object.keys(SOLAR_TERMS).join('|')})节气`, ''],
];
/** Holidays named by their numbers; a number that counts or dates something else is none. */
const BY_NUMBER: Readonly<Record<string, string>> = {
  三八: '妇女节',
  五一: '劳动节',
  五四: '青年节',
  六一: '儿童节',
  七一: '建党节',
  八一: '建军节',
  十一: '国庆',
};
const NO_NUMBER =
  '(?:(?=[一二两三四五六七八九十]{1,3}点)|(?![\\d零〇一二三四五六七八九十百千万点月日号个人位岁楼栋室桌单层块元分刻路街年天周家名条件只台次份折起小]))';
/** A stretch of days round a holiday is no single day. */
const STRETCH = '((?:小|长)?(?:期间|假期?(?!日)|长假|黄金周|前后|左右那几天))?';
const SHIFT = `(?:的?(?:([前后])(${N})天|后第(${N})天|(第二天)))?`;

const OPEN: Found = { kind: 'day', day: { kind: 'open', named: true } };

function holiday(name: string, groups: readonly (string | undefined)[]): Found {
  const [year, stretch, way, count, nth, second] = groups;
  if (stretch !== undefined) return OPEN;
  const said = count ?? nth;
  const by = second !== undefined ? 1 : said === undefined ? 0 : (numeral(said) ?? 0);
  return {
    kind: 'day',
    day: { kind: 'holiday', name, year: yearSaid(year), by: way === '前' ? -by : by },
  };
}

/** Holidays and lunar dates. */
export const HOLIDAYS_SAID: readonly Rule[] = [
  rule(
    `${YEAR}(${NAMES.map(([pattern]) => pattern).join('|')})${STRETCH}${SHIFT}`,
    ([, year, written, ...rest]) => holiday(nameOf(written!), [year, ...rest]),
  ),
  rule(
    `${ALONE}${YEAR}(三八|五一|五四|六一|七一|八一|十一)(?:节|国?际?(?:妇女|劳动|青年|儿童|建党|建军|国庆)节?)?${NO_NUMBER}${STRETCH}${SHIFT}`,
    ([, year, written, ...rest]) => holiday(BY_NUMBER[written!]!, [year, ...rest]),
  ),
  ...lunarRules(),
];

function nameOf(written: string): string {
  const bare = written.replace(/(?:节气|节)$/u, '');
  if (bare in SOLAR_TERMS) return bare;
  const entry = NAMES.find(([pattern]) => new RegExp(`^(?:${pattern})$`, 'u').test(written));
  return entry?.[1] !== undefined && entry[1] in HOLIDAYS ? entry[1] : bare;
}

function lunarRules(): Rule[] {
  const CALENDAR = '(?:农历|阴历|旧历)';
  const DAY =
    '(廿[一二三四五六七八九]?|[二三]?十[一二三四五六七八九]?|初?[一二三四五六七八九十]|\\d{1,2})[日号]?';
  const lunar = (
    month: number | undefined,
    day: string,
    more: { leap?: boolean; year?: string | undefined },
  ): Found => ({
    kind: 'day',
    day: {
      kind: 'lunar',
      month,
      date: numeral(day.replace('初', '')) ?? 0,
      leap: more.leap ?? false,
      year: yearSaid(more.year),
    },
  });
  return [
    rule(`${YEAR}${CALENDAR}${YEAR}(闰)?(正|腊|冬|${N})月${DAY}`, ([, y1, y2, leap, month, day]) =>
      lunar(lunarMonth(month!), day!, { leap: leap !== undefined, year: y1 ?? y2 }),
    ),
    rule(`${YEAR}(正|腊|冬)月${DAY}`, ([, year, month, day]) => lunar(lunarMonth(month!), day!, { year })),
    rule(`${CALENDAR}的?${DAY}(?![月年])`, ([, day]) => lunar(undefined, day!, {})),
    rule(`${YEAR}(?:大年|(?<![今明去前后本半来])年)初(十|[一二三四五六七八九])`, ([, year, day]) =>
      lunar(1, day!, { year }),
    ),
    rule(`${CALENDAR}?(?:正|腊|冬)月[里底]?`, () => OPEN),
  ];
}

function lunarMonth(written: string): number {
  const named: Readonly<Record<string, number>> = { 正: 1, 冬: 11, 腊: 12 };
  return named[written] ?? numeral(written) ?? 0;
}
