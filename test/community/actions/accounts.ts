import { expect } from 'vitest';
import { findResident, identities, residentOf } from '../../../src/community/residents/identity.js';
import { residents } from '../../../src/community/residents/resident.js';
import { acts } from '../../../src/community/staff/act.js';
import { sunJie, wangNainai, xiaoChen } from '../../cast.js';
import { bookingOf } from './booking.js';
import { call, desk, refused, type Specs } from './call.js';

/** 王奶奶 writes in WeChat, where she is reached, and her chat on Telegram is joined to it. */
const joined = async () => {
  await desk.turn(wangNainai, async ({ tx, resident }) => {
    for (const id of ['wechat/wxid_wangnainai', 'telegram/71001'])
      await tx.put(identities, { id, resident: resident.id, since: desk.now });
  });
};
const whoIs = (account: string, person: string) =>
  desk.store.read('huimin', tx => findResident(tx, account, person)).then(found => found?.id);
const actsDone = () => desk.store.read('huimin', tx => tx.find(acts, 'byTime', { limit: 9 }));

export const accounts: Specs = {
  'accounts.others': async () => {
    expect(await call(wangNainai, 'accounts.others')).toBe(false);
    await joined();
    expect(await call(wangNainai, 'accounts.others')).toBe(true);
  },
  'accounts.part': async () => {
    expect(await refused(wangNainai, 'accounts.part', { which: 'others' })).toBe('nothing_joined');
    await joined();
    await call(wangNainai, 'accounts.part', { which: 'others' });
    expect(await whoIs('wechat', 'wxid_wangnainai')).toBe(wangNainai.id);
    expect(await whoIs('telegram', '71001')).not.toBe(wangNainai.id);
    await joined();
    await call(wangNainai, 'accounts.part', { which: 'this' });
    expect(await whoIs('wechat', 'wxid_wangnainai')).not.toBe(wangNainai.id);
    expect(await whoIs('telegram', '71001')).toBe(wangNainai.id);
    const left = await desk.store.read('huimin', tx => tx.get(residents, wangNainai.id));
    expect(left?.reach).toBeUndefined();
  },
  'accounts.find': async () => {
    await desk.hire(sunJie, 'desk');
    const { number = '' } = await bookingOf(wangNainai);
    for (const who of [
      number,
      String(number).toLowerCase().replace('-', ' '),
      wangNainai.phone,
      '１３８００００１２３４',
    ]) {
      expect(await call(sunJie, 'accounts.find', { who }), String(who)).toEqual({
        name: '王奶奶',
        since: '11月23日周一',
      });
    }
    expect(await refused(sunJie, 'accounts.find', { who: 'YY-9999' })).toBe('nobody_found');
    const other = await bookingOf(xiaoChen, { day: '2026-11-25', phone: wangNainai.e164 });
    expect(await refused(sunJie, 'accounts.find', { who: wangNainai.phone })).toBe('several_found');
    await desk.hire(xiaoChen, 'admin');
    expect(await refused(sunJie, 'accounts.find', { who: other.number ?? '' })).toBe('is_staff');
  },
  'accounts.relink': async () => {
    await desk.hire(sunJie, 'desk');
    await bookingOf(wangNainai);
    const { code } = (await call(sunJie, 'accounts.relink', { who: wangNainai.phone })) as { code: string };
    expect(await actsDone()).toMatchObject([{ what: 'resident.relink' }]);
    expect(JSON.stringify(await actsDone())).not.toContain('138');
    const stranger = await desk.store.transact('huimin', tx =>
      residentOf(tx, {
        account: 'wechat',
        person: 'wxid_new',
        locales: ['zh-Hans'],
        now: desk.now,
        newId: () => 'new',
      }),
    );
    const who = { ...xiaoChen, id: stranger.id };
    expect(await call(who, 'residents.use_code', { code })).toEqual({ joined: 'yes' });
    expect(await whoIs('wechat', 'wxid_new')).toBe(wangNainai.id);
  },
  'accounts.set_grid': async () => {
    await desk.hire(sunJie, 'desk');
    const { number = '' } = await bookingOf(wangNainai);
    const set = { who: number, grid: 'huimin-yuan' };
    expect(await refused(sunJie, 'accounts.set_grid', { ...set, grid: 'mars' })).toBe('unknown_grid');
    await call(sunJie, 'accounts.set_grid', set);
    expect(await call(wangNainai, 'settings.look')).toMatchObject({ grid: '惠民苑网格' });
    expect(await actsDone()).toMatchObject([{ what: 'resident.grid', about: number }]);
  },
};
