import { expect, test } from 'vitest';
import { type Action, Talk } from '../play.js';
import { VISIT, visit, visitActions } from '../visit.js';

const FULL = {
  service: '量血压',
  day: '2026-11-24',
  time: '下午',
  address: '幸福路8号',
  phone: '13812345678',
};

function atConfirm(actions?: Record<string, Action>): Talk {
  const talk = visit(actions);
  talk.begin(FULL);
  return talk;
}

test('offers to send, and to change each answer', () => {
  expect(atConfirm().labels()).toEqual(['确认提交', '改服务', '改日期', '改时间', '改地址', '改电话']);
});

test.each(['确认', '对', '好的。', 'OK', '1', '１', '一', '确认提交'])(
  '%s sends it, and that is the consent',
  word => {
    const talk = atConfirm();
    talk.say(word);
    expect(talk.last[0]).toEqual({
      kind: 'consented',
      slots: ['service', 'day', 'time', 'address', 'phone'],
    });
    expect(talk.calls.at(-1)?.action).toBe('bookings.book');
  },
);

test('nothing is sent by a no: it asks what to change', () => {
  const talk = atConfirm();
  expect(talk.say('不对')).toContain('哪一项要改？');
  expect(talk.calls.map(call => call.action)).not.toContain('bookings.book');
  expect(talk.session?.misses).toBe(0);
});

test.each(['改时间', '时间', '时间不对', '换个时间', 'change the time', '4'])(
  '%s opens the time, and the rest still holds',
  word => {
    const talk = atConfirm();
    expect(talk.say(word)).toBe('现在填的时间是：下午 3:00\n几点方便？');
    expect(talk.say('上午')).toBe('请看看对不对：量血压，11月24日周二 上午 9:00，幸福路8号，13812345678');
  },
);

test('the new answer can be said at once', () => {
  expect(atConfirm().say('时间改成上午')).toBe(
    '✓ 时间：上午 9:00\n请看看对不对：量血压，11月24日周二 上午 9:00，幸福路8号，13812345678',
  );
  expect(atConfirm().say('改地址 平安里2号')).toContain('平安里2号');
});

test('answers that depend on the changed one are looked at again, and asked when they no longer hold', () => {
  const late: Record<string, Action> = {
    ...visitActions(),
    'bookings.times': ({ day }) =>
      day === '2026-11-25'
        ? [{ value: '10:30', label: '上午 10:30' }]
        : [{ value: '15:00', label: '下午 3:00' }],
  };
  const talk = atConfirm(late);
  talk.say('改日期');
  expect(talk.say('3')).toBe('请看看对不对：量血压，11月26日周四 下午 3:00，幸福路8号，13812345678');
  talk.say('改日期');
  expect(talk.say('2')).toBe('原来的时间（下午 3:00）现在不行了，请重新选。\n几点方便？');
  expect(talk.say('1')).toBe('请看看对不对：量血压，11月25日周三 上午 10:30，幸福路8号，13812345678');
});

test('going back from a change leaves the answer as it was', () => {
  const talk = atConfirm();
  talk.say('改日期');
  expect(talk.say('返回')).toBe('请看看对不对：量血压，11月24日周二 下午 3:00，幸福路8号，13812345678');
});

test('two taps in a hurry send once', () => {
  const talk = new Talk(VISIT, visitActions());
  talk.begin(FULL);
  const token = talk.token('确认提交');
  talk.hear({ token, messageId: 'm1' });
  expect(talk.hear({ token, messageId: 'm1' })).toContain('那个按钮是前面的');
  expect(talk.calls.filter(call => call.action === 'bookings.book')).toHaveLength(1);
});
