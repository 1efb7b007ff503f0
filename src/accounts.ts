import { join } from 'node:path';
import type { Account, Content } from './community/content/content.js';
import { accountSecrets, type Config, type Environment } from './config.js';
import type { Definition } from './conversation/definition.js';
import { demoStage } from './demo.js';
import type { Platform, PlatformTools } from './desk/platform.js';
import type { Route } from './desk/route.js';
import { type CommandMenu, Telegram } from './platforms/telegram.js';
import { photoFolder, webchatPlatform } from './platforms/webchat.js';
import { wechatPlatform } from './platforms/wechat.js';

/** A bot account in use, and what the web server is to mount for it. */
export interface OpenAccount {
  readonly platform: Platform;
  readonly routes: readonly Route[];
}

interface How {
  readonly content: Content;
  readonly config: Config;
  readonly env: Environment;
  readonly tools: PlatformTools;
  /** With which received pictures and files are sealed. */
  readonly fileKey: Buffer;
  /** What can be begun, for the command menus. */
  readonly conversations: readonly Definition[];
  /** The web chat in which the demo plays. */
  readonly demo?: string | undefined;
}

/**
 * The platforms of a community's accounts. An account whose secrets are not set is not in use; one with some set
 * and some missing is a mistake, and an error that names them.
 */
export function openAccounts(how: How): OpenAccount[] {
  return how.content.community.accounts.flatMap(account => {
    const opened = open(account, how);
    return opened ? [opened] : [];
  });
}

function open(account: Account, how: How): OpenAccount | null {
  if (account.platform === 'webchat') return webchat(account, how);
  if (account.platform === 'telegram') return telegram(account, how);
  if (account.platform === 'wechat') return wechat(account, how);
  // The terminal is opened by whoever sits at it: `npm run talk`.
  return null;
}

function webchat(account: Account, how: How): OpenAccount {
  const { content, config, tools, fileKey, conversations } = how;
  const { community } = content;
  const first = content.services.slice(0, 1).map(service => service.name);
  const platform = webchatPlatform({
    account: account.id,
    tools,
    locales: community.locales,
    facts: {
      name: community.name,
      bot: community.bot,
      phone: community.phone,
      address: community.address,
      suggestions: {
        'zh-Hans': [`约${first[0]?.['zh-Hans'] ?? '上门'}`, '我的预约', '居住证怎么办'],
        en: [`Book: ${first[0]?.en ?? 'a visit'}`, 'My bookings', 'How do I get a residence permit?'],
      },
    },
    // With several web chats in one deployment each has an address of its own.
    ...(account.id === 'webchat' ? {} : { base: `/chat/${community.id}/${account.id}` }),
    photos: photoFolder(join(config.data, 'photos', account.id), fileKey),
    ...(account.id === how.demo
      ? { stage: demoStage({ content, conversations, account: account.id, key: fileKey, tools }) }
      : {}),
  });
  return { platform, routes: platform.routes };
}

function telegram(account: Account, { config, env, tools, conversations, content }: How): OpenAccount | null {
  const { token } = accountSecrets(account, env).values;
  if (token === undefined) return null;
  const { apiRoot, webhook, pace } = config.telegram;
  const commands: CommandMenu[] = content.community.locales.map(locale => ({
    locale,
    list: conversations
      .filter(one => one.listed && one.roles === undefined)
      .flatMap(one => {
        const command = one.starts.commands.find(name => /^[a-z0-9_]{1,32}$/.test(name));
        return command === undefined ? [] : [{ command, description: one.title[locale] ?? one.conversation }];
      }),
  }));
  const platform = new Telegram(
    { account: account.id, token, apiRoot, pace, commands, ...(webhook ? { webhook } : {}) },
    tools,
  );
  return { platform, routes: platform.routes };
}

function wechat(account: Account, { config, env, tools, fileKey }: How): OpenAccount | null {
  const { puppet, token, endpoint } = accountSecrets(account, env).values;
  if (puppet === undefined) return null;
  const platform = wechatPlatform(
    {
      account: account.id,
      puppet,
      ...(token === undefined ? {} : { token }),
      ...(endpoint === undefined ? {} : { endpoint }),
      insecure: isLoopback(endpoint),
      folder: join(config.data, 'wechat', account.id),
      fileKey,
      pace: config.wechat.pace,
    },
    tools,
  );
  return { platform, routes: [] };
}

/** A puppet service on this very machine speaks plain gRPC; anywhere else only over TLS. */
function isLoopback(endpoint: string | undefined): boolean {
  return endpoint !== undefined && /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]):\d+$/.test(endpoint);
}
