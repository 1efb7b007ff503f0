import { expect, test } from 'vitest';
import { type Action, Talk, trial } from '../play.js';

const way = (condition: string, actions: Record<string, Action> = {}) =>
  new Talk(
    trial(
      `  - ask: wish
    as: choice
    options: [visit, call]
    optional: true
    say: hello
  - if: ${condition}
    then: first
    else: second
  - say: one
    name: first
  - end: true
  - say: two
    name: second`,
      ['visit: 上门', 'call: 打电话', 'one: 甲', 'two: 乙', 'label_wish: 方式'],
    ),
    actions,
  );

test.each([
  ['{ slot: wish, is: visit }', '上门', '甲'],
  ['{ slot: wish, is: visit }', '打电话', '乙'],
  ['{ slot: wish, is: visit }', '跳过', '乙'],
  ['{ slot: wish, in: [call, visit] }', '打电话', '甲'],
  ['{ slot: wish, known: true }', '跳过', '乙'],
  ['{ slot: wish, known: false }', '跳过', '甲'],
])('%s with %s says %s', (condition, answer, said) => {
  const talk = way(condition);
  talk.begin();
  expect(talk.say(answer)).toBe(said);
});

test.each([
  [true, '甲'],
  [false, '乙'],
  ['yes', '乙'],
])('an action that says %s leads to %s', (answer, said) => {
  const talk = way('{ test: desk.open }', { 'desk.open': () => answer });
  talk.begin();
  expect(talk.say('上门')).toBe(said);
});

test('without else the next step follows', () => {
  const talk = new Talk(trial('  - if: { test: a.b }\n    then: bye\n  - say: hello\n  - end: bye'), {
    'a.b': () => false,
  });
  expect(talk.begin()).toBe('您好');
});
