import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Account } from './community/content/content.js';
import { nearest } from './conversation/field.js';
import type { PaceLimits } from './desk/platform.js';
import { readEnvFile } from './env-file.js';
import type { InBoth, Setting } from './setting.js';
import { type SettingName, settings, type Values } from './settings.js';

// This file is the only reader of process.env; a test holds it to that.

export type Environment = Readonly<Record<string, string | undefined>>;

/** What this process was started with, and nothing else. */
export const ownEnvironment: Environment = process.env;

/**
 * What this process goes by: its environment and, for what that leaves open, the `.env` file in `folder`. Set
 * to nothing is left open. Throws a ConfigError that names the lines that cannot be read.
 */
export function environment(folder: string = process.cwd(), own: Environment = ownEnvironment): Environment {
  const { values, problems } = envFileOf(folder);
  if (problems.length > 0) throw new ConfigError(problems.map(problem => ({ name: '.env', ...problem })));
  return { ...values, ...Object.fromEntries(Object.entries(own).filter(([name]) => given(own, name))) };
}

function envFileOf(folder: string) {
  try {
    return readEnvFile(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const said = { en: `.env cannot be read (${code})`, 'zh-Hans': `.env 读不了（${code}）` };
    const mend = { en: 'give it to the user who starts the desk', 'zh-Hans': '把它交给启动服务台的用户' };
    throw new ConfigError([{ name: '.env', said, mend }]);
  }
}

/** Everything that can be set from outside, read and checked. Folders are absolute. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** A proxy of ours stands in front and sets X-Forwarded-For, -Proto and -Host. */
  readonly trustProxy: boolean;
  /** Where residents open the page, without a / at its end. */
  readonly publicUrl: string | undefined;
  readonly data: string;
  readonly content: string;
  readonly conversations: string;
  /** PostgreSQL instead of files; undefined: files. */
  readonly database: { readonly url: string | undefined; readonly connections: number };
  /** What personal data is sealed with; without it, what stands in `keyFile`, which is made when it is missing. */
  readonly key: string | undefined;
  /** Beside the data folder and never in it: a copy of the data must not open itself. */
  readonly keyFile: string;
  /** Messages a minute from one person; 0: no limit. */
  readonly inboundPerMinute: number;
  /** The demo page: yes, no, or undefined: where nobody but whoever sits here can come in. */
  readonly demo: boolean | undefined;
  readonly log: Values['LINLI_LOG'];
  readonly telegram: {
    readonly token: string | undefined;
    readonly apiRoot: string;
    /** Where webhooks arrive, and the secret that they carry; undefined: long polling. */
    readonly webhook: { readonly url: string; readonly secret: string } | undefined;
    readonly pace: PaceLimits;
  };
  readonly wechat: {
    readonly puppet: string | undefined;
    readonly token: string | undefined;
    readonly endpoint: string | undefined;
    readonly pace: PaceLimits;
  };
}

/** One setting, or one line of `.env`, that cannot be used. Secrets are never among the words. */
export interface ConfigProblem {
  /** The setting's name, or `.env`. */
  readonly name: string;
  readonly said: InBoth;
  readonly mend: InBoth;
}

