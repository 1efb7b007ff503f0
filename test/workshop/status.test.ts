import { expect, test } from 'vitest';
import { needsLook, showStatus } from '../../src/commands/show-status.js';
import type { Store } from '../../src/community/store.js';
import type { AccountStatus } from '../../src/desk/platform.js';
import { deskStatus, deskStatusSchema } from '../../src/desk/status.js';
import { HOUR, MINUTE, NOW, SECOND } from '../clock.js';

const rows = { inbox: 0, outbox: 3 };
const store: Pick<Store, 'depth' | 'healthy' | 'trouble'> = {
  healthy: true,
  trouble: null,
  depth: async (queue, filter) =>
    rows[queue] === 0 || filter?.account === 'webchat'
      ? { rows: 0, oldest: null }
      : { rows: rows[queue], oldest: NOW - 90 * SECOND },
};
const accounts = new Map<string, AccountStatus>([
  ['webchat', { state: 'online' }],
  ['wechat', { state: 'needs-login', detail: 'scan the code', qr: 'https://login.example/secret' }],
]);
const ask = () =>
  deskStatus({ store, desks: [{ community: 'huimin', accounts }], pid: 42, since: NOW - 3 * HOUR, now: NOW });

test('a status is plain JSON, and holds no login', async () => {
  const status = await ask();
  expect(deskStatusSchema.parse(JSON.parse(JSON.stringify(status)))).toEqual(status);
  expect(JSON.stringify(status)).not.toContain('secret');
});

test('a status fits a terminal', async () => {
  expect(showStatus(await ask())).toBe(
    [
      'Running as process 42 for 3 hours.',
      'The store is healthy.',
      'To be handled: none. To be sent: 3, the oldest for 90 seconds.',
      '',
      'community  account  state        to be handled  to be sent',
      'huimin     webchat  online       none           none',
      'huimin     wechat   needs-login  none           3, the oldest for 90 seconds  scan the code',
      '',
    ].join('\n'),
  );
});

test('somebody should look when an account is not online, or the store is in trouble', async () => {
  const status = await ask();
  expect(needsLook(status)).toBe(true);
  const online = status.communities.map(one => ({ ...one, accounts: one.accounts.slice(0, 1) }));
  expect(needsLook({ ...status, communities: online })).toBe(false);
  const trouble = { healthy: false, trouble: 'the disk is full; make room and start again' };
  const troubled = { ...status, communities: online, store: trouble };
  expect(needsLook(troubled)).toBe(true);
  expect(showStatus(troubled)).toContain('The store is in trouble: the disk is full; make room');
});

test.each([
  [500, '0 seconds'],
  [SECOND, '1 second'],
  [119 * SECOND, '119 seconds'],
  [2 * MINUTE, '2 minutes'],
  [47 * HOUR, '47 hours'],
  [-SECOND, '0 seconds'],
])('%s ms read as %s', async (ms, words) => {
  expect(showStatus({ ...(await ask()), since: NOW - ms })).toContain(` for ${words}.`);
});
