import { expect, it } from 'vitest';
import { chatName, laneName } from '../../src/desk/lane.js';
import { afterMenu, idleMenuToken, menuToken, newSeat, withMenu } from '../../src/desk/seat.js';
import { readStartToken, startToken } from '../../src/desk/start-token.js';

const seat = newSeat({
  id: 'a/b/c',
  account: 'a',
  chat: 'b',
  chatKind: 'direct',
  person: 'c',
  resident: 'r',
});
const two = [
  { token: 'go:book-service', label: '预约服务' },
  { token: 'go:my-bookings', label: '我的预约' },
];

it('gives consecutive menus different numbers, so that an old number never picks a new option', () => {
  const first = withMenu(seat, two);
  const second = withMenu(first, [{ token: 'desk:person', label: '人工' }]);
  expect([
    menuToken(second, '1'),
    menuToken(second, '２'),
    menuToken(second, ' 3 '),
    menuToken(second, '4'),
  ]).toEqual(['go:book-service', 'go:my-bookings', 'desk:person', null]);
  expect(menuToken(second, '我的预约')).toBe('go:my-bookings');
});

it('counts the buttons of the newest menu where nobody sees its numbers', () => {
  const second = withMenu(withMenu(seat, two), [{ token: 'desk:person', label: '人工' }]);
  expect(['1', '2', '3'].map(said => idleMenuToken(second, said, false))).toEqual([
    'desk:person',
    null,
    null,
  ]);
  expect(idleMenuToken(second, '我的预约', false)).toBe('go:my-bookings');
  // A question has hung out a list of its own since.
  expect(idleMenuToken(afterMenu(second, 3), '1', false)).toBeNull();
});

it('begins again at one when the numbers grow long', () => {
  expect(afterMenu({ ...seat, nextNumber: 97 }, 4).nextNumber).toBe(1);
  expect(afterMenu({ ...seat, nextNumber: 90 }, 4).nextNumber).toBe(94);
});

it('forgets a menu of long ago when its numbers are given out again', () => {
  const round = { ...withMenu(seat, two), nextNumber: 1 };
  expect(menuToken(afterMenu(round, 1), '1')).toBeNull();
  expect(menuToken(withMenu({ ...round, nextNumber: 3 }, two), '1')).toBe('go:book-service');
});

it('keeps what a button begins inside its token, and refuses a token that Telegram would', () => {
  const token = startToken('cancel-booking', { booking: 'YY-0042' });
  expect(readStartToken(token)).toEqual({ conversation: 'cancel-booking', slots: { booking: 'YY-0042' } });
  expect(() => startToken('cancel-booking', { booking: '约'.repeat(20) })).toThrow(/64 bytes/);
});

it('keeps lanes apart whose ids hold slashes', () => {
  const one = laneName({ account: 'w', chat: 'a/b', person: 'c' });
  const other = laneName({ account: 'w', chat: 'a', person: 'b/c' });
  expect(one).not.toBe(other);
  expect(chatName('w', 'a/b')).toBe('w/a%2Fb');
});
