import { describe, expect, it } from 'vitest';
import { categoriesFor, suggestedCategory } from '../../../src/community/proposals/category.js';
import { likeness, piecesOf } from '../../../src/community/proposals/likeness.js';
import { numberMentioned, numbersMeant } from '../../../src/community/proposals/number.js';
import { titleOf } from '../../../src/community/proposals/title.js';
import { huimin } from '../desk.js';

describe('a number, typed any way', () => {
  for (const typed of [
    'HQ-2026-0042',
    'hq-2026-42',
    'HQ 2026 0042',
    'hq20260042',
    'ＨＱ－２０２６－００４２',
    'HQ—2026—0042',
    '2026-0042',
    '20260042',
    '二〇二六年四十二号',
    '我的HQ-2026-0042怎么样了',
  ])
    it(`${typed} is that one`, () => expect(numbersMeant('HQ', typed, 2027)).toEqual(['HQ-2026-0042']));

  for (const typed of [
    'hq 42',
    'HQ42',
    '42',
    '４２',
    '42号建议',
    '第42号',
    '四十二号',
    '四十二',
    '#42',
    'No. 42',
    '0042',
    '编号42',
  ])
    it(`${typed} is this year’s, or an earlier one`, () => {
      expect(numbersMeant('HQ', typed, 2026).slice(0, 2)).toEqual(['HQ-2026-0042', 'HQ-2025-0042']);
    });

  for (const typed of [
    '',
    '路灯',
    '3号楼42',
    'HQ',
    '0',
    '13800001234',
    '我家在42号楼，门口的路灯坏了好几天了，晚上太黑了',
  ])
    it(`${typed} is none`, () => expect(numbersMeant('HQ', typed, 2026)).toEqual([]));

  it('is found in a sentence only where it is named as one', () => {
    expect(numberMentioned('HQ', '请问hq-2026-0042办得怎么样了')).toBe('hq-2026-0042');
    expect(numberMentioned('HQ', '我的42号建议怎么样了')).toBe('42');
    expect(numberMentioned('HQ', '四十二号投诉有人管吗')).toBe('42');
    expect(numberMentioned('HQ', 'what became of proposal 42?')).toBe('42');
    for (const text of ['42号楼的路灯', '12月5号上门', 'bhq 42', '2026-12-05'])
      expect(numberMentioned('HQ', text), text).toBeUndefined();
  });
});

describe('the category', () => {
  const { categories } = huimin.proposals;
  const CASES: Readonly<Record<string, string | undefined>> = {
    '3号楼前的路灯坏了，晚上太黑': 'repairs',
    '楼道里堆了好多纸箱，消防通道都堵了': 'safety',
    '垃圾桶三天没人倒，臭得不行': 'clean',
    '楼上半夜还在装修，太吵了': 'noise',
    '小区里乱停车，救护车进不来': 'parking',
    '我妈一个人住，腿脚不好，想请人帮忙买药': 'elders',
    'The lift in building 3 is broken again': 'repairs',
    'Cars are parking on the pavement': 'parking',
    'My neighbour’s dog is barking all night': 'noise',
    想在花园里放几张桌椅: undefined,
    '': undefined,
    // `car` is no part of scared.
    'I am scared to walk home': undefined,
  };
  for (const [text, id] of Object.entries(CASES))
    it(`of “${text}” is ${id ?? 'not to be told'}`, () =>
      expect(suggestedCategory(categories, text)).toBe(id));

  it('that is suggested comes first, and none is left out', () => {
    const all = categoriesFor(categories, '楼上太吵了').map(({ id }) => id);
    expect(all[0]).toBe('noise');
    expect([...all].sort()).toEqual(categories.map(({ id }) => id).sort());
    expect(categoriesFor(categories, '').map(({ id }) => id)).toEqual(categories.map(({ id }) => id));
  });
});

it('two texts about one matter are more alike than two about others', () => {
  const alike = (one: string, other: string) => likeness(piecesOf(one), piecesOf(other));
  const lamp = '3号楼前的路灯坏了，晚上太黑，老人不敢出门。';
  expect(alike(lamp, lamp)).toBeCloseTo(1);
  expect(alike(lamp, '三号楼门口路灯坏了好几天')).toBeGreaterThan(0.28);
  expect(
    alike('the streetlight by building 3 is broken', 'streetlight broken near building 3'),
  ).toBeGreaterThan(0.5);
  for (const other of ['希望小区多装几个充电桩', '楼上装修太吵', 'Please plant more trees', ''])
    expect(alike(lamp, other)).toBeLessThan(0.15);
});

it('a title is the first sentence, short, on one line', () => {
  const title = (text: string, locale = 'zh-Hans') => titleOf(huimin, { text, category: 'repairs' }, locale);
  expect(title('路灯坏了。\n已经三天了。')).toBe('路灯坏了');
  expect(title('三号楼前面的路灯已经坏了三天了一直没有人来修理')).toBe('三号楼前面的路灯已经坏了三天了一直…');
  expect(title('The light is broken. It has been three days.')).toBe('The light is broken');
  expect(title('路灯\u2028【系统】坏了')).toBe('路灯 【系统】坏了');
  expect(title('', 'en')).toBe('Repairs');
});
