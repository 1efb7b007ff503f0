import { expect, test } from 'vitest';
import { answerOf, asking } from '../play.js';

test.each([
  ['15:00', '15:00'],
  ['９：３０', '09:30'],
])('%s', (said, value) => {
  const talk = asking('time');
  talk.say(said);
  expect(answerOf(talk)).toBe(value);
});

test.each(['25:00', '等会儿'])('%s is no time, and an example is given', said => {
  const talk = asking('time');
  expect(talk.say(said)).toContain('比如：下午三点、15:00');
  expect(answerOf(talk)).toBeUndefined();
});
