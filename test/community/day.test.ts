import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayOf,
  daysFrom,
  instantOf,
  minutesOf,
  timeAt,
  timeOf,
  weekdayOf,
} from '../../src/community/day.js';

const ZONE = 'Asia/Shanghai';

describe('dates', () => {
  it.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2027-02-28', 1, '2027-03-01'],
    ['2026-11-01', -1, '2026-10-31'],
  ])('%s and %i days is %s', (day, days, then) => {
    expect(addDays(day, days)).toBe(then);
  });

  it('follow each other, whatever was asked for before', () => {
    expect(daysFrom('2026-12-30', 3)).toEqual(['2026-12-30', '2026-12-31', '2027-01-01']);
    expect(daysFrom('2026-12-30', 2)).toEqual(['2026-12-30', '2026-12-31']);
    expect(daysFrom('2026-12-30', 4)).toHaveLength(4);
    expect(daysFrom('2026-02-28', 2)).toEqual(['2026-02-28', '2026-03-01']);
  });

  it('know their weekday', () => {
    expect(['2026-11-23', '2026-11-28', '2026-11-29'].map(weekdayOf)).toEqual(['mon', 'sat', 'sun']);
  });

  it('and times are read and written alike', () => {
    for (const minutes of [0, 59, 60, 719, 720, 1439]) expect(minutesOf(timeAt(minutes))).toBe(minutes);
  });
});

describe('instants', () => {
  it('are those of the community, not of this machine', () => {
    expect(instantOf('2026-11-24', '15:00', ZONE)).toBe(Date.UTC(2026, 10, 24, 7));
    expect(dayOf(Date.UTC(2026, 10, 23, 16), ZONE)).toBe('2026-11-24');
    expect(timeOf(Date.UTC(2026, 10, 23, 16, 30), ZONE)).toBe('00:30');
  });

  it.each([
    ['Asia/Shanghai', '2026-11-24'],
    ['Asia/Urumqi', '2026-11-24'],
    // The clocks go forward, and back, on these days.
    ['Europe/Berlin', '2026-03-29'],
    ['Europe/Berlin', '2026-10-25'],
    ['America/New_York', '2026-11-01'],
    ['Asia/Kathmandu', '2026-11-24'],
    // China itself had summer time once.
    ['Asia/Shanghai', '1988-04-17'],
  ])('in %s on %s come back as the day and time they were made of', (zone, day) => {
    for (const time of ['00:00', '09:00', '12:30', '18:00', '23:30']) {
      const instant = instantOf(day, time, zone);
      expect([dayOf(instant, zone), timeOf(instant, zone)]).toEqual([day, time]);
    }
  });

  it('change their date at midnight, in each zone at its own, whatever was asked for before', () => {
    const midnight = instantOf('2026-11-24', '00:00', ZONE);
    const asked = [-1, 0, 1, 86_399_999, 86_400_000, -1, 0].map(ms => dayOf(midnight + ms, ZONE));
    expect(asked).toEqual(['23', '24', '24', '24', '25', '23', '24'].map(day => `2026-11-${day}`));
    expect(dayOf(midnight, 'Europe/Berlin')).toBe('2026-11-23');
    expect(dayOf(midnight, ZONE)).toBe('2026-11-24');
  });

  it('are the same on a machine that stands in New York', () => {
    const script =
      "import('./dist/community/day.js').then(({ instantOf, dayOf }) => " +
      "console.log(instantOf('2026-11-24', '15:00', 'Asia/Shanghai'), dayOf(Date.UTC(2026, 10, 23, 16), 'Asia/Shanghai')))";
    const said = execFileSync(process.execPath, ['-e', script], {
      env: { ...process.env, TZ: 'America/New_York' },
      encoding: 'utf8',
    });
    expect(said.trim()).toBe(`${Date.UTC(2026, 10, 24, 7)} 2026-11-24`);
  });
});
