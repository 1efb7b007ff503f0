import { numeral } from '../../numerals.js';
import type { ClockSaid, Found, PartSaid } from '../mention.js';
import { type Rule, rule } from '../scan.js';
import { ALONE, N } from './words.js';

const PARTS: readonly (readonly [pattern: string, part: PartSaid])[] = [
  ['凌晨', 'dawn'],
  ['清晨|大?清早|一大早|一早|大早上|早上|早晨|早间', 'early'],
  ['上午|上半天', 'morning'],
  ['中午|正午|晌午|午间', 'noon'],
  ['下午|午后|下半天', 'afternoon'],
  ['傍晚|黄昏', 'dusk'],
  ['(?<!(?<![周期拜])一)大?晚上|晚间|夜里|夜晚|夜间|半夜|深夜|午夜|大半夜', 'night'],
];
/** One letter is a part only after a day (明早, 周五晚) or before an hour (晚7点). */
const DAY_BEFORE = '(?<=[昨今明天日一二三四五六号])';
const HOUR_BEHIND =
  '(?=(?:\\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点(?![儿也都])|时|:))(?!一点(?![钟半整一三零十二四五]))';
/** After these 点 is no hour: 提两点意见, 有一点, 早一点. */
const NO_HOUR_BEFORE = '(?<![有提说这那几])';
const A_LITTLE_AFTER = /[早晚快慢好多少大小近远高低轻重便宜]$/u;
const NO_HOUR_BEHIND = '(?!意见|建议|要求|问题|原因|想法|说明|补充|疑问|体会|好处|儿|也不|都不|点(?!钟))';
/** A number behind the hour that counts something else: 9点3号楼, 3点20个人. */
const MINUTE_END =
  '(?![\\d零〇一二两三四五六七八九十百]|个|人|位|名|楼|栋|幢|号|岁|块|元|单元|室|桌|层|天|月|周|点|到|至|[~—–-])';

const IMPOSSIBLE: Found = { kind: 'impossible', what: 'time' };
const QUARTERS: Readonly<Record<string, number>> = {
  一: 15,
  '1': 15,
  两: 30,
  二: 30,
  '2': 30,
  三: 45,
  '3': 45,
};

/** Clock times and parts of the day. */
export const CLOCK: readonly Rule[] = [
  ...PARTS.map(([pattern, part]) => rule(pattern, () => ({ kind: 'part', part }))),
  rule(`${DAY_BEFORE}早(?![餐饭点])|早${HOUR_BEHIND}`, () => ({ kind: 'part', part: 'early' })),
  rule(`${DAY_BEFORE}晨`, () => ({ kind: 'part', part: 'early' })),
  rule(`${DAY_BEFORE}[晚夜](?![餐饭])|晚${HOUR_BEHIND}`, () => ({ kind: 'part', part: 'night' })),
  // Full hours and what is added to them.
  rule(
    `${ALONE}${NO_HOUR_BEFORE}(${N})(?:点钟?|时(?![间候长段常刻代不装]))${NO_HOUR_BEHIND}(?:整|(半)|([一二两三1-3])刻钟?|过?零?(${N})分?钟?${MINUTE_END}|过(${N})分)?`,
    match => {
      const [all, hour, half, quarter, minute, past] = match;
      if (all === '一点' && A_LITTLE_AFTER.test(match.input.slice(0, match.index))) return null;
      const rest = half ? 30 : quarter ? QUARTERS[quarter]! : amount(minute ?? past);
      // 给108点个赞
      if ((numeral(hour!) ?? 0) > 39) return null;
      return clock(hour!, rest);
    },
  ),
  rule('(?<![\\d:.])(\\d{1,2}):(\\d{2})(?::\\d{2})?(?![\\d:])', ([, hour, minute]) =>
    clock(hour!, Number(minute), hour!.startsWith('0')),
  ),
  rule('(?<=[午上晚早晨里夜]|[明后今]天)(\\d{1,2})\\.([0-5]\\d)(?![\\d.])', ([, hour, minute]) =>
    clock(hour!, Number(minute)),
  ),
  // 三到五点, 3-5点: a range with one 点.
  rule(`${ALONE}(${N})(?:到|至|~|-|—|–)(${N})(?:点钟?|时(?![间候长段]))(半)?`, ([, from, to, half]) => {
    const start = clock(from!, 0);
    const end = clock(to!, half ? 30 : 0);
    if (start.kind !== 'clock' || end.kind !== 'clock') return IMPOSSIBLE;
    return { ...start, to: end.clock };
  }),
  rule(`${ALONE}(${N})、(${N})点`, () => ({ kind: 'open-time' })),
  // Minutes to the hour.
  rule(
    `(?:差|还差)(?:(${N})分钟?|(一|1|三|3)刻钟?)(?:就|到|不到|就到)?(${N})(?:点钟?|时)`,
    ([, minutes, quarter, hour]) => lessThan(hour!, minutes, quarter),
  ),
  rule(`${ALONE}(${N})点[差缺欠](?:(${N})分钟?|(一|1|三|3)刻钟?)`, ([, hour, minutes, quarter]) =>
    lessThan(hour!, minutes, quarter),
  ),
];

function amount(written: string | undefined): number {
  if (written === undefined) return 0;
  return numeral(written) ?? Number.NaN;
}

function clock(hour: string, minute: number, exact = false): Found & { clock?: ClockSaid } {
  const h = numeral(hour);
  if (h === null) return { kind: 'open-time' };
  if (Number.isNaN(minute) || h > 24 || minute > 59) return IMPOSSIBLE;
  return { kind: 'clock', clock: { hour: h, minute, ...(exact ? { exact } : {}) } };
}

function lessThan(hour: string, minutes: string | undefined, quarter: string | undefined): Found {
  const h = numeral(hour);
  const less = quarter ? QUARTERS[quarter]! : amount(minutes);
  if (h === null || Number.isNaN(less) || h > 24 || less > 59) return IMPOSSIBLE;
  return { kind: 'clock', clock: { hour: h, minute: 0, less } };
}

const LATER = '(?:之后|以后|过后|后(?![天面门年]))';
const EARLIER = '(?:之前|以前|前(?![天面门台]))';
const SPAN = `(?:(${N}|半|\\d{1,3}\\.\\d{1,2})个?(半)?(?:小时|钟头)(?:零?(${N})分钟?)?|(${N})(?:分钟|分)|(${N})刻钟?)`;

/** 两个小时后, 半小时以后, 过20分钟. */
export const MOMENTS: readonly Rule[] = [
  rule(`${ALONE}(?:再?过)?${SPAN}(${LATER}|${EARLIER})`, ([, ...groups]) => inMinutes(groups)),
  rule(`再?过${SPAN}`, ([, ...groups]) => inMinutes(groups)),
];

function inMinutes([hours, half, more, minutes, quarters, way]: readonly (
  | string
  | undefined
)[]): Found | null {
  const count =
    hours !== undefined
      ? (hours === '半' ? 0.5 : hours.includes('.') ? Number(hours) : amount(hours)) * 60 +
        (half ? 30 : 0) +
        amount(more)
      : minutes !== undefined
        ? amount(minutes)
        : amount(quarters) * 15;
  if (Number.isNaN(count) || count > 60 * 24 * 60) return null;
  return { kind: 'in-minutes', minutes: way?.includes('前') ? -count : count };
}
