import { expect, test } from 'vitest';
import { answerOf, asking } from '../play.js';

test('takes words as they are', () => {
  const talk = asking('text');
  expect(talk.asked().wants).toBe('text');
  talk.say('  幸福路8号，3栋 201 ');
  expect(answerOf(talk)).toBe('幸福路8号，3栋 201');
});

test('keeps to its bounds, 500 characters by default', () => {
  expect(asking('text').say('长'.repeat(501))).toContain('有点长了（501 个字），请写在 500 个字以内');
  expect(asking('text', 'min: 4').say('三栋')).toContain('请至少写 4 个字');
});

test('a lone digit is a menu number that came late, unless the file allows it', () => {
  const talk = asking('text');
  expect(talk.say('２')).toContain('“２”好像是前面菜单里的数字');
  expect(answerOf(talk)).toBeUndefined();
  const allowed = asking('text', 'min: 1');
  allowed.say('2');
  expect(answerOf(allowed)).toBe('2');
});

test('a question is taken as it is written, where the file says so', () => {
  const looked = asking('text');
  looked.say('居住证怎么办呢？');
  expect(looked.calls.map(({ action }) => action)).toEqual(['elsewhere']);
  const taken = asking('text', 'verbatim: true');
  taken.say('居住证怎么办呢？');
  expect(taken.calls).toEqual([]);
  expect(answerOf(taken)).toBe('居住证怎么办呢？');
});

test('a picture with words is taken by its words, and says so', () => {
  const talk = asking('text');
  expect(talk.hear({ attachment: { kind: 'photo' }, text: '路灯坏了' })).toContain('图片这里用不上');
  expect(answerOf(talk)).toBe('路灯坏了');
});