/** Settings that cannot be used: every one of them at once, each with what was found and how to mend it. */
export class ConfigError extends Error {
  /** One sentence each. */
  readonly problems: readonly string[];
  readonly details: readonly ConfigProblem[];
  constructor(details: readonly ConfigProblem[]) {
    const problems = details.map(({ said, mend }) => `${said.en}: ${mend.en}.`);
    const count = problems.length === 1 ? 'one setting needs' : `${problems.length} settings need`;
    super(`Linli cannot start: ${count} mending.\n${problems.map(line => `  - ${line}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
    this.details = details;
  }
}

/** Where Linli itself lies. */
export const root: string = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Reads all settings. Throws a ConfigError that names every one that cannot be used. */
export function readConfig(env: Environment = environment()): Config {
  const problems: ConfigProblem[] = [];
  const found = (name: string) => given(env, name);
  const value = <N extends SettingName>(name: N): Values[N] => {
    const one: Setting = settings[name];
    const text = found(name) ?? one.fallback;
    if (text === null) return undefined as Values[N];
    const result = one.read.safeParse(text);
    if (!result.success) {
      const said = one.secret
        ? { en: `${name} is set, but unusable`, 'zh-Hans': `${name} 设置了，但不能用` }
        : { en: `${name} is "${text}"`, 'zh-Hans': `${name} 是“${text}”，不能用` };
      problems.push({ name, said, mend: one.mend });
    }
    return result.data as Values[N];
  };
  const folder = (name: 'LINLI_DATA' | 'LINLI_CONTENT' | 'LINLI_CONVERSATIONS') =>
    // A folder that somebody gives is seen from where they stand; ours are seen from the house.
    found(name) === undefined ? join(root, settings[name].fallback) : resolve(value(name));

  const needs = (why: string, name: SettingName) => {
    if (found(name) !== undefined) return;
    const said = {
      en: `${name} is not set, but ${why}`,
      'zh-Hans': `没有设置 ${name}，但是 ${why.replace(' is ', ' 是 ')}`,
    };
    problems.push({ name, said, mend: settings[name].mend });
  };
  const webhook = value('TELEGRAM_MODE') === 'webhook';
  if (webhook) needs('TELEGRAM_MODE is webhook', 'TELEGRAM_WEBHOOK_URL');
  if (webhook) needs('TELEGRAM_MODE is webhook', 'TELEGRAM_WEBHOOK_SECRET');
  const puppet = value('WECHATY_PUPPET');
  if (puppet === 'wechaty-puppet-service')
    needs(`WECHATY_PUPPET is ${puppet}`, 'WECHATY_PUPPET_SERVICE_TOKEN');

  const webhookUrl = value('TELEGRAM_WEBHOOK_URL');
  const webhookSecret = value('TELEGRAM_WEBHOOK_SECRET');
  const seconds = value('WECHAT_SECONDS_BETWEEN_MESSAGES');
  const data = folder('LINLI_DATA');
  const config: Config = {
    host: value('HOST'),
    port: value('PORT'),
    trustProxy: value('LINLI_TRUST_PROXY'),
    publicUrl: value('LINLI_PUBLIC_URL'),
    data,
    content: folder('LINLI_CONTENT'),
    conversations: folder('LINLI_CONVERSATIONS'),
    database: { url: value('DATABASE_URL'), connections: value('LINLI_DATABASE_CONNECTIONS') },
    key: value('LINLI_KEY'),
    keyFile: `${data}.key`,
    inboundPerMinute: value('LINLI_INBOUND_PER_MINUTE'),
    demo: value('LINLI_DEMO'),
    log: value('LINLI_LOG'),
    telegram: {
      token: value('TELEGRAM_BOT_TOKEN'),
      apiRoot: value('TELEGRAM_API_ROOT'),
      webhook:
        webhook && webhookUrl !== undefined && webhookSecret !== undefined
          ? { url: webhookUrl, secret: webhookSecret }
          : undefined,
      pace: {
        perSecond: value('TELEGRAM_MESSAGES_PER_SECOND'),
        perSecondPerChat: value('TELEGRAM_MESSAGES_PER_SECOND_PER_CHAT'),
        burstPerChat: 3,
        perMinutePerGroup: value('TELEGRAM_MESSAGES_PER_MINUTE_PER_GROUP'),
        perDay: 0,
        jitter: 0,
      },
    },
    wechat: {
      puppet,
      token: value('WECHATY_PUPPET_SERVICE_TOKEN'),
      endpoint: value('WECHATY_PUPPET_SERVICE_ENDPOINT'),
      pace: {
        perSecond: seconds === 0 ? 0 : 1 / seconds,
        perSecondPerChat: 0,
        burstPerChat: 1,
        perMinutePerGroup: 0,
        perDay: value('WECHAT_MESSAGES_PER_DAY'),
        jitter: seconds === 0 ? 0 : 0.5,
      },
    },
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

export interface AccountSecrets {
  /** By the name that the account gives them (`token`), as far as they are set. */
  readonly values: Readonly<Record<string, string>>;
  /** The variables that it names and that are not set. With none set at all, the account is simply not in use. */
  readonly missing: readonly string[];
}

/** The secrets of one bot account, out of the environment variables that the community's content names for them. */
export function accountSecrets(account: Pick<Account, 'env'>, env: Environment): AccountSecrets {
  const values: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, variable] of Object.entries(account.env)) {
    const value = given(env, variable);
    if (value === undefined) missing.push(variable);
    else values[name] = value;
  }
  return { values, missing };
}

/**
 * A sentence for each variable that looks like ours and that nothing reads: a slip of the finger that would
 * otherwise go unnoticed. `accounts`: those of the content, which may name variables of their own.
 */
export function strangers(accounts: readonly Pick<Account, 'env'>[], env: Environment): string[] {
  const known = [...Object.keys(settings), ...accounts.flatMap(account => Object.values(account.env))];
  return Object.keys(env)
    .filter(name => /^(LINLI|TELEGRAM|WECHAT|WECHATY_PUPPET)_/.test(name) && !known.includes(name))
    .map(name => {
      const near = nearest(name, known);
      return `${name} is set, but nothing reads it. ${near ? `Is ${near} meant?` : 'npm run settings lists what is read.'}`;
    });
}

/** Set to nothing, or to blanks, is not set: that is how compose files and shells leave things out. */
function given(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}
