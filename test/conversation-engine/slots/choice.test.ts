import { expect, test } from 'vitest';
import { answerOf, asking, Talk, trial } from '../play.js';

const OPTIONS = 'options: [park, school, square]';

test.each(['2', '２', '二', '第二个', '选2', '2.', '学校', 'school', '学', '我要去学校', '学校吧'])(
  '%s is the school',
  said => {
    const talk = asking('choice', OPTIONS);
    talk.say(said);
    expect(answerOf(talk)).toBe('school');
  },
);

test('a number that is not on the menu never picks anything, and the valid ones are said', () => {
  const talk = asking('choice', OPTIONS, { firstNumber: 5 });
  expect(talk.say('2')).toContain('没有 2 这个选项，请从下面选一个');
  expect(talk.session?.misses).toBe(1);
  expect(talk.say('二')).toContain('没有 2 这个选项');
  expect(answerOf(talk)).toBeUndefined();
  talk.say('6');
  expect(answerOf(talk)).toBe('school');
});

test('a part that fits two options is asked back, and is no miss', () => {
  const definition = trial('  - ask: answer\n    as: choice\n    options: [east, west]\n    say: hello', [
    'east: 东门公园',
    'west: 西门公园',
    'label_answer: 回答',
  ]);
  const talk = new Talk(definition);
  talk.begin();
  expect(talk.say('公园')).toContain('您说的是哪一个：东门公园 / 西门公园？');
  expect(talk.session?.misses).toBe(0);
  talk.say('西门');
  expect(talk.session?.slots.answer?.value).toBe('west');
});

test('what is not wanted is not picked', () => {
  const talk = asking('choice', OPTIONS);
  talk.say('不要去学校');
  expect(answerOf(talk)).toBeUndefined();
});

test('a button picks it, and its message shows the choice', () => {
  const talk = asking('choice', OPTIONS);
  talk.press('文化广场');
  expect(talk.last[0]).toEqual({ kind: 'settled', messageId: 'm1', label: '文化广场' });
  expect(answerOf(talk)).toBe('square');
});

test('tokens fit a Telegram button', () => {
  const talk = asking('choice', OPTIONS, { promptId: 'abcdefghij12' });
  const { choices, controls } = talk.asked();
  for (const { token } of [...choices, ...controls]) expect(Buffer.byteLength(token)).toBeLessThanOrEqual(64);
});
