import { expect, test } from 'vitest';
import { Talk, trial } from './play.js';

const TEXTS = [
  'which_name: 您贵姓？',
  'which_day: 哪一天？',
  'which_floor: 几楼？',
  'sure: "{name}，{day}，对吗？"',
  'done: 好了',
  'stars: 几颗星？',
];
const ask = (slot: string, kind: string) => `  - ask: ${slot}\n    as: ${kind}\n    say: which_${slot}\n`;
const REST =
  '  - confirm: sure\n  - do: visits.book\n  - ask: stars\n    as: number\n    say: stars\n  - say: done\n';
const BEFORE = trial(ask('name', 'text') + ask('day', 'date') + REST, TEXTS);

function moved(after: string, until: readonly string[]): { talk: Talk; said: string } {
  const definition = trial(after, TEXTS);
  const talk = new Talk(BEFORE, { 'visits.book': () => null });
  talk.begin();
  for (const said of until) talk.say(said);
  return { talk, said: talk.send({ kind: 'moved' }, definition) };
}

test('an urgent correction keeps the answers that still hold, and asks what is new', () => {
  const { talk, said } = moved(ask('name', 'text') + ask('floor', 'number') + ask('day', 'date') + REST, [
    '王',
    '2026-11-24',
  ]);
  expect(said).toBe('这项服务刚刚更新过，您填过的都还在，我们接着来：\n几楼？');
  expect(talk.session?.slots).toMatchObject({ name: { value: '王' }, day: { value: '2026-11-24' } });
});

test('two questions that changed places do not change their answers', () => {
  const { talk, said } = moved(ask('day', 'date') + ask('name', 'text') + REST, ['王']);
  expect(said).toContain('哪一天？');
  expect(talk.session?.slots.name?.value).toBe('王');
});

test('an answer of another kind is asked again, and that is said', () => {
  const { talk, said } = moved(ask('name', 'date') + ask('day', 'date') + REST, ['王', '2026-11-24']);
  expect(said).toBe('这项服务刚刚更新过，有的内容要请您再填一次：\n您贵姓？');
  expect(talk.session?.slots.name).toBeUndefined();
});

test('what is done is not done again', () => {
  const { talk, said } = moved(ask('name', 'text') + ask('day', 'date') + REST, ['王', '2026-11-24', '确认']);
  expect(said).toContain('几颗星？');
  expect(talk.calls.filter(call => call.action === 'visits.book')).toHaveLength(1);
});

test('and where its step is gone, the conversation is over', () => {
  const { talk, said } = moved(
    `${ask('name', 'text')}  - confirm: sure\n  - do: visits.book\n  - say: done\n`,
    ['王', '2026-11-24', '确认'],
  );
  expect(said).toContain('您前面办好的不受影响');
  expect(talk.over).toBe('done');
});
