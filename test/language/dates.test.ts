import { describe, expect, it } from 'vitest';
import { readMoment } from '../../src/language/index.js';
import { SAID } from './moments.js';

const zone = 'Asia/Shanghai';
const at = (local: string) => ({ now: Date.parse(`${local}:00+08:00`), zone });
/** A moment in a line: date, time or part, past. */
function line(text: string, local = '2026-11-23T09:00'): string {
  const moment = readMoment(text, at(local));
  if (moment === null || 'problem' in moment) return 'null';
  return [moment.date, moment.time ?? moment.part, moment.past && 'past'].filter(Boolean).join(' ');
}

describe('a moment in words', () => {
  it.each(SAID)('%s → %s', (text, meant) => {
    expect(line(text)).toBe(meant);
  });

  it('says why there is none', () => {
    expect(readMoment('2月30号', at('2026-11-23T09:00'))).toEqual({ problem: 'date_impossible' });
    expect(readMoment('明天25点', at('2026-11-23T09:00'))).toEqual({ problem: 'time_impossible' });
    expect(readMoment('12月25日周四', at('2026-11-23T09:00'))).toEqual({ problem: 'date_contradiction' });
    expect(readMoment('改天吧', at('2026-11-23T09:00'))).toEqual({ problem: 'date_ambiguous' });
    expect(readMoment('三四点', at('2026-11-23T09:00'))).toEqual({ problem: 'time_ambiguous' });
    expect(readMoment('你好', at('2026-11-23T09:00'))).toBeNull();
  });

  it('gives the end of a range of times besides its start', () => {
    expect(readMoment('晚7点到9点', at('2026-11-23T09:00'))).toEqual({ time: '19:00', to: '21:00' });
    expect(readMoment('tomorrow 11-1pm', at('2026-11-23T09:00'))).toEqual({
      date: '2026-11-24',
      time: '11:00',
      to: '13:00',
    });
  });

  it('counts from the day in the community, not in the process', () => {
    const evening = { now: Date.parse('2026-11-23T20:00:00Z'), zone };
    expect(readMoment('明天', evening)).toEqual({ date: '2026-11-25' });
    expect(readMoment('明天', { ...evening, zone: 'America/New_York' })).toEqual({ date: '2026-11-24' });
  });

  it('lets what has been said last count in a correction', () => {
    expect(line('从周三改到周五下午三点')).toBe('2026-11-27 15:00');
    expect(line('不是周三，是周四')).toBe('2026-11-26');
  });

  it('keeps a weekday of today only while its time is ahead', () => {
    expect(line('周一上午10点')).toBe('2026-11-23 10:00');
    expect(line('周一上午8点')).toBe('2026-11-30 08:00');
    expect(line('周一下午', '2026-11-23T18:00')).toBe('2026-11-30 afternoon');
  });

  it('reads leap days as the calendar has them', () => {
    expect(line('2月29号', '2028-01-10T09:00')).toBe('2028-02-29');
    expect(line('2月29号', '2027-05-01T09:00')).toBe('2028-02-29');
    expect(line('2月29号')).toBe('null');
    expect(line('一个月后', '2027-01-30T09:00')).toBe('2027-02-28');
  });
});
