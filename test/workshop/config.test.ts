import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { accountSecrets, ConfigError, type Environment, readConfig, strangers } from '../../src/config.js';
import { settings, settingsTable } from '../../src/settings.js';

const house = join(import.meta.dirname, '..', '..');

function problemsOf(env: Environment): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('without any setting', () => {
  test('the sample community runs on this machine alone', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      trustProxy: false,
      data: join(house, 'data/store'),
      content: join(house, 'data/huimin'),
      conversations: join(house, 'conversations'),
      database: { url: undefined, connections: 10 },
      key: undefined,
      keyFile: join(house, 'data/store.key'),
      inboundPerMinute: 40,
      log: 'info',
      telegram: {
        token: undefined,
        apiRoot: 'https://api.telegram.org',
        webhook: undefined,
        pace: {
          perSecond: 30,
          perSecondPerChat: 1,
          burstPerChat: 3,
          perMinutePerGroup: 20,
          perDay: 0,
          jitter: 0,
        },
      },
      wechat: {
        puppet: undefined,
        token: undefined,
        endpoint: undefined,
        pace: {
          perSecond: 1 / 3,
          perSecondPerChat: 0,
          burstPerChat: 1,
          perMinutePerGroup: 0,
          perDay: 500,
          jitter: 0.5,
        },
      },
    });
  });

  test('set to nothing is not set', () => {
    expect(readConfig({ PORT: '', TELEGRAM_BOT_TOKEN: '  ', LINLI_DATA: '' })).toEqual(readConfig({}));
  });

  test('every default reads as itself', () => {
    for (const [name, one] of Object.entries(settings)) {
      if (one.fallback !== null) expect(one.read.safeParse(one.fallback).success, name).toBe(true);
    }
  });
});

describe('with settings', () => {
  test('folders are seen from where somebody stands', () => {
    expect(readConfig({ LINLI_DATA: 'here' }).data).toBe(join(process.cwd(), 'here'));
    expect(readConfig({ LINLI_DATA: '/srv/linli' }).data).toBe('/srv/linli');
  });

  test('a limit of 0 is lifted', () => {
    const { telegram, wechat, inboundPerMinute } = readConfig({
      TELEGRAM_MESSAGES_PER_SECOND: '0',
      TELEGRAM_MESSAGES_PER_SECOND_PER_CHAT: '0',
      TELEGRAM_MESSAGES_PER_MINUTE_PER_GROUP: '0',
      WECHAT_SECONDS_BETWEEN_MESSAGES: '0',
      WECHAT_MESSAGES_PER_DAY: '0',
      LINLI_INBOUND_PER_MINUTE: '0',
    });
    expect(telegram.pace).toMatchObject({ perSecond: 0, perSecondPerChat: 0, perMinutePerGroup: 0 });
    expect(wechat.pace).toMatchObject({ perSecond: 0, perDay: 0, jitter: 0 });
    expect(inboundPerMinute).toBe(0);
  });

  test('webhooks come to a public address, or to this machine', () => {
    const webhook = (url: string) =>
      readConfig({
        TELEGRAM_MODE: 'webhook',
        TELEGRAM_WEBHOOK_URL: url,
        TELEGRAM_WEBHOOK_SECRET: 'sixteen-letters-',
      }).telegram.webhook;
    expect(webhook('https://desk.example.org/')).toEqual({
      url: 'https://desk.example.org',
      secret: 'sixteen-letters-',
    });
    expect(webhook('http://127.0.0.1:4000/behind')?.url).toBe('http://127.0.0.1:4000/behind');
  });

  test('a webhook address that nothing uses is kept for later', () => {
    expect(readConfig({ TELEGRAM_WEBHOOK_URL: 'https://desk.example.org' }).telegram.webhook).toBeUndefined();
  });
});

