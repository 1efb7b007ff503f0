import { expect } from 'vitest';
import { nguyenVanAn, wangNainai } from '../../cast.js';
import { call, refused, type Specs, values } from './call.js';

export const topics: Specs = {
  'topics.mine': async () => {
    expect(await call(wangNainai, 'topics.mine')).toEqual({
      wanted: '停水停电等通知、文化活动',
      unwanted: '招工和培训',
    });
    await call(wangNainai, 'topics.set', { wish: 'stop', topic: 'all' });
    expect(await call(wangNainai, 'topics.mine')).toMatchObject({ wanted: 'none' });
  },
  'topics.all': async () => {
    expect(values(await call(nguyenVanAn, 'topics.all'))).toEqual(['notices', 'events', 'work', 'all']);
  },
  'topics.set': async () => {
    const stop = { wish: 'stop', topic: 'events' };
    expect(await call(nguyenVanAn, 'topics.set', stop)).toEqual({
      topic: 'Events',
      wish: 'stop',
      before: 'no',
    });
    expect(await call(nguyenVanAn, 'topics.set', stop)).toMatchObject({ before: 'yes' });
    expect(await refused(nguyenVanAn, 'topics.set', { wish: 'stop', topic: 'gone' })).toBe('unknown_topic');
  },
};
