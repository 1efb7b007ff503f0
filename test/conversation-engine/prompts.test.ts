import { describe, expect, test } from 'vitest';
import { step } from '../../src/conversation/step.js';
import { asking, Talk, trial } from './play.js';
import { VISIT, visit, visitActions } from './visit.js';

describe('at every prompt', () => {
  test.each([
    ['help', ['帮助', '？', 'help', '怎么填']],
    ['back', ['返回', '上一步', 'BACK']],
    ['cancel', ['取消', '算了。', 'cancel']],
    ['person', ['人工', '转人工', 'human', 'a person']],
  ])('%s works by words and by button', (control, words) => {
    for (const word of words.slice(0, 3)) {
      const talk = visit();
      talk.begin();
      const said = talk.say(word);
      // When to expect whom is the desk's to say.
      if (control !== 'person') expect(said).not.toBe('');
      expect(talk.session?.misses).toBe(0);
      expect(talk.over).toBe(control === 'cancel' ? 'cancelled' : control === 'person' ? 'person' : null);
    }
    const talk = visit();
    talk.begin();
    expect(talk.asked().controls.map(({ token }) => token)).toContain(
      `${talk.session?.prompt?.id}:${control}`,
    );
  });

  test('help says what is wanted, lists the words, and asks again', () => {
    const talk = visit();
    talk.begin();
    expect(talk.say('帮助')).toMatch(/^从下面选一个.*\n随时可以说：返回.*\n您要预约哪项服务？$/s);
  });

  test('back goes along the answers, and says so at the beginning', () => {
    const talk = visit();
    talk.begin();
    talk.say('1');
    talk.say('1');
    expect(talk.say('返回')).toContain('哪一天方便？');
    expect(talk.say('返回')).toContain('您要预约哪项服务？');
    expect(talk.say('返回')).toContain('已经是第一步了');
    expect(talk.say('1')).toBe('几点方便？');
  });

  test('an option that is called like a control is the option', () => {
    const talk = asking(
      'choice',
      'options:\n- { value: keep, label: park }\n- { value: gone, label: label_cancel }',
    );
    talk.say('取消');
    expect(talk.over).toBeNull();
    expect(talk.session?.slots.answer?.value).toBe('gone');
  });
});

describe('what is not understood', () => {
  test('gets a reason and an example; at the third time a person is offered as a choice', () => {
    const talk = visit();
    talk.begin();
    expect(talk.say('啦啦')).toContain('没找到您说的这一项。请从下面选一个');
    talk.say('啦啦');
    expect(talk.say('啦啦')).toContain('要不要我请工作人员来帮您');
    expect(talk.labels()).toEqual(['量血压', '上门理发', '家电检查', '人工']);
    talk.say('4');
    expect(talk.last.slice(-2)).toEqual([
      { kind: 'person', why: 'misses' },
      { kind: 'ended', how: 'person' },
    ]);
  });

  test('an answer clears the misses', () => {
    const talk = visit();
    talk.begin();
    talk.say('啦啦');
    talk.say('1');
    expect(talk.session?.misses).toBe(0);
  });

  test.each([
    [{ attachment: { kind: 'voice' } } as const, '语音我还听不懂'],
    [{ attachment: { kind: 'photo' } } as const, '用不上照片'],
    [{ attachment: { kind: 'video' } } as const, '用不上视频'],
    [{ attachment: { kind: 'file' } } as const, '用不上文件'],
    [{ location: { latitude: 1, longitude: 2 } }, '用不上位置'],
    [{ contact: { phone: '13812345678' } }, '用不上名片'],
    [{ other: 'sticker' }, '这个我看不懂'],
    [{}, '这个我看不懂'],
    [{ text: '   ' }, '这个我看不懂'],
  ])('%j gets an answer', (heard, said) => {
    const talk = visit();
    talk.begin();
    expect(talk.hear(heard)).toContain(said);
    expect(talk.last.at(-1)?.kind).toBe('asked');
  });
});

