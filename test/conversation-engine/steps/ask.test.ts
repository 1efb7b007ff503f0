import { describe, expect, test } from 'vitest';
import { type Action, Talk, trial } from '../play.js';
import { visit, visitActions } from '../visit.js';

describe('what the first message said is not asked again', () => {
  test('it is read like typed answers, shown, and passed over', () => {
    expect(visit().begin({ service: '血压', day: '2026-11-24', time: '下午' })).toBe(
      '✓ 服务：量血压\n✓ 日期：11月24日周二\n✓ 时间：下午 3:00\n请告诉我详细地址。',
    );
  });

  test('what cannot be read is asked, without a word', () => {
    expect(visit().begin({ service: '修电脑' })).toBe('您要预约哪项服务？');
  });

  test('what is not on offer is said and asked', () => {
    expect(visit().begin({ service: '量血压', day: '2026-12-31' })).toBe(
      '✓ 服务：量血压\n12月31日周四没有安排，请在下面选一个。\n哪一天方便？',
    );
  });

  test('a day without places leads to its detour', () => {
    const talk = visit(visitActions(['2026-11-24']));
    expect(talk.begin({ service: '量血压', day: '2026-11-24', time: '下午' })).toBe(
      '✓ 服务：量血压\n✓ 日期：11月24日周二\n那天约满了，换一天吧。\n哪一天方便？',
    );
    expect(talk.say('2')).toBe('✓ 时间：下午 3:00\n请告诉我详细地址。');
  });
});

describe('what is kept is offered, never taken unasked', () => {
  const kept = { 'resident.address': '幸福路8号' };
  const atAddress = () => {
    const talk = visit();
    talk.begin({ service: '量血压', day: '2026-11-24', time: '下午' }, kept);
    return talk;
  };

  test.each(['1', '照旧', '还是上次的：幸福路8号', 'same as last time'])('%s takes it', word => {
    expect(atAddress().say(word)).toBe('请留一个电话。');
  });

  test('taken, it is not asked to be kept again', () => {
    const talk = atAddress();
    talk.say('照旧');
    talk.say('13812345678');
    talk.say('确认');
    expect(talk.over).toBe('done');
  });

  test('another one is taken, and asked to be kept, which is a yes of its own', () => {
    const talk = atAddress();
    talk.say('平安里2号');
    talk.say('13812345678');
    expect(talk.say('确认')).toContain('要不要我记住地址（平安里2号）');
    expect(talk.last.map(outcome => outcome.kind)).not.toContain('remember');
    talk.press('记住');
    expect(talk.last).toContainEqual({ kind: 'remember', field: 'resident.address', value: '平安里2号' });
  });

  test.each(['不用', '不用记', '取消', 'no'])('%s keeps nothing and loses nothing', word => {
    const talk = atAddress();
    for (const said of ['平安里2号', '13812345678', '确认', word]) talk.say(said);
    expect(talk.last.map(outcome => outcome.kind)).toEqual(['said', 'ended']);
    expect(talk.over).toBe('done');
  });
});

describe('a check of its own', () => {
  const steps = `  - ask: code
    as: text
    check: codes.look
    fails:
      wrong_code: { say: wrong }
      used_up: { say: wrong, go: bye }
    say: which_code
  - end: bye`;
  const texts = ['which_code: 请写口令', 'wrong: "口令{answer}不对"', 'label_code: 口令'];
  const talk = () =>
    new Talk(trial(steps, texts), {
      'codes.look': ({ code }) =>
        code === '芝麻' ? null : { fail: code === '旧的' ? 'used_up' : 'wrong_code' },
    });

  test('lets a right answer through', () => {
    const one = talk();
    one.begin();
    one.say('芝麻');
    expect(one.over).toBe('done');
    expect(one.calls).toEqual([{ action: 'codes.look', args: { code: '芝麻' } }]);
  });

  test('says why and asks again; the third time a person is offered', () => {
    const one = talk();
    one.begin();
    expect(one.say('西瓜')).toBe('口令西瓜不对\n请写口令');
    expect(one.say('西瓜')).toBe('口令西瓜不对\n请写口令');
    one.say('西瓜');
    expect(one.labels()).toEqual(['人工']);
  });

  test('leads elsewhere where the file says so', () => {
    const one = talk();
    one.begin();
    expect(one.say('旧的')).toBe('口令旧的不对');
    expect(one.over).toBe('done');
  });
});

test('an optional question can be passed over, another one cannot', () => {
  const talk = new Talk(
    trial(
      '  - ask: note\n    as: text\n    optional: true\n    say: any_note\n  - ask: name\n    as: text\n    say: which_name\n  - say: told',
      ['any_note: 有备注吗？', 'which_name: 您贵姓？', 'told: "{note}/{name}"'],
    ),
  );
  talk.begin();
  expect(talk.asked().controls.map(control => control.label)).toContain('跳过');
  expect(talk.say('跳过')).toBe('您贵姓？');
  expect(talk.say('跳过')).toContain('这一项必须填');
  expect(talk.say('王')).toBe('无/王');
});

test('a question without anything to choose from goes to a person, unless the file says more', () => {
  const talk = visit({ ...visitActions(), 'services.open': () => [] });
  expect(talk.begin()).toContain('要请工作人员来帮您');
  expect(talk.over).toBe('person');
});

describe('options that go by a text of the conversation', () => {
  const steps = `  - ask: name
    as: text
    say: hello
  - ask: wish
    as: choice
    from: matters.wishes
    say: hello
  - say: told`;
  const texts = [
    'label_wish: 要办的事',
    'answer_it: "答复{name}"',
    'refuse_it: 不予办理',
    'told: "{wish}/{wish_value}"',
  ];
  const wishes = (gives: Action) =>
    new Talk(
      trial(steps, texts),
      { 'matters.wishes': gives },
      {
        actions: {
          'matters.wishes': { needs: {}, gives: 'options', labels: ['answer_it', 'refuse_it'], fails: [] },
        },
      },
    );

  test('are shown in its words, with what is known filled in', () => {
    const talk = wishes(() => [
      { value: 'answer', text: 'answer_it' },
      { value: 'other', label: '别的' },
    ]);
    talk.begin();
    talk.say('王奶奶');
    expect(talk.labels()).toEqual(['答复王奶奶', '别的']);
    expect(talk.say('答复王奶奶')).toBe('答复王奶奶/answer');
  });

  test('must be among those that the action declares', () => {
    const talk = wishes(() => [{ value: 'keep', text: 'keep_it' }]);
    talk.begin();
    expect(() => talk.say('王奶奶')).toThrow(
      'matters.wishes gave an option with the text "keep_it", which is not among its labels',
    );
  });
});

test('options that are no options are a mistake of the action, and it is named', () => {
  const talk = visit({ ...visitActions(), 'services.open': () => 'nothing' });
  expect(() => talk.begin()).toThrow('services.open must give a list of { value, label }');
});
