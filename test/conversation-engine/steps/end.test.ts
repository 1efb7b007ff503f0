import { expect, test } from 'vitest';
import { Talk, trial } from '../play.js';

test('ends, and what stands after it is not said', () => {
  const talk = new Talk(trial('  - say: hello\n  - end: finish\n  - say: never\n', ['never: 不说']));
  expect(talk.begin()).toBe('您好');
  expect(talk.last.at(-1)).toEqual({ kind: 'ended', how: 'done' });
  expect(talk.session?.prompt).toBeNull();
});
