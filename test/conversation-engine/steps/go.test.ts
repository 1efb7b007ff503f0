import { expect, test } from 'vitest';
import { Talk, trial } from '../play.js';

test('going back to a question asks it again, and the ones after it', () => {
  const talk = new Talk(
    trial(
      `  - ask: item
    as: text
    say: which_item
  - ask: more
    as: yesno
    say: any_more
  - if: { slot: more, is: false }
    then: bye
  - go: item
  - end: bye`,
      ['which_item: 哪一件？', 'any_more: 还有吗？', 'label_item: 物品', 'label_more: 还有'],
    ),
  );
  expect(talk.begin()).toBe('哪一件？');
  expect(talk.say('旧沙发')).toBe('还有吗？');
  expect(talk.say('有')).toBe('哪一件？');
  expect(talk.say('旧冰箱')).toBe('还有吗？');
  talk.say('没有');
  expect(talk.over).toBe('done');
});
