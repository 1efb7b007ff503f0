import { expect } from 'vitest';
import { withKept } from '../../../src/community/residents/consent.js';
import { residents as documents } from '../../../src/community/residents/resident.js';
import { type Actor, nguyenVanAn, wangNainai, xiaoChen } from '../../cast.js';
import { call, desk, refused, type Specs } from './call.js';

export const residents: Specs = {
  'residents.languages': async () => {
    expect(await call(nguyenVanAn, 'residents.languages')).toEqual([
      { value: 'zh-Hans', label: '简体中文' },
      { value: 'en', label: 'English' },
    ]);
  },
  'residents.set_language': async () => {
    expect(await call(wangNainai, 'residents.set_language', { language: 'en' })).toEqual({ language: 'en' });
    expect(await call(wangNainai, 'services.open')).toContainEqual({
      value: 'haircut',
      label: 'Haircut at home for elders',
    });
    expect(await refused(wangNainai, 'residents.set_language', { language: 'tlh' })).toBe('unknown_language');
  },
  'residents.linking_code': async () => {
    const given = (await call(wangNainai, 'residents.linking_code')) as { code: string; minutes: number };
    expect(given.code).toMatch(/^\d{4} \d{4} \d{4}$/);
    expect(given.minutes).toBe(10);
  },
  'residents.use_code': async () => {
    const { code } = (await call(wangNainai, 'residents.linking_code')) as { code: string };
    expect(await call(xiaoChen, 'residents.use_code', { code: '00000000' })).toEqual({ joined: 'no' });
    expect(await call(xiaoChen, 'residents.use_code', { code })).toEqual({ joined: 'yes' });
  },
  'residents.joined': async () => {
    expect(await call(wangNainai, 'residents.joined', { joined: 'yes' })).toBe(true);
    expect(await call(wangNainai, 'residents.joined', { joined: 'no' })).toBe(false);
  },
  'residents.has_kept': async () => {
    expect(await call(wangNainai, 'residents.has_kept')).toBe(false);
    await keep(wangNainai);
    expect(await call(wangNainai, 'residents.has_kept')).toBe(true);
  },
  'residents.kept': async () => {
    await keep(wangNainai);
    expect(await call(wangNainai, 'residents.kept')).toEqual({ list: '惠民苑3号楼2单元501 · 13800001234' });
  },
  'residents.forget_kept': async () => {
    await keep(wangNainai);
    await call(wangNainai, 'residents.forget_kept');
    expect(await call(wangNainai, 'residents.has_kept')).toBe(false);
  },
};

const keep = (who: Actor) =>
  desk.turn(who, context => {
    const once = withKept(context.resident, 'resident.address', { text: who.address });
    return context.tx.put(documents, withKept(once, 'resident.phone', who.e164));
  });
