import { stat } from 'node:fs/promises';
import {
  type Config,
  ConfigError,
  type ConfigProblem,
  type Environment,
  environment,
  ownEnvironment,
  readConfig,
  strangers,
} from '../../config.js';
import { demoAccount } from '../../demo.js';
import { envFileIn } from '../../env-file.js';
import { isLoopback } from '../../setting.js';
import { bad, type Finding, look, ok } from './finding.js';
import type { Examined, Machine } from './house.js';

const OLDEST = [20, 19] as const;

export function checkNode({ node }: Machine): Finding {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const fits = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  if (fits) return ok(`Node ${node}`, `Node ${node}`);
  return bad(
    [`Node ${node} 太旧`, `Node ${node} is too old`],
    ['从 https://nodejs.org 安装 20.19 或更新的版本', 'install 20.19 or newer from https://nodejs.org'],
  );
}

/** The settings, with what is wrong with them; what cannot be used counts as not set, so that all else is still seen. */
export function readSettings(
  here: string,
  own: Environment = ownEnvironment,
): { env: Environment; config: Config; findings: Finding[] } {
  const problems: ConfigProblem[] = [];
  const attempt = <T>(task: () => T): T | undefined => {
    try {
      return task();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.details);
      return undefined;
    }
  };
  const env = attempt(() => environment(here, own)) ?? own;
  for (let usable = env; ; ) {
    const before = problems.length;
    const config = attempt(() => readConfig(usable));
    if (config) return { env: usable, config, findings: problems.map(asFinding) };
    const names = problems.slice(before).map(({ name }) => name);
    // What one setting lacks is another's mode: with it gone, nothing is lacking.
    if (names.some(name => usable[name] === undefined)) names.push('TELEGRAM_MODE', 'WECHATY_PUPPET');
    usable = Object.fromEntries(Object.entries(usable).filter(([name]) => !names.includes(name)));
  }
}

const asFinding = ({ said, mend }: ConfigProblem): Finding =>
  bad([said['zh-Hans'], said.en], [mend['zh-Hans'], mend.en]);

/** Settings that nothing reads, and those that do not go together. */
export function checkSettings({ contents, env, config }: Examined): Finding[] {
  const unknown =
    contents.length === 0
      ? []
      : strangers(
          contents.flatMap(({ community }) => community.accounts),
          env,
        );
  const idle = ['TELEGRAM_WEBHOOK_URL', 'TELEGRAM_WEBHOOK_SECRET'].filter(
    name => env[name] && !config.telegram.webhook,
  );
  const noPuppet = !config.wechat.puppet && (config.wechat.token ?? config.wechat.endpoint) !== undefined;
  return [
    ...unknown.map(sentence => {
      const [name = ''] = sentence.split(' ');
      const near = /Is (\S+) meant/.exec(sentence)?.[1];
      return look(
        [`设置了 ${name}，但没有地方用到它`, `${name} is set, but nothing reads it`],
        near
          ? [`是不是想写 ${near}？`, `is ${near} meant?`]
          : ['npm run settings 列出了全部设置', 'npm run settings lists what is read'],
      );
    }),
    ...idle.map(name =>
      look(
        [`设置了 ${name}，但 TELEGRAM_MODE 不是 webhook`, `${name} is set, but TELEGRAM_MODE is not webhook`],
        [
          `要用就设 TELEGRAM_MODE=webhook，不用就去掉 ${name}`,
          `set TELEGRAM_MODE=webhook to use it, or take it out`,
        ],
      ),
    ),
    ...(noPuppet
      ? [
          look(
            [
              '设置了 puppet 服务，但没有设置 WECHATY_PUPPET，微信不会启用',
              'a puppet service is set, but not WECHATY_PUPPET: there is no WeChat',
            ],
            ['设 WECHATY_PUPPET=wechaty-puppet-service', 'set WECHATY_PUPPET=wechaty-puppet-service'],
          ),
        ]
      : []),
    ...exposed(config),
    ...noDemo(config, contents, env),
  ];
}

/** The demo was asked for where others could come in: then nothing starts. */
function noDemo(config: Config, contents: Examined['contents'], env: Environment): Finding[] {
  try {
    if (contents.length > 0) demoAccount(config, contents, env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.details.map(asFinding);
  }
}

function exposed({ host, trustProxy }: Config): Finding[] {
  if (isLoopback(host) || trustProxy) return [];
  return [
    look(
      [
        `HOST 是 ${host}：同一网络里谁都能打开网页，而且不加密`,
        `HOST is ${host}: everybody in the network can open the page, and nothing is encrypted`,
      ],
      [
        '在前面放一个带 https 的网页服务器，设 LINLI_TRUST_PROXY=1；只在本机用就去掉 HOST',
        'put a web server with https in front and set LINLI_TRUST_PROXY=1; for this machine alone, take HOST out',
      ],
    ),
  ];
}

/** Whether anybody else can read the secrets in `.env`; nothing where there is none. */
export async function checkEnvFile(here: string): Promise<Finding[]> {
  const found = await stat(envFileIn(here)).catch(() => null);
  if (!found?.isFile()) return [];
  if ((found.mode & 0o077) === 0) return [ok('.env 只有所有者能读', 'Only its owner can read .env')];
  return [
    look(
      ['别人也能读 .env，里面有密文', 'Others can read .env, and secrets are in it'],
      ['运行 chmod 600 .env', 'run chmod 600 .env'],
    ),
  ];
}
