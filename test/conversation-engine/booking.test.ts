import { expect, test } from 'vitest';
import { visit } from './visit.js';

test('王奶奶 books a visit by numbers and words', () => {
  const talk = visit();
  expect(talk.begin()).toBe('您要预约哪项服务？');
  expect(talk.labels()).toEqual(['量血压', '上门理发', '家电检查']);
  expect(talk.say('1')).toBe('哪一天方便？');
  expect(talk.labels()).toEqual(['11月24日周二', '11月25日周三', '11月26日周四']);
  expect(talk.say('２')).toBe('几点方便？');
  expect(talk.say('下午')).toBe('请告诉我详细地址。');
  expect(talk.say('幸福路8号3栋201')).toBe('请留一个电话。');
  expect(talk.say('12345')).toContain('这个电话号码好像不对');
  expect(talk.say('138 1234 5678')).toBe(
    '请看看对不对：量血压，11月25日周三 下午 3:00，幸福路8号3栋201，13812345678',
  );
  expect(talk.say('对')).toBe(
    '约好了，编号 YY-0042，李主任 会上门。\n另外问一句：要不要我记住地址（幸福路8号3栋201），下次不用再填？',
  );
  expect(talk.calls.at(-1)).toEqual({
    action: 'bookings.book',
    args: {
      service: 'blood-pressure',
      day: '2026-11-25',
      time: '15:00',
      address: '幸福路8号3栋201',
      phone: '13812345678',
    },
  });
  expect(talk.say('好')).toBe('好，记住了。想删掉随时跟我说。');
  expect(talk.over).toBe('done');
});
