import { expect, test } from 'vitest';
import { step } from '../../../src/conversation/step.js';
import { Talk, trial } from '../play.js';
import { VISIT, visit, visitActions } from '../visit.js';

const FULL = {
  service: '量血压',
  day: '2026-11-24',
  time: '下午',
  address: '幸福路8号',
  phone: '13812345678',
};

test('keeps what the action gives, and texts can use its fields', () => {
  const definition = trial('  - do: x.y\n    into: house\n  - say: told', [
    'told: "{house_number} {house_street_name}"',
  ]);
  const talk = new Talk(definition, { 'x.y': () => ({ number: 8, street: { name: '幸福路' } }) });
  expect(talk.begin()).toBe('8 幸福路');
});

test('a failure takes its own way: the place is gone, so the time is asked again and nothing else', () => {
  let taken = true;
  const talk = visit({
    ...visitActions(),
    'bookings.book': () => (taken ? { fail: 'slot_taken' } : { number: 'YY-0043', who: '小王' }),
  });
  talk.begin(FULL);
  expect(talk.say('确认')).toBe('这个时间刚被约走了。\n几点方便？');
  taken = false;
  expect(talk.say('上午')).toContain('请看看对不对：量血压，11月24日周二 上午 9:00，幸福路8号，13812345678');
  expect(talk.say('确认')).toContain('编号 YY-0043');
});

test('a failure that nobody planned for goes to a person, with a word', () => {
  const talk = visit({ ...visitActions(), 'bookings.book': () => ({ fail: 'never_heard_of' }) });
  talk.begin(FULL);
  expect(talk.say('确认')).toBe('抱歉，这一步我没办成，要请工作人员来帮您。');
  expect(talk.last.slice(-2)).toEqual([
    { kind: 'person', why: 'step' },
    { kind: 'ended', how: 'person' },
  ]);
});

test('hands over only what the action needs, by the names that it uses', () => {
  const definition = trial(
    '  - ask: which\n    as: text\n    say: hello\n  - ask: other\n    as: text\n    say: hello\n  - do: x.y\n    with: { booking: which }',
  );
  const actions = { 'x.y': { needs: { booking: 'text' }, gives: [], fails: [] } } as const;
  const talk = new Talk(definition, { 'x.y': () => null }, { actions });
  talk.begin();
  talk.say('甲号');
  talk.say('乙号');
  expect(talk.calls).toEqual([{ action: 'x.y', args: { booking: '甲号' } }]);
});

test('hands over a word that is always the same, and a text as the person would read it', () => {
  const definition = trial(
    '  - ask: fault\n    as: choice\n    options: [dark, leaning]\n    say: hello\n  - do: x.y\n    with: { matter: { say: told }, category: { value: repairs } }',
    ['told: "灯{fault}（{fault_value}）"', 'dark: 不亮', 'leaning: 歪了'],
  );
  const actions = { 'x.y': { needs: { matter: 'text', category: 'choice' }, gives: [], fails: [] } } as const;
  const talk = new Talk(definition, { 'x.y': () => null }, { actions });
  talk.begin();
  talk.say('不亮');
  expect(talk.calls).toEqual([{ action: 'x.y', args: { matter: '灯不亮（dark）', category: 'repairs' } }]);
});

test('after the effect nothing can be changed any more, and going back says so', () => {
  const definition = trial(
    '  - ask: which\n    as: text\n    say: hello\n  - do: x.y\n  - ask: stars\n    as: number\n    say: hello',
    ['label_which: 哪一个'],
  );
  const talk = new Talk(definition, { 'x.y': () => null });
  talk.begin();
  talk.say('甲号');
  expect(talk.say('返回')).toContain('前面的已经办好了');
  expect(talk.say('改哪一个')).toContain('前面的已经办好了');
  expect(talk.calls).toHaveLength(1);
});

test('a definition that runs in a circle is stopped, and the step is named', () => {
  const definition = trial('  - say: hello\n    name: again\n  - go: again\n  - end: true');
  expect(() => new Talk(definition).begin()).toThrow(
    /conversations\/trial.yaml: "trial" runs in a circle at step "(again|go:again)"/,
  );
  const calling = trial('  - do: x.y\n    name: again\n  - go: again\n  - end: true');
  expect(() => new Talk(calling, { 'x.y': () => null }).begin()).toThrow(/runs in a circle/);
});

test('a result that nobody awaits is refused', () => {
  const talk = visit();
  talk.begin();
  expect(() =>
    step(VISIT, talk.session, { kind: 'result', result: { ok: true, value: null } }, talk.world()),
  ).toThrow('no call is under way');
});
