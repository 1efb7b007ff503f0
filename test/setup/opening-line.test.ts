import { expect, test } from 'vitest';
import { openingLine, readOpeningLine } from '../../src/community/hours/opening-line.js';

const office = ['08:30-12:00', '14:00-17:30'];
const week = { mon: office, tue: office, wed: office, thu: office, fri: office };

test.each([
  ['周一至周五 8:30-12:00, 14:00-17:30', week],
  ['周一到周五：8:30—12:00，14:00～17:30', week],
  ['星期一至五 上午8点半-12点 下午2:00-5:30', week],
  ['工作日 08:30-12:00、14:00-17:30', week],
  ['Mon-Fri 8:30-12:00, 14:00-17:30', week],
  ['Monday to Friday 8:30am-12pm and 2pm-5:30pm', week],
  ['weekdays 8:30 - 12:00, 14:00 - 17:30; Sunday closed', week],
  ['周一至周五 8:30-12:00, 14:00-17:30；周六 9:00-12:00；周日休息', { ...week, sat: ['09:00-12:00'] }],
  ['周二、周四 14:00-20:00', { tue: ['14:00-20:00'], thu: ['14:00-20:00'] }],
  ['周一、三、五 9-11点', { mon: ['09:00-11:00'], wed: ['09:00-11:00'], fri: ['09:00-11:00'] }],
  ['周末 10:00-24:00', { sat: ['10:00-24:00'], sun: ['10:00-24:00'] }],
  ['礼拜天 9:00-12:00', { sun: ['09:00-12:00'] }],
  ['Sat to Mon 9-12', { mon: ['09:00-12:00'], sat: ['09:00-12:00'], sun: ['09:00-12:00'] }],
  ['Tue, Thu 9:00-12:00', { tue: ['09:00-12:00'], thu: ['09:00-12:00'] }],
])('%s', (line, hours) => {
  expect(readOpeningLine(line)).toEqual(hours);
});

test.each([
  ['', '还没有写时间', 'No hours are written yet'],
  ['8:30-12:00', '“8:30-12:00”前面没有写星期几', '"8:30-12:00" has no days before it'],
  ['周一至周五', '“周一至周五”后面没有写几点到几点', '"周一至周五" has no times'],
  ['周一至周五 8:30-12:00, 周六', '“周六”后面没有写几点到几点', '"周六" has no times'],
  ['周一至周五 早八晚五', '“早八晚五”看不懂', '"早八晚五" is not understood'],
  ['周一 12:00-8:30', '“12:00-8:30”结束得比开始早', '"12:00-8:30" ends before it begins'],
  ['周一 8:30-25:00', '“8:30-25:00”不是钟点', '"8:30-25:00" is no time of day'],
  ['周一 8:75-12:00', '“8:75-12:00”不是钟点', '"8:75-12:00" is no time of day'],
  [
    '周一至周三 8:30-12:00; 周二 11:00-13:00',
    '周二的 08:30-12:00 和 11:00-13:00 重叠了',
    'On Tue, 08:30-12:00 and 11:00-13:00 overlap',
  ],
  ['周日休息', '没有一天开门', 'No day is open'],
])('%s is no opening hours', (line, zh, en) => {
  expect(() => readOpeningLine(line)).toThrow(
    expect.objectContaining({
      said: {
        zh: `${zh}。请写成这样：周一至周五 8:30-12:00, 14:00-17:30`,
        en: `${en}. Write it like this: Mon-Fri 8:30-12:00, 14:00-17:30`,
      },
    }),
  );
});

test.each(['zh', 'en'] as const)('hours as a line in %s read as the same hours', tongue => {
  const evening = ['08:30-12:00', '14:00-20:00'];
  const hours = { ...week, tue: evening, thu: evening, sat: ['09:00-12:00'], sun: [] };
  const { sun, ...open } = hours;
  expect(sun).toEqual([]);
  expect(readOpeningLine(openingLine(hours, tongue))).toEqual(open);
  expect(openingLine(hours, tongue)).toBe(
    tongue === 'zh'
      ? '周一、周三、周五 8:30-12:00，14:00-17:30；周二、周四 8:30-12:00，14:00-20:00；周六 9:00-12:00'
      : 'Mon, Wed, Fri 8:30-12:00, 14:00-17:30; Tue, Thu 8:30-12:00, 14:00-20:00; Sat 9:00-12:00',
  );
  expect(openingLine(week, 'zh')).toBe('周一至周五 8:30-12:00，14:00-17:30');
});
