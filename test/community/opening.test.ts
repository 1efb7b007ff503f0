import { describe, expect, it } from 'vitest';
import { isOpen } from '../../src/community/hours/opening.js';
import { huimin } from './desk.js';

describe('the desk', () => {
  it.each([
    ['on a Monday morning', '2026-11-23T09:00', true],
    ['at the minute it opens', '2026-11-23T08:30', true],
    ['at the minute it closes for lunch', '2026-11-23T12:00', false],
    ['on a Tuesday evening', '2026-11-24T19:59', true],
    ['on a Wednesday evening', '2026-11-25T19:59', false],
    ['on a Saturday morning', '2026-11-28T09:30', true],
    ['on a Sunday', '2026-11-29T09:30', false],
    ['on a public holiday, though it is a Thursday', '2026-10-01T09:30', false],
    // A make-up Sunday has no hours of its own: Monday's hold.
    ['on a make-up Sunday', '2026-01-04T15:00', true],
    ['on a day that staff closed', '2026-12-31T09:30', false],
  ])('%s, %s: %s', (_, time, open) => {
    expect(isOpen(huimin.community, Date.parse(`${time}:00+08:00`))).toBe(open);
  });
});