describe('a button of an earlier prompt', () => {
  test('gets a kind word and the present question, and is no miss', () => {
    const talk = visit();
    talk.begin();
    const old = talk.token('上门理发');
    talk.say('1');
    expect(talk.hear({ token: old, messageId: 'm1' })).toBe(
      '那个按钮是前面的，已经不用了。现在问的是：\n哪一天方便？',
    );
    expect(talk.session?.misses).toBe(0);
    expect(talk.session?.slots.service?.value).toBe('blood-pressure');
  });

  test.each(['', ':', 'nonsense', 'p1:99', 'p1:-1', 'p1:done', 'p1:__proto__'])('%s does no harm', token => {
    const talk = visit();
    talk.begin();
    expect(talk.hear({ token })).toContain('您要预约哪项服务？');
    expect(talk.session?.slots).toEqual({});
  });
});

describe('what belongs elsewhere', () => {
  const at = (answer: (text: string) => null | { text: string } | { leave: boolean }) =>
    new Talk(VISIT, visitActions(), {}, answer);

  test('is answered, and the prompt comes back, with the same tokens', () => {
    const talk = at(() => ({ text: '不收费。' }));
    talk.begin();
    const before = talk.token('量血压');
    expect(talk.say('要收费吗？')).toBe('不收费。\n您要预约哪项服务？');
    expect(talk.token('量血压')).toBe(before);
    expect(talk.session?.misses).toBe(0);
  });

  test('may lead to another conversation, and this one stays as it is', () => {
    const talk = at(() => ({ leave: true }));
    talk.begin();
    const before = talk.session;
    expect(talk.say('我要投诉')).toBe('');
    expect({ ...talk.session, revision: 0 }).toEqual({ ...before, revision: 0 });
  });

  test('a short question where words are wanted is looked at first, and else taken as the answer', () => {
    const asked: string[] = [];
    const talk = at(text => {
      asked.push(text);
      return text.includes('收费') ? { text: '不收费。' } : null;
    });
    talk.begin({ service: '量血压', day: '2026-11-24', time: '下午' });
    expect(talk.say('要收费吗')).toBe('不收费。\n请告诉我详细地址。');
    expect(talk.say('门口有花的那家知道吗')).toBe('请留一个电话。');
    expect(asked).toEqual(['要收费吗', '门口有花的那家知道吗']);
    expect(talk.session?.slots.address?.value).toBe('门口有花的那家知道吗');
  });
});

describe('the command of another conversation, where any words will do', () => {
  const isCommand = (text: string) => /^\/?我的预约[。.]?$/.test(text);
  const at = (begins: boolean, words: Readonly<Record<string, string>> = {}) => {
    const talk = new Talk(VISIT, visitActions(), { isCommand }, () => (begins ? { leave: true } : null));
    talk.begin({ service: '量血压', day: '2026-11-24', time: '下午', ...words });
    return talk;
  };

  test.each(['我的预约', '/我的预约', '我的预约。'])('%s begins it, and this one stays as it is', word => {
    const talk = at(true);
    const before = talk.session;
    expect(talk.say(word)).toBe('');
    expect({ ...talk.session, revision: 0 }).toEqual({ ...before, revision: 0 });
  });

  test('more than the command is an answer', () => {
    const talk = at(true);
    expect(talk.say('我的预约上写的那个地址')).toBe('请留一个电话。');
    expect(talk.calls.map(({ action }) => action)).not.toContain('elsewhere');
  });

  test('at a place and in a story too, and what was told is there afterwards', () => {
    for (const kind of ['place', 'story']) {
      const definition = asking(kind).definition;
      const talk = new Talk(definition, {}, { isCommand }, () => ({ leave: true }));
      talk.begin();
      if (kind === 'story') talk.say('灯坏了');
      const before = talk.session;
      expect(talk.say('我的预约')).toBe('');
      expect({ ...talk.session, revision: 0 }).toEqual({ ...before, revision: 0 });
      expect(talk.say('我的预约在哪里看')).not.toBe('');
    }
  });
});

