import type { Found } from '../mention.js';
import { type Rule, rule } from '../scan.js';
import { END } from './words.js';

const S = "['’]?s?['’]?";
const NAMES: readonly (readonly [pattern: string, name: string, by?: number])[] = [
  [`new year${S}(?: day)?`, '元旦'],
  [`new year${S} eve`, '跨年夜'],
  [`valentine${S}(?: day)?`, '情人节'],
  [`(?:international )?women${S} day`, '妇女节'],
  ['arbou?r day', '植树节'],
  [`april fool${S}(?: day)?`, '愚人节'],
  [`(?:international )?labou?r day|may day|(?:international )?workers${S} day`, '劳动节'],
  ['youth day', '青年节'],
  [`mother${S} day`, '母亲节'],
  [`nurse${S} day`, '护士节'],
  [`(?:international )?children${S} day`, '儿童节'],
  [`father${S} day`, '父亲节'],
  ['army day', '建军节'],
  [`teacher${S} day`, '教师节'],
  ['(?:chinese )?national day', '国庆'],
  ['halloween', '万圣夜'],
  [`singles?${S} day`, '双十一'],
  ['thanksgiving(?: day)?', '感恩节'],
  ['christmas eve', '平安夜'],
  ['christmas(?: day)?|xmas', '圣诞'],
  ['boxing day', '圣诞', 1],
  [`spring festival|(?:chinese|lunar) new year${S}(?: day)?`, '春节'],
  [`(?:spring festival|(?:chinese|lunar) new year)${S} eve`, '除夕'],
  ['lantern festival', '元宵'],
  ['(?:qing ?ming|tomb[- ]sweeping)(?: festival| day)?', '清明'],
  ['dragon boat(?: festival)?', '端午'],
  [`qixi(?: festival)?|chinese valentine${S}(?: day)?`, '七夕'],
  ['(?:hungry )?ghost festival', '中元'],
  ['(?:mid[- ]autumn|moon)(?: festival| day)|mid[- ]autumn', '中秋'],
  ['(?:double ninth|chong ?yang)(?: festival)?', '重阳'],
  ['(?:the )?winter solstice', '冬至'],
  ['(?:the )?summer solstice', '夏至'],
  ['laba(?: festival)?', '腊八'],
];
const YEAR = "(?:(this|next|last) year['’]s |)";
const AFTER = '(?:,? (?:(\\d{4})|(this|next|last) year)(?![\\d:]))?';
const SHIFT = '(?:(?:the )?day (before|after) )?';
const YEARS: Readonly<Record<string, number>> = { last: -1, this: 0, next: 1 };

/** Holidays by their English names. */
export const HOLIDAYS_SAID: readonly Rule[] = NAMES.map(([pattern, name, by = 0]) =>
  rule(
    `${SHIFT}(?:the )?${YEAR}(?:${pattern})${END}( holidays?${END}| week${END})?${AFTER}`,
    ([, shift, before, stretch, year, after]): Found => {
      if (stretch !== undefined) return { kind: 'day', day: { kind: 'open', named: true } };
      const named = before ?? after;
      return {
        kind: 'day',
        day: {
          kind: 'holiday',
          name,
          by: by + (shift === undefined ? 0 : shift === 'after' ? 1 : -1),
          year: year !== undefined ? { year: Number(year) } : named ? { fromNow: YEARS[named]! } : undefined,
        },
      };
    },
  ),
);
