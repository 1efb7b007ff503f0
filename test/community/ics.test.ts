import { describe, expect, it } from 'vitest';
import { book, cancel, reschedule } from '../../src/community/bookings/book.js';
import { icsFile, icsOf } from '../../src/community/ics.js';
import { nguyenVanAn, wangNainai } from '../cast.js';
import { NOW } from '../clock.js';
import { huimin, TestDesk } from './desk.js';

/** An entry read back: unfolded and unescaped, properties by name. Alarms are counted apart. */
function read(ics: string): { properties: Record<string, string>; alarms: string[] } {
  const lines = ics.replace(/\r\n[ \t]/g, '').split('\r\n');
  const properties: Record<string, string> = {};
  const alarms: string[] = [];
  let within = '';
  for (const line of lines) {
    const [name = '', ...rest] = line.split(':');
    const value = rest
      .join(':')
      .replace(/\\n/g, '\n')
      .replace(/\\([,;\\])/g, '$1');
    if (name === 'BEGIN') within = value;
    else if (name === 'END') within = 'VCALENDAR';
    else if (within !== 'VALARM') properties[name.split(';')[0]!] = value;
    else if (name.startsWith('TRIGGER')) alarms.push(value);
  }
  return { properties, alarms };
}

describe('the calendar entry', () => {
  it('says what, when, where, and reminds two hours before', async () => {
    const desk = await TestDesk.open();
    const { value } = await desk.turn(wangNainai, context =>
      book(context, {
        service: 'blood-pressure',
        day: '2026-11-24',
        time: '15:00',
        address: '惠民苑3号楼, 2单元501; 王家',
        phone: wangNainai.e164,
      }),
    );
    const { properties, alarms } = read(icsOf(value, huimin, 'zh-Hans', NOW));
    expect(properties).toMatchObject({
      METHOD: 'PUBLISH',
      UID: `${value.id}@huimin.linli`,
      SEQUENCE: '0',
      DTSTAMP: '20261123T010000Z',
      DTSTART: '20261124T070000Z',
      DTEND: '20261124T073000Z',
      SUMMARY: `上门量血压 ${value.id}`,
      LOCATION: '惠民苑3号楼, 2单元501; 王家',
      DESCRIPTION: '惠民社区\n027-8200-1001',
      STATUS: 'CONFIRMED',
    });
    expect(alarms).toEqual(['-PT2H']);
    // A phone number is not for calendars that families share.
    expect(icsOf(value, huimin, 'zh-Hans', NOW)).not.toContain('13800001234');
  });

  it('keeps its UID while SEQUENCE rises, and takes itself away when cancelled', async () => {
    const desk = await TestDesk.open();
    const wish = { service: 'haircut', day: '2026-11-26', time: '10:00' };
    const { value: booked } = await desk.turn(nguyenVanAn, context =>
      book(context, { ...wish, address: nguyenVanAn.address, phone: nguyenVanAn.e164 }),
    );
    const { value: moved } = await desk.turn(nguyenVanAn, context =>
      reschedule(context, booked.id, '2026-11-28', '09:00'),
    );
    const { value: gone } = await desk.turn(nguyenVanAn, context => cancel(context, booked.id));
    const entries = [booked, moved, gone].map(booking => read(icsOf(booking, huimin, 'en', NOW)));
    expect(new Set(entries.map(entry => entry.properties.UID)).size).toBe(1);
    expect(entries.map(entry => entry.properties.SEQUENCE)).toEqual(['0', '1', '2']);
    expect(entries[1]?.properties.DTSTART).toBe('20261128T010000Z');
    expect(entries[2]?.properties).toMatchObject({ METHOD: 'CANCEL', STATUS: 'CANCELLED' });
    expect(entries[2]?.alarms).toEqual([]);
  });

  it('goes along as a file named after the booking', async () => {
    const desk = await TestDesk.open();
    const { value } = await desk.turn(wangNainai, context =>
      book(context, {
        service: 'blood-pressure',
        day: '2026-11-24',
        time: '15:00',
        address: wangNainai.address,
        phone: wangNainai.e164,
      }),
    );
    const file = icsFile(value, huimin, 'zh-Hans', NOW);
    expect(file).toMatchObject({ name: `${value.id}.ics`, mime: 'text/calendar' });
    expect(Buffer.from(file.base64, 'base64').toString('utf8')).toContain('BEGIN:VEVENT');
  });
});
