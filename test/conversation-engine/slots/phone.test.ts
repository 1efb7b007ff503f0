import { expect, test } from 'vitest';
import { answerOf, asking } from '../play.js';

test('reads a number without any help, and a shared contact', () => {
  const typed = asking('phone');
  expect(typed.asked().wants).toBe('phone');
  typed.say('138 1234-5678');
  expect(answerOf(typed)).toBe('13812345678');
  const shared = asking('phone');
  shared.hear({ contact: { phone: '+8613812345678' } });
  expect(answerOf(shared)).toBe('+8613812345678');
});

test('a shared contact goes through the reader that was handed in', () => {
  const talk = asking('phone', '', { readers: { phone: () => ({ value: '+8613800000000' }) } });
  expect(talk.hear({ contact: { phone: '13800000000' } })).toBe('13800000000\n对吗？');
});

test.each(['12345', '没有电话'])('%s is refused with an example, and asked again', said => {
  const talk = asking('phone');
  expect(talk.say(said)).toContain('比如：13812345678');
  expect(talk.say('13812345678')).toContain('对吗？');
});
