import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Account, Content } from './community/content/content.js';
import { endDemo } from './community/staff/demo-end.js';
import { restDemoPerson, seatDemoPerson } from './community/staff/demo-people.js';
import {
  accountSecrets,
  type Config,
  ConfigError,
  type ConfigProblem,
  type Environment,
  root,
} from './config.js';
import type { Definition } from './conversation/definition.js';
import { demoCast, type Player } from './demo-cast.js';
import type { Log, PlatformTools } from './desk/platform.js';
import type { Stage } from './platforms/webchat.js';
import { isLoopback } from './setting.js';
import { settings } from './settings.js';

/** The made-up community that comes along. */
const SAMPLE = join(root, settings.LINLI_CONTENT.fallback);

/**
 * Which web chat the demo plays in; null: there is none. Unless LINLI_DEMO says otherwise it is there with the sample
 * community, as long as nobody but whoever sits here can come in. Throws a ConfigError when it is asked for although
 * others could.
 */
export function demoAccount(
  config: Config,
  contents: readonly Content[],
  env: Environment,
): { community: string; account: string } | null {
  if (config.demo === false) return null;
  const [place] = contents.flatMap(content =>
    webChats(content).map(account => ({ community: content.community.id, account })),
  );
  const problems = whyNot(config, contents, env);
  if (place === undefined) problems.push(NO_WEB_CHAT);
  if (place !== undefined && problems.length === 0)
    return config.demo || config.content === SAMPLE ? place : null;
  if (config.demo) throw new ConfigError(problems);
  return null;
}

const webChats = ({ community }: Content): string[] =>
  community.accounts.filter(({ platform }) => platform === 'webchat').map(({ id }) => id);

const NO_WEB_CHAT: ConfigProblem = {
  name: 'LINLI_DEMO',
  said: {
    en: 'LINLI_DEMO is 1, but the community has no web chat',
    'zh-Hans': 'LINLI_DEMO 是 1，可是社区没有网页聊天',
  },
  mend: {
    en: 'add an account with platform: webchat to community.yaml, or set LINLI_DEMO=0',
    'zh-Hans': '在 community.yaml 里加一个 platform: webchat 的账号，或者设 LINLI_DEMO=0',
  },
};

/** By which ways others than whoever sits here could come in, each with how to mend it. */
function whyNot(config: Config, contents: readonly Content[], env: Environment): ConfigProblem[] {
  const open: [setting: string, en: string, zh: string][] = [];
  if (!isLoopback(config.host)) open.push(['HOST', `HOST is "${config.host}"`, `HOST 是“${config.host}”`]);
  if (config.trustProxy) open.push(['LINLI_TRUST_PROXY', 'LINLI_TRUST_PROXY is 1', 'LINLI_TRUST_PROXY 是 1']);
  if (config.publicUrl !== undefined && !isLoopback(new URL(config.publicUrl).hostname))
    open.push(['LINLI_PUBLIC_URL', 'LINLI_PUBLIC_URL is set', '设置了 LINLI_PUBLIC_URL']);
  for (const account of contents.flatMap(({ community }) => community.accounts)) {
    const variable = secretInUse(account, env);
    if (variable !== undefined)
      open.push([
        variable,
        `the account "${account.id}" is in use (${variable} is set)`,
        `账号“${account.id}”在用（设置了 ${variable}）`,
      ]);
  }
  return open.map(([setting, en, zh]) => ({
    name: 'LINLI_DEMO',
    said: {
      en: `LINLI_DEMO is 1, but ${en}, and on the demo's page anybody can act as staff`,
      'zh-Hans': `LINLI_DEMO 是 1，可是${zh}，而试用页上谁都能当工作人员`,
    },
    mend: {
      en: `leave ${setting} out, or set LINLI_DEMO=0`,
      'zh-Hans': `去掉 ${setting}，或者设 LINLI_DEMO=0`,
    },
  }));
}

/** The variable by which a bot of Telegram or WeChat is in use. */
function secretInUse(account: Account, env: Environment): string | undefined {
  if (account.platform !== 'telegram' && account.platform !== 'wechat') return undefined;
  const [name] = Object.keys(accountSecrets(account, env).values);
  return name === undefined ? undefined : account.env[name];
}

/** What the web chat needs to show the demo. `key`: what the pages' cookies are signed with, besides others. */
export function demoStage(how: {
  readonly content: Content;
  readonly conversations: readonly Definition[];
  readonly account: string;
  readonly key: Buffer;
  readonly tools: Pick<PlatformTools, 'clock'>;
}): Stage {
  const { account, content, tools } = how;
  const cast = demoCast(content, how.conversations);
  const named = (id: string): Player => {
    const player = cast.find(one => one.id === id);
    if (player === undefined) throw new Error(`nobody in the demo is ${id}`);
    return player;
  };
  const place = (chat: string) => ({ account, chat, now: tools.clock.now() });
  return {
    personas: cast,
    key: createHmac('sha256', how.key).update('linli demo').digest(),
    seat: async (tx, id, chat, locale) => {
      const { locale: own, ...person } = named(id);
      const speaks = own === undefined ? { locale, speaks: locale } : { locale: own };
      return (await seatDemoPerson(tx, person, { ...place(chat), ...speaks })).locale;
    },
    rest: (tx, id, chat) => restDemoPerson(tx, named(id), place(chat)),
  };
}

/** Where there is no demo (any more): nobody of an earlier one is staff, and that is said in the log. */
export async function endEarlierDemo(
  content: Content,
  { store, community, clock, log }: PlatformTools & { readonly log: Log },
): Promise<void> {
  const accounts = webChats(content);
  const people = demoCast(content, []);
  const left = await store.transact(community, tx => endDemo(tx, { people, accounts, now: clock.now() }));
  if (left > 0)
    log.info('demo-ended', {
      community,
      staff: left,
      detail: 'People of an earlier demo, and whom they invited, are no staff any more.',
    });
}
