import { expect, test } from 'vitest';
import { answerOf, asking } from '../play.js';

test.each([
  ['3', 3],
  ['３', 3],
  ['三', 3],
  ['十二个', 12],
  ['3个人', 3],
  ['-2', -2],
  ['1,200', 1200],
  ['2.5', 2.5],
])('%s is %d', (said, value) => {
  const talk = asking('number');
  talk.say(said);
  expect(answerOf(talk)).toBe(value);
});

test('keeps to its bounds', () => {
  const talk = asking('number', 'min: 1\nmax: 10');
  expect(talk.say('11')).toContain('请写 1 到 10 之间的数字');
  expect(asking('number', 'min: 1').say('0')).toContain('最少是 1');
  expect(asking('number', 'max: 3').say('4')).toContain('最多是 3');
});

test('after three misses a number is still the number, not the offered person', () => {
  const talk = asking('number');
  for (const said of ['嗯嗯', '嗯嗯', '嗯嗯']) talk.say(said);
  expect(talk.asked().choices).toEqual([]);
  talk.say('1');
  expect(answerOf(talk)).toBe(1);
});
