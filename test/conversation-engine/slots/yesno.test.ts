import { expect, test } from 'vitest';
import { answerOf, asking } from '../play.js';

test.each([
  ['是', true],
  ['好的', true],
  ['要', true],
  ['1', true],
  ['Yes', true],
  ['不用', false],
  ['没有', false],
  ['2', false],
  ['否', false],
])('%s is %s', (said, value) => {
  const talk = asking('yesno');
  talk.say(said);
  expect(answerOf(talk)).toBe(value);
});

test('an optional one takes 没有 as a no, not as passed over', () => {
  const talk = asking('yesno', 'optional: true');
  talk.say('没有');
  expect(answerOf(talk)).toBe(false);
});

test('anything else is asked again', () => {
  expect(asking('yesno').say('可能吧')).toContain('请回答“是”或者“否”');
});
