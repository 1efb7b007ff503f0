import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Account, Community } from '../../community/content/content.js';
import { communitySchema } from '../../community/content/content.js';
import { parseContent } from '../../community/content/content-file.js';
import { type Environment, root } from '../../config.js';
import type { Answers } from './answers.js';
import { POSTER, usernameOn } from './poster.js';

/** The sample community: what a new one begins with, and never what is edited. */
export const SAMPLE = join(root, 'data', 'huimin');
export const USUAL_FOLDER = join('data', 'community');

/** Which variables hold the secrets of the community's accounts: the first of each platform. */
export interface Variables {
  readonly telegram: string;
  readonly puppet: string;
  readonly puppetToken: string;
  readonly puppetEndpoint: string;
}

/** A community that is there already: what the guide offers as answers, and where its secrets are. */
export interface Known {
  readonly answers: Partial<Answers>;
  readonly variables: Variables;
  /** The bot's user name on Telegram, as it stands on the poster; the token must still be the same. */
  readonly username: string | null;
}

/**
 * The folder that the guide works on unless told otherwise: the one that LINLI_CONTENT names, if it is one community's
 * and not the sample; else `data/community`, from where one stands.
 */
export function usualFolder(env: Environment, here: string): string {
  const set = env.LINLI_CONTENT;
  const named = set === undefined ? undefined : resolve(here, set);
  return named === undefined || named === SAMPLE ? resolve(here, USUAL_FOLDER) : named;
}

/** Reads what is there; null where there is no community yet. Throws a ContentError when it cannot be read. */
export async function readKnown(folder: string, env: Environment): Promise<Known | null> {
  const file = join(folder, 'community.yaml');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const known = knownOf(parseContent(file, text, communitySchema).value, env);
  const poster = await readFile(join(folder, POSTER), 'utf8').catch(() => '');
  return { ...known, username: usernameOn(poster) };
}

/** What a new community has before anything is answered: the secrets that are set already. */
export const nothingKnown = (env: Environment): Known => {
  const variables = variablesOf([]);
  return { variables, answers: accountsOf(variables, env), username: null };
};

function knownOf(community: Community, env: Environment): Omit<Known, 'username'> {
  const variables = variablesOf(community.accounts);
  return {
    variables,
    answers: {
      id: community.id,
      name: both(community.name),
      bot: both(community.bot),
      phone: community.phone,
      address: both(community.address),
      hours: community.hours,
      ...accountsOf(variables, env),
    },
  };
}

const both = (texts: Readonly<Record<string, string>>) => {
  const zh = texts['zh-Hans'] ?? '';
  return { 'zh-Hans': zh, en: texts.en ?? zh };
};

function accountsOf(names: Variables, env: Environment): Pick<Answers, 'telegram' | 'wechat' | 'publicUrl'> {
  const token = env[names.telegram];
  const puppet = env[names.puppet];
  return {
    telegram: token === undefined ? null : { token },
    wechat:
      puppet === undefined
        ? null
        : { puppet, token: env[names.puppetToken] ?? null, endpoint: env[names.puppetEndpoint] ?? null },
    publicUrl: env.LINLI_PUBLIC_URL ?? null,
  };
}

function variablesOf(accounts: readonly Account[]): Variables {
  const of = (platform: Account['platform']) => accounts.find(one => one.platform === platform)?.env ?? {};
  return {
    telegram: of('telegram').token ?? 'TELEGRAM_BOT_TOKEN',
    puppet: of('wechat').puppet ?? 'WECHATY_PUPPET',
    puppetToken: of('wechat').token ?? 'WECHATY_PUPPET_SERVICE_TOKEN',
    puppetEndpoint: of('wechat').endpoint ?? 'WECHATY_PUPPET_SERVICE_ENDPOINT',
  };
}