describe('settings that cannot be used', () => {
  test.each([
    ['PORT', 'abc', 'PORT is "abc": give a whole number from 0 to 65535, for example 3000.'],
    ['PORT', '70000', 'PORT is "70000": give a whole number from 0 to 65535, for example 3000.'],
    [
      'HOST',
      'my host',
      'HOST is "my host": give an address of this machine, for example 0.0.0.0 for all of them.',
    ],
    ['LINLI_TRUST_PROXY', 'yes', 'LINLI_TRUST_PROXY is "yes": give 1 for yes or 0 for no.'],
    ['TELEGRAM_MODE', 'hooks', 'TELEGRAM_MODE is "hooks": give one of polling, webhook.'],
    ['LINLI_LOG', 'loud', 'LINLI_LOG is "loud": give one of info, warn, error, silent.'],
    [
      'TELEGRAM_API_ROOT',
      'http://api.telegram.org',
      'TELEGRAM_API_ROOT is "http://api.telegram.org": give an address that begins with https:// and has no ? or # in it, for example https://api.telegram.org.',
    ],
    [
      'TELEGRAM_MESSAGES_PER_SECOND',
      '-1',
      'TELEGRAM_MESSAGES_PER_SECOND is "-1": give a number, for example 30; 0 lifts the limit.',
    ],
    [
      'WECHATY_PUPPET_SERVICE_ENDPOINT',
      'grpc://x',
      'WECHATY_PUPPET_SERVICE_ENDPOINT is "grpc://x": give host and port, for example 127.0.0.1:8788.',
    ],
  ])('%s=%s', (name, value, sentence) => {
    expect(problemsOf({ [name]: value })).toEqual([sentence]);
  });

  test.each(Object.entries(settings).filter(([, one]) => 'secret' in one))(
    'the value of %s is never shown',
    name => {
      const [problem, ...more] = problemsOf({ [name]: 'hush hush' });
      expect(more).toEqual([]);
      expect(problem).toMatch(new RegExp(`^${name} is set, but unusable: `));
      expect(problem).not.toContain('hush');
    },
  );

  test('all of them are said at once, what is missing included', () => {
    const env = { PORT: 'x', TELEGRAM_MODE: 'webhook', WECHATY_PUPPET: 'wechaty-puppet-service' };
    expect(problemsOf(env).map(line => line.split(' ', 1)[0])).toEqual([
      'TELEGRAM_WEBHOOK_URL',
      'TELEGRAM_WEBHOOK_SECRET',
      'WECHATY_PUPPET_SERVICE_TOKEN',
      'PORT',
    ]);
    expect(() => readConfig(env)).toThrow(/^Linli cannot start: 4 settings need mending\.\n {2}- /);
  });
});

describe("an account's secrets", () => {
  const account = { env: { token: 'SECOND_BOT_TOKEN', secret: 'SECOND_BOT_SECRET' } };

  test('come from the variables that the content names', () => {
    expect(accountSecrets(account, { SECOND_BOT_TOKEN: ' 1:a ', SECOND_BOT_SECRET: 'b' })).toEqual({
      values: { token: '1:a', secret: 'b' },
      missing: [],
    });
  });

  test('and those that are missing are named', () => {
    expect(accountSecrets(account, { SECOND_BOT_TOKEN: '1:a' })).toEqual({
      values: { token: '1:a' },
      missing: ['SECOND_BOT_SECRET'],
    });
  });
});

describe('a variable that nothing reads', () => {
  test('is pointed out with the one that may be meant', () => {
    expect(
      strangers([], { TELEGRAM_BOT_TOKN: 'x', LINLI_DAT: 'y', PATH: 'z', TELEGRAM_MODE: 'polling' }),
    ).toEqual([
      'TELEGRAM_BOT_TOKN is set, but nothing reads it. Is TELEGRAM_BOT_TOKEN meant?',
      'LINLI_DAT is set, but nothing reads it. Is LINLI_DATA meant?',
    ]);
  });

  test('is none when an account of the content names it', () => {
    const accounts = [{ env: { token: 'TELEGRAM_BOT_TOKEN_2' } }];
    expect(strangers(accounts, { TELEGRAM_BOT_TOKEN_2: 'x' })).toEqual([]);
  });
});

test.each([
  ['README.md', 'en'],
  ['README.zh-CN.md', 'zh-Hans'],
] as const)('%s lists exactly these settings', (file, locale) => {
  // When it does not: `npm run settings` prints both tables.
  expect(readFileSync(join(house, file), 'utf8')).toContain(`\n\n${settingsTable(locale)}\n\n`);
});
