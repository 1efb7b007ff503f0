import { expect, it } from 'vitest';
import { Flood } from '../../src/desk/flood.js';
import { MINUTE, NOW } from '../clock.js';

it('answers a flood once, then lets it run dry, and hears the person again after a minute', () => {
  const flood = new Flood(3);
  const verdicts = Array.from({ length: 6 }, (_, i) => flood.count('telegram/71003', NOW + i));
  expect(verdicts).toEqual(['pass', 'pass', 'pass', 'warn', 'drop', 'drop']);
  expect(flood.count('telegram/71002', NOW + 6)).toBe('pass');
  expect(flood.count('telegram/71003', NOW + MINUTE)).toBe('pass');
});

it('counts nothing when the limit is lifted', () => {
  const flood = new Flood(0);
  expect(Array.from({ length: 1000 }, () => flood.count('a', NOW))).not.toContain('warn');
});

it('lets what is urgent pass, however much was said before, and asks no sooner', () => {
  const flood = new Flood(1);
  let asked = 0;
  const say = (urgent: boolean) =>
    flood.count('telegram/71003', NOW, () => {
      asked += 1;
      return urgent;
    });
  expect(say(true)).toBe('pass');
  expect(asked).toBe(0);
  expect([say(true), say(false), say(false), say(true)]).toEqual(['pass', 'warn', 'drop', 'pass']);
});

it('hears people again at once when the clock was set back', () => {
  const flood = new Flood(1);
  for (let i = 0; i < 5; i += 1) flood.count('a', NOW);
  expect(flood.count('a', NOW - 60 * MINUTE)).toBe('pass');
});
