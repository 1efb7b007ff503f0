import { describe, expect, test } from 'vitest';
import type { Heard } from '../../../src/conversation/session.js';
import { answerOf, asking, Talk, trial } from '../play.js';

const sent = (kind: 'photo' | 'voice' | 'video' | 'file', more: object = {}): Heard => ({
  attachment: { kind, ref: kind, ...more },
});
const TAKEN = '记下了。还有就接着说，说完了回“完成”。';

test('is gathered in as many messages as it takes, until done', () => {
  const talk = asking('story');
  expect(talk.asked().controls.map(({ label }) => label)).not.toContain('完成');
  expect(talk.say('3号楼门口的路灯坏了三天了')).toBe(TAKEN);
  expect(talk.asked().controls[0]?.label).toBe('完成');
  expect(talk.hear(sent('voice'))).toBe(TAKEN);
  expect(talk.hear({ ...sent('photo'), text: '就是这一盏' })).toBe(TAKEN);
  expect(talk.hear(sent('file', { mime: 'application/pdf', name: '说明.pdf' }))).toBe(TAKEN);
  expect(talk.press('完成')).toBe(
    '3号楼门口的路灯坏了三天了 就是这一盏（照片 1 张、语音 1 条、文件 1 个）\n对吗？',
  );
  expect(answerOf(talk)).toEqual({
    text: '3号楼门口的路灯坏了三天了\n就是这一盏',
    files: [
      { kind: 'voice', ref: 'voice' },
      { kind: 'photo', ref: 'photo' },
      { kind: 'file', ref: 'file', mime: 'application/pdf', name: '说明.pdf' },
    ],
  });
});

test.each(['完成', '完了', '说完了', '写完了', '没有了', '没有', '不用', '跳过', 'done', "that's it"])(
  '%s ends it, and what was told is kept',
  word => {
    const talk = asking('story');
    talk.say('楼道灯坏了');
    talk.say(word);
    expect(answerOf(talk)).toEqual({ text: '楼道灯坏了', files: [] });
  },
);

test.each([
  '要收费吗？',
  '2',
  '13812345678',
  '谢谢',
  '时间不对',
  '改时间太难了',
  '取消晚上的噪音',
  '对',
  '换',
])('any words are part of it: %s', word => {
  const talk = asking('story');
  expect(talk.say(word)).toBe(TAKEN);
  talk.say('完成');
  expect(answerOf(talk)).toEqual({ text: word, files: [] });
  expect(talk.calls).toEqual([]);
});

test('a place that is shared is told as well', () => {
  const talk = asking('story');
  talk.hear({ location: { latitude: 30.58, longitude: 114.3, title: '惠民路口' } });
  talk.hear({ location: { latitude: 30.58, longitude: 114.3 } });
  talk.say('完成');
  expect(answerOf(talk)).toEqual({ text: '惠民路口\n共享的位置（30.58000, 114.30000）', files: [] });
});

test('help, back, cancel and a person work as everywhere, and lose nothing', () => {
  const talk = asking('story');
  expect(talk.say('完成')).toContain('还什么都没记下。请用几句话说说是什么事');
  talk.say('楼道灯坏了');
  expect(talk.say('帮助')).toMatch(/^想到什么就写什么.*\n您好\n已经记下：楼道灯坏了$/s);
  expect(talk.say('返回')).toContain('已经记下：楼道灯坏了');
  expect(talk.send({ kind: 'resume' })).toContain('已经记下：楼道灯坏了');
  talk.say('人工');
  expect(talk.over).toBe('person');
});

test('a sticker is no part of it, and is answered', () => {
  const talk = asking('story');
  talk.say('楼道灯坏了');
  expect(talk.hear({ other: 'sticker' })).toContain('这个我看不懂，请打字');
  talk.say('完成');
  expect(answerOf(talk)).toEqual({ text: '楼道灯坏了', files: [] });
});

