import { expect, test } from 'vitest';
import { answerOf, asking } from '../play.js';

const OPTIONS = 'options: [park, school, square]';

test.each([
  ['1 3', ['park', 'square']],
  ['１、３', ['park', 'square']],
  ['公园和广场', ['park', 'square']],
  ['学校', ['school']],
  ['2', ['school']],
])('%s', (said, values) => {
  const talk = asking('choices', OPTIONS);
  talk.say(said);
  expect(answerOf(talk)).toEqual(values);
});

test('several are ticked one by one, and taken with done', () => {
  const talk = asking('choices', OPTIONS);
  talk.press('公园');
  expect(talk.labels()).toEqual(['✓ 公园', '学校', '文化广场']);
  talk.press('文化广场');
  talk.press('公园');
  expect(talk.labels()).toEqual(['公园', '学校', '✓ 文化广场']);
  talk.press('学校');
  expect(talk.say('好了')).toBe('学校、文化广场\n对吗？');
  expect(answerOf(talk)).toEqual(['school', 'square']);
});

test('what was ticked is not lost when the rest is typed', () => {
  const talk = asking('choices', OPTIONS);
  talk.press('公园');
  talk.say('3');
  expect(answerOf(talk)).toEqual(['park', 'square']);
});

test('the second of two hurried taps unticks nothing', () => {
  const talk = asking('choices', OPTIONS);
  const token = talk.token('公园');
  talk.hear({ token });
  expect(talk.hear({ token })).toContain('那个按钮是前面的');
  expect(talk.labels()[0]).toBe('✓ 公园');
});

test('done without any is no answer; too many or too few are said', () => {
  expect(asking('choices', OPTIONS).say('完成')).toContain('没找到您说的这几项');
  expect(asking('choices', `${OPTIONS}\nmin: 2`).say('1')).toContain('请至少选 2 个');
  expect(asking('choices', `${OPTIONS}\nmax: 1`).say('1 2')).toContain('最多选 1 个');
});

test('what is unclear in a list is named, and nothing is taken', () => {
  const talk = asking('choices', OPTIONS);
  expect(talk.say('公园、游泳池')).toContain('“游泳池”是哪一项');
  expect(answerOf(talk)).toBeUndefined();
});

test('a number that is not on the menu picks nothing', () => {
  const talk = asking('choices', OPTIONS, { firstNumber: 5 });
  talk.say('1 2');
  expect(answerOf(talk)).toBeUndefined();
  talk.say('5 7');
  expect(answerOf(talk)).toEqual(['park', 'square']);
});
