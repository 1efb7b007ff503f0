import { expect, test } from 'vitest';
import { answerOf, asking } from '../play.js';

const photo = (ref: string) => ({ attachment: { kind: 'photo', ref } as const });

test('pictures are gathered until done', () => {
  const talk = asking('photos');
  expect(talk.asked().wants).toBe('photo');
  expect(talk.hear(photo('a'))).toContain('收到 1 张');
  expect(talk.hear({ ...photo('b'), text: '坏在这里' })).toContain('收到 2 张');
  expect(talk.say('完成')).toBe('2 张\n对吗？');
  expect(answerOf(talk)).toEqual([
    { kind: 'photo', ref: 'a' },
    { kind: 'photo', ref: 'b', caption: '坏在这里' },
  ]);
});

test('enough is enough; a picture sent as a file counts', () => {
  const talk = asking('photos', 'max: 1');
  talk.hear({ attachment: { kind: 'file', mime: 'image/png', ref: 'c' } });
  expect(answerOf(talk)).toHaveLength(1);
});

test('words, files and too few are answered with what is wanted', () => {
  const talk = asking('photos', 'min: 2');
  expect(talk.say('没有照相机')).toContain('这里要照片');
  expect(talk.hear({ attachment: { kind: 'file', mime: 'application/pdf' } })).toContain('用不上文件');
  talk.hear(photo('a'));
  expect(talk.say('完成')).toContain('请至少发 2 张照片');
});
