import { expect, it } from 'vitest';
import { wangNainai } from '../cast.js';
import { SECOND } from '../clock.js';
import { openDesk } from '../fakes/desk.js';
import { PersonAtDesk } from './person.js';

it('takes a number that was typed twice in a hurry for one answer, where buttons show no numbers', async () => {
  const desk = await openDesk();
  const wang = new PersonAtDesk(desk, wangNainai);
  await wang.say('预约');
  expect((await wang.say('1'))?.text).toContain('哪天方便');
  // The second 1 would be the first day.
  const again = await wang.say('1');
  expect(again?.text).toContain('哪天方便');
  expect(again?.text).not.toContain('几点');
  await desk.clock.advance(5 * SECOND);
  expect((await wang.say('1'))?.text).toContain('几点');
});
