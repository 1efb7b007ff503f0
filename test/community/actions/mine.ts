import { expect } from 'vitest';
import { nguyenVanAn, wangNainai, xiaoChen } from '../../cast.js';
import { bookingOf } from './booking.js';
import { call, type Specs } from './call.js';

export const mine: Specs = {
  'mine.look': async () => {
    expect(await call(wangNainai, 'mine.look')).toEqual({ count: 0, list: '', choices: [] });
    const { number } = await bookingOf(wangNainai);
    expect(await call(wangNainai, 'mine.look')).toEqual({
      count: 1,
      list: `【上门预约】\n· 上门量血压 11月24日周二 15:00（${number}）\n　约好了，到时社区护士 周敏上门。`,
      choices: [{ label: `${number} 上门量血压`, begin: 'my-bookings', slots: { booking: number } }],
    });
    await bookingOf(nguyenVanAn, { day: '2026-11-25' });
    const { list } = (await call(nguyenVanAn, 'mine.look')) as { list: string };
    expect(list).toContain('Booked; Zhou Min, community nurse will come.');
    for (const time of ['08:30', '09:00', '09:30', '10:00', '10:30', '14:30'])
      await bookingOf(xiaoChen, { time });
    const many = (await call(xiaoChen, 'mine.look')) as { count: number; list: string; choices: unknown[] };
    expect(many.count).toBe(6);
    expect(many.choices).toHaveLength(5);
    expect(many.list).toContain('还有 1 件没列出');
  },
};
