import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { staffRoutes } from '../../src/web/console/staff.js';
import type { AccountHealth } from '../../src/web/health.js';
import { createMetrics } from '../../src/web/metrics.js';
import { createWebServer, type WebServer } from '../../src/web/server.js';
import { HOUR, MINUTE, VirtualClock } from '../clock.js';
import { keptLog } from './real.js';

const KEY = 'k3y-of-the-staff-0123456789';
let server: WebServer;
let clock: VirtualClock;
let accounts: AccountHealth[];
let log: ReturnType<typeof keptLog>;

beforeEach(async () => {
  clock = new VirtualClock();
  log = keptLog();
  accounts = [{ account: 'telegram', platform: 'telegram', state: 'online' }];
  server = await createWebServer({
    host: '127.0.0.1',
    port: 0,
    log,
    clock,
    routes: staffRoutes({ key: KEY, keyPlace: 'data/store/staff-key', accounts: () => accounts, clock, log }),
    health: () => ({ store: { healthy: true, trouble: null }, accounts, stopping: false }),
    metrics: createMetrics({ process: false }),
  });
});
afterEach(async () => {
  const closed = server.close();
  await clock.advance(3_000);
  await closed;
});

function ask(path: string, cookie = '', how: RequestInit = {}): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    redirect: 'manual',
    ...how,
    headers: { cookie, 'accept-language': 'zh-CN', ...how.headers },
  });
}

function signIn(key: string, headers: Record<string, string> = {}): Promise<Response> {
  return ask('/staff/sign-in', '', { method: 'POST', body: new URLSearchParams({ key }), headers });
}

async function signedIn(): Promise<string> {
  const response = await signIn(KEY);
  expect([response.status, response.headers.get('location')]).toEqual([303, '/staff/accounts']);
  return response.headers.getSetCookie()[0]!.split(';')[0]!;
}

describe('the staff’s sign-in', () => {
  it('comes before everything', async () => {
    for (const path of ['/staff', '/staff/accounts']) {
      const response = await ask(path);
      expect(response.status).toBe(303);
      expect(await response.text()).not.toContain('telegram');
    }
    const form = await (await ask('/staff/sign-in')).text();
    expect(form).toContain('data/store/staff-key');
    expect(form).not.toContain(KEY);
    expect(form).not.toContain('<script');
  });

  it('gives a cookie out of reach of scripts and of other sites', async () => {
    const [cookie] = (await signIn(KEY)).headers.getSetCookie();
    expect(cookie).toMatch(
      /^linli_staff=\d+\.[\w-]+; Path=\/staff; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    expect(cookie).not.toContain(KEY);
  });

  it('lasts twelve hours, and until the sign-out', async () => {
    const cookie = await signedIn();
    expect((await ask('/staff/accounts', cookie)).status).toBe(200);
    await clock.advance(12 * HOUR - MINUTE);
    expect((await ask('/staff/accounts', cookie)).status).toBe(200);
    await clock.advance(MINUTE);
    expect((await ask('/staff/accounts', cookie)).status).toBe(303);
    const out = await ask('/staff/sign-out', cookie, { method: 'POST' });
    expect(out.headers.getSetCookie()[0]).toContain('Max-Age=0');
  });

  it('cannot be forged', async () => {
    const [until, signature] = (await signedIn()).split('=')[1]!.split('.');
    for (const forged of [
      `${Number(until) + 1}.${signature}`,
      `${until}.`,
      `${until}`,
      `.${signature}`,
      'x.y',
    ]) {
      expect((await ask('/staff/accounts', `linli_staff=${forged}`)).status).toBe(303);
    }
  });

  it('is not done from another site’s page', async () => {
    expect((await signIn(KEY, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await signIn(KEY, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('says what to do after a wrong key, and logs neither key', async () => {
    const response = await signIn('let-me-in');
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('口令不对。请从服务器上的口令文件里复制');
    await signedIn();
    expect(JSON.stringify(log.lines)).not.toMatch(/let-me-in|k3y/);
  });

  it('slows down who guesses, the right key included', async () => {
    for (let i = 0; i < 5; i++) expect((await signIn(`guess ${i}`)).status).toBe(401);
    const refused = await signIn(KEY);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBe(180);
    expect(await refused.text()).toContain('3 分钟后再试');
    await clock.advance(3 * MINUTE);
    await signedIn();
  });
});

describe('the page of accounts', () => {
  it('shows each account’s state, in both languages, and renews itself without a script', async () => {
    accounts = [
      { account: 'telegram', platform: 'telegram', state: 'online' },
      { account: 'wechat-2', platform: 'wechat', state: 'offline', detail: 'no answer from <the> service' },
    ];
    const cookie = await signedIn();
    const response = await ask('/staff/accounts', cookie);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const page = await response.text();
    expect(page).toContain('在线');
    expect(page).toContain('离线');
    expect(page).toContain('no answer from &#60;the&#62; service');
    expect(page).toMatch(/<meta http-equiv="refresh" content="\d+">/);
    expect(page).not.toMatch(/<script|style=| on\w+="/);
    expect(
      await (await ask('/staff/accounts', cookie, { headers: { 'accept-language': 'en' } })).text(),
    ).toContain('Online');
  });

  it('shows what to scan while a login is wanted, and only then', async () => {
    const login: AccountHealth = {
      account: 'wechat',
      platform: 'wechat',
      state: 'needs-login',
      qr: 'https://login.weixin.qq.com/l/Qx7-once',
    };
    accounts = [login];
    const cookie = await signedIn();
    const page = await (await ask('/staff/accounts', cookie)).text();
    expect(page).toMatch(
      /<div class="qr" role="img" aria-label="[^"]*扫[^"]*"><svg[\s\S]*<path[\s\S]*<\/svg>/,
    );
    expect(page).not.toContain('Qx7-once');
    accounts = [{ ...login, state: 'online' }];
    expect(await (await ask('/staff/accounts', cookie)).text()).not.toContain('<svg');
    accounts = [login];
    expect(await (await ask('/staff/accounts')).text()).not.toContain('<svg');
    expect(await (await ask('/readyz')).text()).not.toContain('Qx7');
  });

  it('says what to do when there is none', async () => {
    accounts = [];
    expect(await (await ask('/staff/accounts', await signedIn())).text()).toContain('还没有配置任何账号');
  });
});
