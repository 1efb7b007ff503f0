import { expect, test } from 'vitest';
import { answerOf, asking } from '../play.js';

test('takes words, or a location that is shared', () => {
  const words = asking('place');
  expect(words.asked().wants).toBe('location');
  words.say('3号楼旁边的花坛');
  expect(answerOf(words)).toEqual({ text: '3号楼旁边的花坛' });
  const shared = asking('place');
  shared.hear({ location: { latitude: 31.2304, longitude: 121.4737, title: '人民广场' } });
  expect(answerOf(shared)).toEqual({ text: '人民广场', latitude: 31.2304, longitude: 121.4737 });
});

test('a location without a name is shown by its figures', () => {
  expect(asking('place').hear({ location: { latitude: 31.2304, longitude: 121.4737 } })).toBe(
    '共享的位置（31.23040, 121.47370）\n对吗？',
  );
});
