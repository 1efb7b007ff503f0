import { describe, expect, it } from 'vitest';
import { codeIn, peopleIn, readNumber, subjectIn, withoutSubject } from '../../src/language/index.js';

describe('how many people a message speaks of', () => {
  const said: Readonly<Record<string, number | undefined>> = {
    报名电影晚会两个人: 2,
    '报名看电影 3人': 3,
    我们一家三口去: 3,
    给我留两个位子: 2,
    我们俩都想去: 2,
    就我自己: 1,
    我也报一个: 1,
    'two of us want to come': 2,
    'sign me up for 3': 3,
    'just me': 1,
    周五晚上的活动: undefined,
    第三个人是谁: undefined,
    '3号楼2单元': undefined,
    'for 3 hours': undefined,
    'at 7 pm': undefined,
  };
  for (const [text, count] of Object.entries(said)) {
    it(text, () => expect(peopleIn(text)?.count).toBe(count));
  }

  it('is a number too, where a number is asked for', () => {
    const how = { now: 0, zone: 'Asia/Shanghai', locale: 'zh-Hans' };
    expect(readNumber('我们俩', how)).toMatchObject({ value: 2 });
    expect(readNumber('just me', how)).toMatchObject({ value: 1 });
    expect(readNumber('我们全家', how)).toBeNull();
  });
});

describe('what somebody wants to go to', () => {
  const names: Readonly<Record<string, string>> = {
    报名电影晚会两个人: '电影晚会',
    我想参加猜灯谜: '猜灯谜',
    带孙子去猜灯谜: '猜灯谜',
    电影晚会不去了: '电影晚会',
    明天下午的健步走报名: '健步走',
    帮我报个名: '',
    取消报名: '',
    'sign me up for the lantern riddles': 'lantern riddles',
    'two of us want to come to the film': 'film',
    'how do I sign up': '',
  };
  for (const [text, name] of Object.entries(names)) it(text, () => expect(subjectIn(text)).toBe(name));

  it('is taken out where nobody could have known it, and only of a wish to go somewhere', () => {
    expect(withoutSubject('报名猜灯谜一个人')).toBe('报名活动一个人');
    expect(withoutSubject('猜灯谜几点开始')).toBe('');
  });
});

describe('the code at a door', () => {
  it.each([
    ['签到 4821', '4821'],
    ['4821 签到', '4821'],
    ['签到码是４８２１', '4821'],
    ['check in 0042', '0042'],
    ['签到', undefined],
    ['签到 13800001234', undefined],
    ['4821', undefined],
  ])('%s', (text, code) => expect(codeIn(text)).toBe(code));
});
