import { describe, expect, it } from 'vitest';
import { slotsOn } from '../../src/community/bookings/slots.js';
import type { Community } from '../../src/community/content/content.js';
import {
  addWorkingDays,
  calendarWarning,
  isWorkingDay,
  kindOfDay,
} from '../../src/community/hours/calendar.js';
import { NOW } from '../clock.js';
import { huimin } from './desk.js';

const { community } = huimin;
const withCalendar = (calendar: Partial<Community['calendar']>): Community => ({
  ...community,
  calendar: { ...community.calendar, ...calendar },
});
const service = (id: string) => huimin.services.find(one => one.id === id)!;

describe('the kind of a day', () => {
  it.each([
    ['2026-11-23', 'workday'],
    ['2026-11-28', 'weekend'],
    ['2026-10-01', 'holiday'],
    // A Saturday within the National Day holidays is a holiday, not a weekend.
    ['2026-10-03', 'holiday'],
    ['2026-10-10', 'makeup'],
    ['2026-02-14', 'makeup'],
    ['2026-01-01', 'holiday'],
    // Nobody has published 2027 to our calendar yet: only the fixed holidays are known.
    ['2027-01-01', 'holiday'],
    ['2027-02-08', 'workday'],
  ])('%s is a %s', (day, kind) => {
    expect(kindOfDay(community, day)).toBe(kind);
  });

  it('is what staff entered, where they did', () => {
    const mended = withCalendar({ years: [2027], holidays: ['2027-02-08'], workdays: ['2027-02-20'] });
    expect(kindOfDay(mended, '2027-02-08')).toBe('holiday');
    expect(kindOfDay(mended, '2027-02-20')).toBe('makeup');
  });
});

describe('working days', () => {
  it('count make-up days and skip holidays, weekends and closures', () => {
    expect(isWorkingDay(community, '2026-10-10')).toBe(true);
    expect(isWorkingDay(community, '2026-10-02')).toBe(false);
    expect(isWorkingDay(community, '2026-12-31')).toBe(false);
    // From the last working day before the holidays: 8, 9, then Saturday the 10th is worked.
    expect(addWorkingDays(community, '2026-09-30', 3)).toBe('2026-10-10');
    expect(addWorkingDays(community, '2026-11-27', 1)).toBe('2026-11-30');
  });
});

describe('the warning', () => {
  it('is silent as long as the calendar reaches', () => {
    expect(calendarWarning(community, NOW, 14)).toBeNull();
  });

  it('names the year, how far bookings reach, and the mend', () => {
    const warning = calendarWarning(community, Date.parse('2026-12-20T09:00:00+08:00'), 14);
    expect(warning).toContain('for 2027, and bookings reach 2027-01-03');
    expect(warning).toContain('calendar (years: [2027]');
    expect(calendarWarning(withCalendar({ years: [2027] }), Date.parse('2027-05-01T00:00Z'), 14)).toBeNull();
  });
});

describe('slots', () => {
  it('fill several periods end to end, and nothing between', () => {
    expect(slotsOn(community, service('appliance-check'), '2026-11-23')).toEqual([
      '09:00',
      '10:00',
      '19:00',
      '20:00',
    ]);
  });

  it('leave out what no longer fits at the end of a period', () => {
    const odd = { ...service('appliance-check'), hours: { mon: ['09:00-11:30'] } };
    expect(slotsOn(community, odd, '2026-11-23')).toEqual(['09:00', '10:00']);
  });

  it.each([
    ['none on a public holiday, though it is a Thursday', 'blood-pressure', '2026-10-01', 0],
    ["Monday's on a make-up Saturday", 'blood-pressure', '2026-10-10', 11],
    ['their own on a make-up Saturday, where they have some', 'paperwork', '2026-10-10', 6],
    ['their own on an ordinary Saturday', 'paperwork', '2026-11-28', 6],
    ['none on an ordinary Sunday', 'paperwork', '2026-11-29', 0],
    ['none on a day that staff closed', 'paperwork', '2026-12-31', 0],
  ])('%s', (_, id, day, count) => {
    expect(slotsOn(community, service(id), day)).toHaveLength(count);
  });

  it('keep their hours on holidays for a service that does not follow the working calendar', () => {
    const always = { ...service('blood-pressure'), workingDays: false };
    expect(slotsOn(community, always, '2026-10-01')).toHaveLength(11);
    expect(slotsOn(community, always, '2026-10-10')).toHaveLength(0);
  });
});