describe('time passes', () => {
  test('a conversation that comes back shows its prompt again', () => {
    const talk = visit();
    talk.begin();
    expect(talk.send({ kind: 'resume' })).toBe('我们接着刚才的来：\n您要预约哪项服务？');
  });

  test('one that was left for long ends with a word', () => {
    const talk = visit();
    talk.begin();
    expect(talk.send({ kind: 'expire' })).toContain('隔得久了');
    expect(talk.over).toBe('expired');
  });

  test('one that only asks what to keep ends as done, without a word', () => {
    const talk = visit();
    talk.begin({
      service: '量血压',
      day: '2026-11-24',
      time: '下午',
      address: '幸福路8号',
      phone: '13812345678',
    });
    talk.say('确认');
    expect(talk.send({ kind: 'expire' })).toBe('');
    expect(talk.over).toBe('done');
  });
});

test('the same input gives the same output, and nothing handed in is changed', () => {
  const talk = visit();
  talk.begin();
  const before = JSON.stringify(talk.session);
  const world = talk.world();
  const frozen = JSON.parse(before, (_key, value: unknown) => Object.freeze(value));
  const first = step(VISIT, frozen, { kind: 'heard', heard: { text: '1' } }, world);
  const second = step(VISIT, frozen, { kind: 'heard', heard: { text: '1' } }, world);
  expect(first).toEqual(second);
  expect(JSON.stringify(talk.session)).toBe(before);
  expect(JSON.parse(JSON.stringify(first))).toEqual(first);
});

test('a session of another version is refused: a place is (conversation, version, step)', () => {
  const talk = visit();
  talk.begin();
  const other = { ...VISIT, version: 'other' };
  expect(() => step(other, talk.session, { kind: 'resume' }, talk.world())).toThrow(
    /not at book-service other/,
  );
});

describe('words that only look like something else', () => {
  test.each(['changed my mind', 'change timetable', '改时间表', '改天再说'])(
    '%s is no wish to change the time',
    word => {
      const talk = visit();
      talk.begin({ service: '量血压', day: '2026-11-24', time: '下午' });
      talk.say(word);
      expect(talk.session?.step).not.toBe('time');
    },
  );

  test('capitals of a new answer are kept', () => {
    const talk = visit();
    talk.begin({ service: '量血压', day: '2026-11-24', time: '下午', address: '幸福路8号' });
    talk.say('改地址到 Building B，Door 3。');
    expect(talk.session?.slots.address?.value).toBe('Building B，Door 3。');
  });

  test('24号 is a day, 3 is the third of the menu, and an address of digits is an address', () => {
    const date = (text: string) => (text === '26号' ? { value: '2026-11-26' } : null);
    const talk = new Talk(VISIT, visitActions(), { readers: { date } });
    talk.begin({ service: '量血压' }, { 'resident.address': '幸福路8号' });
    expect(talk.say('26号')).toBe('几点方便？');
    talk.say('1');
    expect(talk.say('2')).toContain('没有 2 这个选项，这里只有下面这一个');
    expect(talk.say('201')).toBe('请留一个电话。');
  });
});

test('an answer on a way that is no longer taken is neither said nor handed over', () => {
  const definition = trial(
    `  - ask: how
    as: choice
    options: [visit, call]
    say: hello
  - if: { slot: how, is: call }
    then: sure
  - ask: address
    as: text
    say: hello
  - confirm: sure
  - do: x.y`,
    ['visit: 上门', 'call: 打电话', 'label_how: 方式', 'sure: "{how}/{address}"'],
  );
  const talk = new Talk(definition, { 'x.y': () => null });
  talk.begin();
  talk.say('上门');
  expect(talk.say('幸福路8号')).toBe('上门/幸福路8号');
  talk.say('改方式');
  expect(talk.say('打电话')).toBe('打电话/');
  expect(talk.labels()).toEqual(['确认提交', '改方式']);
  talk.say('对');
  expect(talk.calls.at(-1)?.args).toEqual({ how: 'call' });
});

test('after the effect, cancelling and expiring do not say that nothing was sent', () => {
  const definition = trial('  - do: x.y\n  - ask: stars\n    as: number\n    say: hello', [
    'label_stars: 评分',
  ]);
  for (const event of [{ kind: 'expire' } as const, { kind: 'heard', heard: { text: '取消' } } as const]) {
    const talk = new Talk(definition, { 'x.y': () => null });
    talk.begin();
    const said = talk.send(event);
    expect(said).toContain('办好');
    expect(said).not.toContain('没有提交');
  }
});
