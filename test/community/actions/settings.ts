import { expect } from 'vitest';
import { nguyenVanAn, wangNainai } from '../../cast.js';
import { huimin } from '../desk.js';
import { call, desk, refused, type Specs, values } from './call.js';

export const settings: Specs = {
  'settings.look': async () => {
    expect(await call(wangNainai, 'settings.look')).toEqual({
      language: '简体中文',
      grid: '还没选',
      topics: '停水停电等通知、文化活动',
      quiet: '21:00 到 08:00（跟社区一样）',
      choices: [{ begin: 'language' }, { begin: 'grid' }, { begin: 'topics' }, { begin: 'quiet' }],
    });
    await call(nguyenVanAn, 'settings.set_grid', { grid: 'minsheng-lu' });
    expect(await call(nguyenVanAn, 'settings.look')).toMatchObject({
      language: 'English',
      grid: 'Minsheng Road',
    });
  },
  'settings.grids': async () => {
    expect(await call(wangNainai, 'settings.grids')).toEqual([
      { value: 'huimin-yuan', label: '惠民苑网格' },
      { value: 'minsheng-lu', label: '民生路网格' },
      { value: 'unknown', label: '不知道' },
    ]);
    desk.content = { ...huimin, community: { ...huimin.community, grids: [] } };
    expect(values(await call(wangNainai, 'settings.grids'))).toEqual([]);
  },
  'settings.set_grid': async () => {
    expect(await call(wangNainai, 'settings.set_grid', { grid: 'huimin-yuan' })).toEqual({
      name: '惠民苑网格',
    });
    expect(await refused(wangNainai, 'settings.set_grid', { grid: 'mars' })).toBe('unknown_grid');
    expect(await call(wangNainai, 'settings.set_grid', { grid: 'unknown' })).toEqual({ name: '' });
    expect(await call(wangNainai, 'settings.look')).toMatchObject({ grid: '还没选' });
  },
  'settings.hours': async () => {
    for (const hours of ['晚上八点到早上九点', '20:00-9:00', '从晚上8点至早上9点', '晚上八点～早上九点']) {
      expect(await call(wangNainai, 'settings.hours', { hours }), hours).toEqual({});
    }
    for (const hours of ['晚上', '八点', '晚上八点到', '不要', '八点到八点', '25点到9点', '1点到2点到3点']) {
      expect(await refused(wangNainai, 'settings.hours', { hours }), hours).toBe('no_hours');
    }
    for (const hours of ['8 pm to 9 am', 'from 20:00 until 09:00', '8pm - 9am']) {
      expect(await call(nguyenVanAn, 'settings.hours', { hours }), hours).toEqual({});
    }
  },
  'settings.set_quiet': async () => {
    const set = (way: string, hours?: string) =>
      call(wangNainai, 'settings.set_quiet', { way, ...(hours === undefined ? {} : { hours }) });
    expect(await set('own', '晚上八点到早上九点')).toEqual({ quiet: '20:00 到 09:00' });
    expect(await set('never')).toEqual({ quiet: '没有，什么时候都行' });
    expect(await set('standard')).toEqual({ quiet: '21:00 到 08:00（跟社区一样）' });
    expect(await refused(wangNainai, 'settings.set_quiet', { way: 'own', hours: '夜里' })).toBe('no_hours');
  },
};
