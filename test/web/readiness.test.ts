import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/community/problem.js';
import { acceptLanguage } from '../../src/desk/accept-language.js';
import { type AccountHealth, type Health, readiness } from '../../src/web/health.js';
import { answerTo } from '../../src/web/problems.js';

const account = (state: AccountHealth['state']): AccountHealth => ({
  account: state,
  platform: 'telegram',
  state,
});
const health = (more: Partial<Health> = {}): Health => ({
  store: { healthy: true, trouble: null },
  accounts: [account('online')],
  stopping: false,
  ...more,
});

describe('readiness', () => {
  it.each<[string, Partial<Health>, boolean]>([
    ['all is well', {}, true],
    [
      'one account is logged out and another is not',
      { accounts: [account('needs-login'), account('online')] },
      true,
    ],
    ['no account is online yet', { accounts: [account('starting')] }, false],
    ['there is no account', { accounts: [] }, false],
    ['the store is broken', { store: { healthy: false, trouble: 'x' } }, false],
    ['it is stopping', { stopping: true }, false],
  ])('when %s', (_, more, ready) => {
    const state = readiness(health(more));
    expect(state.ready).toBe(ready);
    expect(state.reasons.length > 0).toBe(!ready);
  });

  it('never shows what to scan, nor an account’s details', () => {
    const accounts = [
      { ...account('needs-login'), qr: 'https://login.example/secret', detail: 'at 10.0.0.7' },
    ];
    expect(JSON.stringify(readiness(health({ accounts })))).not.toMatch(/secret|10\.0/);
  });
});

describe('what a visitor is told', () => {
  it.each<[unknown, number, string]>([
    [new Problem('not_found'), 404, 'not_found'],
    [new Problem('slot_taken'), 409, 'slot_taken'],
    [new Error('EACCES'), 500, 'failed'],
    ['a string', 500, 'failed'],
    [Object.assign(new Error('too large'), { status: 413 }), 413, 'too_large'],
    [Object.assign(new Error('teapot'), { status: 418 }), 500, 'failed'],
    [Object.assign(new Error('gateway'), { status: 502 }), 500, 'failed'],
  ])('%s is %d %s', (error, status, code) => {
    expect(answerTo(error)).toMatchObject({ status, code });
  });
});

describe('the language of a browser', () => {
  const locales = ['zh-Hans', 'en'];
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-Hans'],
    ['en-US,en;q=0.9,zh;q=0.1', 'en'],
    ['en;q=0.2, zh-TW;q=0.7', 'zh-Hans'],
    ['vi-VN,vi;q=0.9', 'en'],
    ['vi-VN,zh;q=0.5', 'zh-Hans'],
    ['*', 'zh-Hans'],
    ['', 'zh-Hans'],
    [undefined, 'zh-Hans'],
    ['en;q=0', 'zh-Hans'],
    [';;q=,,', 'zh-Hans'],
  ])('%s → %s', (header, locale) => {
    expect(acceptLanguage(header, locales)).toBe(locale);
  });
});