describe('its bounds', () => {
  test('too many characters in all: the message that is too much is left out, and the rest stays', () => {
    const talk = asking('story');
    talk.say('长'.repeat(1990));
    expect(talk.say('短'.repeat(11))).toContain('一共 2002 个字，这里最多记 2000 个字，所以这一段没有记');
    expect(talk.say('短'.repeat(9))).toBe(TAKEN);
    expect(asking('story', 'max: 5').say('六个字太多了')).toContain('最多记 5 个字');
  });

  test('nine files; words may still follow, and a caption is kept without its picture', () => {
    const talk = asking('story');
    for (let count = 0; count < 9; count++) expect(talk.hear(sent('photo'))).toBe(TAKEN);
    expect(talk.hear({ ...sent('voice'), text: '第十个' })).toContain('一共最多记 9 个，这一个没有记');
    expect(talk.session?.misses).toBe(0);
    talk.say('完成');
    expect(answerOf(talk)).toMatchObject({ text: '第十个', files: { length: 9 } });
  });

  test('too few characters: pictures alone are asked for a sentence, and are kept', () => {
    const talk = asking('story', 'min: 5');
    talk.hear(sent('photo'));
    expect(talk.say('完成')).toContain('收到了。请再打几个字，说说是什么事。');
    talk.say('灯坏');
    expect(talk.say('完成')).toContain('太短了，请至少写 5 个字');
    talk.say('修一下');
    talk.say('完成');
    expect(answerOf(talk)).toEqual({ text: '灯坏\n修一下', files: [{ kind: 'photo', ref: 'photo' }] });
  });

  test('a long one is shown shortened', () => {
    const talk = asking('story');
    talk.say('长'.repeat(200));
    talk.hear(sent('video'));
    expect(talk.say('完成')).toBe(`${'长'.repeat(119)}…（视频 1 段）\n对吗？`);
  });
});

describe('told before', () => {
  const told = () => {
    const talk = asking('story');
    talk.say('楼道灯坏了');
    talk.say('完成');
    return talk;
  };

  test('it is added to when it is changed', () => {
    const talk = told();
    expect(talk.say('改回答')).toBe('您好\n已经记下：楼道灯坏了');
    talk.hear(sent('photo'));
    talk.say('完成');
    expect(answerOf(talk)).toEqual({ text: '楼道灯坏了', files: [{ kind: 'photo', ref: 'photo' }] });
  });

  test('or told afresh; going back leaves it as it was', () => {
    const talk = told();
    talk.say('改回答');
    expect(talk.press('重来')).toBe('好，前面的不算，从头来。\n您好');
    talk.say('电梯坏了');
    expect(talk.say('返回')).toContain('现在填的回答是：楼道灯坏了');
    expect(answerOf(talk)).toEqual({ text: '楼道灯坏了', files: [] });
    talk.say('改回答');
    talk.say('重新说');
    talk.say('电梯坏了');
    talk.say('完成');
    expect(answerOf(talk)).toEqual({ text: '电梯坏了', files: [] });
  });

  test('what is half told is still there after another question, another language and a correction', () => {
    const talk = new Talk(
      trial(
        `  - ask: kind
    as: choice
    options: [park, school]
    say: hello
  - ask: matter
    as: story
    say: tell_me`,
        ['park: 公园', 'school: 学校', 'tell_me: 请说', 'label_kind: 哪里', 'label_matter: 内容'],
      ),
    );
    talk.begin();
    talk.say('公园');
    // The same press delivered twice is no story.
    expect(talk.say('公园')).toContain('“公园”已经记下了');
    talk.say('灯坏了');
    // What would change an earlier answer at another question is a part of it, except the plain wish.
    expect(talk.say('哪里不对')).toBe(TAKEN);
    expect(talk.say('改哪里到学校')).toBe(TAKEN);
    talk.say('返回');
    expect(talk.say('学校')).toContain('已经记下：灯坏了');
    talk.say('改哪里');
    expect(talk.say('公园')).toContain('已经记下：灯坏了');
    expect(talk.send({ kind: 'moved' })).toContain('已经记下：灯坏了');
    talk.hear(sent('voice'));
    Object.assign(talk, { options: { locale: 'en' } });
    expect(talk.send({ kind: 'resume' })).toContain('So far: 灯坏了 哪里不对 改哪里到学校 (1 voice message)');
    talk.say('done');
    expect(talk.over).toBe('done');
  });

  test('a refused one is told better, not once more', () => {
    const talk = new Talk(
      trial(
        '  - ask: matter\n    as: story\n    check: words.look\n    fails: { rude: { say: rude } }\n    say: hello',
        ['rude: 请换个说法', 'label_matter: 内容'],
      ),
      { 'words.look': ({ matter }) => (JSON.stringify(matter).includes('请') ? null : { fail: 'rude' }) },
    );
    talk.begin();
    talk.say('灯坏了');
    expect(talk.say('完成')).toContain('请换个说法\n您好\n已经记下：灯坏了');
    talk.say('请修一下');
    talk.say('完成');
    expect(talk.over).toBe('done');
    expect(talk.calls.at(-1)?.args).toEqual({ matter: { text: '灯坏了\n请修一下', files: [] } });
  });

  test('what the first message said is the beginning of it', () => {
    const talk = asking('story');
    const fresh = new Talk(talk.definition);
    expect(fresh.begin({ answer: '路灯坏了' })).toContain('已经记下：路灯坏了');
    fresh.say('完成');
    expect(answerOf(fresh)).toEqual({ text: '路灯坏了', files: [] });
  });
});
