import { expect, test } from 'vitest';
import { Talk, trial } from '../play.js';

test('hands over to a person in words of its own', () => {
  const talk = new Talk(trial('  - person: hello'));
  expect(talk.begin()).toBe('您好');
  expect(talk.last.slice(1)).toEqual([
    { kind: 'person', why: 'step' },
    { kind: 'ended', how: 'person' },
  ]);
});

test('or without words: the desk says when to expect whom', () => {
  const talk = new Talk(trial('  - person: true'));
  expect(talk.begin()).toBe('');
  expect(talk.last).toEqual([
    { kind: 'person', why: 'step' },
    { kind: 'ended', how: 'person' },
  ]);
});
