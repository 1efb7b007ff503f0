import { expect } from 'vitest';
import { withConsent, withKept } from '../../../src/community/residents/consent.js';
import { residents } from '../../../src/community/residents/resident.js';
import { type Actor, nguyenVanAn, wangNainai, xiaoChen } from '../../cast.js';
import { NOW } from '../../clock.js';
import { bookingOf } from './booking.js';
import { call, desk, refused, type Specs, values } from './call.js';

const agree = (who: Actor) =>
  desk.turn(who, ({ tx, resident }) => {
    const agreed = withConsent(withConsent(resident, 'book-service', '2026-11', NOW), 'else', '2026-11', NOW);
    return tx.put(residents, withKept(agreed, 'resident.phone', who.e164));
  });

const begins = (given: unknown) => (given as { choices: { begin: string }[] }).choices.map(one => one.begin);

export const privacy: Specs = {
  'privacy.ways': async () => {
    expect(begins(await call(wangNainai, 'privacy.ways'))).toEqual(['export-data', 'delete-me']);
    await agree(wangNainai);
    expect(begins(await call(wangNainai, 'privacy.ways'))).toEqual([
      'export-data',
      'forget-kept',
      'withdraw',
      'delete-me',
    ]);
  },
  'privacy.export': async () => {
    await bookingOf(wangNainai, { address: '<b>3号楼</b>2单元501' });
    await bookingOf(xiaoChen, { day: '2026-11-25' });
    const { files } = (await call(wangNainai, 'privacy.export')) as {
      files: { name: string; mime: string; base64: string }[];
    };
    expect(files.map(({ name, mime }) => [name, mime])).toEqual([
      ['我的记录-2026-11-23.html', 'text/html'],
      ['我的记录-2026-11-23.json', 'application/json'],
    ]);
    const [page = '', json = ''] = files.map(({ base64 }) => Buffer.from(base64, 'base64').toString('utf8'));
    expect(page).toContain('<dt>地址</dt><dd>&lt;b&gt;3号楼&lt;/b&gt;2单元501</dd>');
    expect(page).toContain('2026-11-24');
    expect(page + json).not.toMatch(new RegExp(xiaoChen.e164.slice(3)));
    expect(JSON.parse(json)).toMatchObject({
      you: { name: '王奶奶', locale: 'zh-Hans' },
      booking: [{ service: 'blood-pressure', phone: wangNainai.e164, history: [{ what: 'booked' }] }],
    });
  },
  'privacy.agreed': async () => {
    expect(await call(wangNainai, 'privacy.agreed')).toEqual([]);
    await agree(nguyenVanAn);
    expect(await call(nguyenVanAn, 'privacy.agreed')).toEqual([
      { value: 'booking', label: 'Visits (since Mon 23 Nov)' },
      { value: 'other', label: 'Other matters (since Mon 23 Nov)' },
      { value: 'kept', label: 'Keeping address and phone' },
    ]);
  },
  'privacy.withdraw': async () => {
    expect(await refused(wangNainai, 'privacy.withdraw', { about: 'booking' })).toBe('not_agreed');
    await agree(wangNainai);
    const { number } = await bookingOf(wangNainai);
    expect(await call(wangNainai, 'privacy.withdraw', { about: 'booking' })).toEqual({
      open: 1,
      list: number,
    });
    expect(values(await call(wangNainai, 'privacy.agreed'))).toEqual(['other']);
    expect(await call(wangNainai, 'residents.has_kept')).toBe(false);
  },
  'privacy.left_open': async () => {
    expect(await call(wangNainai, 'privacy.left_open', { open: 1 })).toBe(true);
    expect(await call(wangNainai, 'privacy.left_open', { open: 0 })).toBe(false);
  },
  'privacy.end_open': async () => {
    await bookingOf(wangNainai);
    await call(wangNainai, 'privacy.end_open', { about: 'kept' });
    expect(await call(wangNainai, 'mine.look')).toMatchObject({ count: 1 });
    await call(wangNainai, 'privacy.end_open', { about: 'booking' });
    expect(await call(wangNainai, 'mine.look')).toMatchObject({ count: 0 });
  },
  'privacy.before_deletion': async () => {
    expect(await call(wangNainai, 'privacy.before_deletion')).toEqual({ count: 0, list: '' });
    const { number } = await bookingOf(wangNainai);
    expect(await call(wangNainai, 'privacy.before_deletion')).toEqual({ count: 1, list: number });
    await desk.hire(xiaoChen, 'admin');
    expect(await refused(xiaoChen, 'privacy.before_deletion')).toBe('last_admin');
  },
  'privacy.has_open': async () => {
    expect(await call(wangNainai, 'privacy.has_open')).toBe(false);
    await bookingOf(wangNainai);
    expect(await call(wangNainai, 'privacy.has_open')).toBe(true);
  },
  'privacy.delete': async () => {
    await bookingOf(wangNainai);
    await call(wangNainai, 'privacy.delete');
    await expect(call(wangNainai, 'residents.has_kept')).rejects.toThrow('no resident wang-nainai');
    await desk.hire(xiaoChen, 'admin');
    expect(await refused(xiaoChen, 'privacy.delete')).toBe('last_admin');
  },
};
