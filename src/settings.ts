import { z } from 'zod';
import {
  amount,
  base,
  both,
  folder,
  matching,
  oneOf,
  type Setting,
  secret,
  setting,
  whole,
  yesNo,
} from './setting.js';

/** Every variable that Linli itself reads. Accounts of a community may name further ones for their secrets. */
export const settings = {
  PORT: setting(
    '3000',
    whole(0, 65_535, 3000),
    'Port of the web page. `0` takes any free one.',
    '网页的端口。`0` 表示任选一个空闲端口。',
  ),
  HOST: setting(
    '127.0.0.1',
    matching(
      /^[\w.:-]+$/,
      'give an address of this machine, for example 0.0.0.0 for all of them',
      '请写这台机器的地址，例如 0.0.0.0 表示全部',
    ),
    'Address it listens on. Only this machine unless you say otherwise.',
    '监听的地址。不设置时只有本机能访问。',
  ),
  LINLI_PUBLIC_URL: setting(
    null,
    base('https://desk.example.org'),
    'Where residents open the page, as it is to stand on the poster for the door.',
    '居民打开网页的地址，印在门口的海报上。',
  ),
  LINLI_TRUST_PROXY: setting(
    '0',
    yesNo,
    '`1` when a web server of yours stands in front (for https) and says for whom it asks, in `X-Forwarded-*`.',
    '前面有自己的反向代理（提供 https，并设置 `X-Forwarded-*`）时设为 `1`。',
  ),
  DATABASE_URL: secret(
    setting(
      null,
      [
        z.string().refine(text => URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)),
        both(
          'give the address of a PostgreSQL database, for example postgres://linli:password@localhost/linli',
          '请写 PostgreSQL 数据库的地址，例如 postgres://linli:密码@localhost/linli',
        ),
      ],
      'PostgreSQL 14 or newer, in which everything is kept instead of in files. Photos and the keys of this machine stay beside `LINLI_DATA`.',
      '用 PostgreSQL（14 或更新）保存数据，不用文件。照片和本机的口令、密钥仍在 `LINLI_DATA` 及其旁边。',
    ),
  ),
  LINLI_DATABASE_CONNECTIONS: setting(
    '10',
    whole(1, 500, 10),
    'Connections to PostgreSQL that may write at once; three more serve everything else.',
    '同时写入 PostgreSQL 的连接数；另有三个连接作其他用途。',
  ),
  LINLI_DATA: setting(
    'data/store',
    folder,
    'Folder with everything that residents and staff have said and done. Back this up.',
    '存放全部数据（居民与工作人员的记录）的文件夹。请备份它。',
  ),
  LINLI_CONTENT: setting(
    'data/huimin',
    folder,
    'Folder with your community: services, hours, questions, accounts. The default is a made-up one.',
    '社区资料文件夹：服务、时间、常见问题、账号。默认是一个虚构的示例社区。',
  ),
  LINLI_CONVERSATIONS: setting(
    'conversations',
    folder,
    'Folder with the conversations.',
    '对话文件所在的文件夹。',
  ),
  LINLI_KEY: secret(
    setting(
      null,
      matching(
        /^\S{32,}$/,
        'give 32 characters or more without spaces, for example from: openssl rand -hex 32',
        '请给至少32个字符，没有空格，例如用 openssl rand -hex 32 生成',
      ),
      'What personal data is sealed with. Without it a key file is made beside that folder (`data/store.key`), and its place is said at start. Lose the key, and the sealed data is lost.',
      '个人信息的加密密钥。不设置时会在数据文件夹旁边生成密钥文件（`data/store.key`），启动时会告知位置。密钥丢失，加密的数据就打不开了。',
    ),
  ),
  LINLI_DEMO: setting(
    null,
    yesNo,
    'The page `/demo`, on which whoever tries the desk plays residents and staff side by side. Not set: there with the made-up community, as long as only this machine can open the page and no bot of yours is connected. `0`: never. `1`: with your own community too; a start fails where others could come in.',
    '试用页 `/demo`：一个人同时扮演居民和工作人员。不设置时，用的是示例社区、只有本机能打开、又没接机器人账号，才有这一页。`0` 不要；`1` 用自己的社区资料也要（外人进得来时拒绝启动）。',
  ),
  LINLI_INBOUND_PER_MINUTE: setting(
    '40',
    whole(0, 100_000, 40),
    'Messages a minute that are taken from one person; past it they are asked, once, to slow down. `0` lifts it.',
    '每人每分钟最多处理的消息数；超过后会礼貌提醒一次。`0` 表示不限。',
  ),
  LINLI_LOG: setting(
    'info',
    oneOf(['info', 'warn', 'error', 'silent']),
    'How much is logged: `info`, `warn`, `error` or `silent`. Never what somebody said, nor who they are.',
    '日志详细程度：`info`、`warn`、`error`、`silent`。日志里没有居民说的话，也没有个人信息。',
  ),
  TELEGRAM_BOT_TOKEN: secret(
    setting(
      null,
      matching(
        /^\d+:[\w-]+$/,
        'copy the whole token from @BotFather: digits, a colon, letters',
        '请把 @BotFather 给的令牌整段复制过来：一串数字、一个冒号、一串字母',
      ),
      'Token of your bot, from @BotFather. Without it there is no Telegram.',
      '机器人令牌，向 @BotFather 申请。不设置则不启用 Telegram。',
    ),
  ),
  TELEGRAM_API_ROOT: setting(
    'https://api.telegram.org',
    base('https://api.telegram.org'),
    'Where the Bot API is: the public one, or your own server.',
    'Bot API 地址：公共的，或自建的。',
  ),
  TELEGRAM_MODE: setting(
    'polling',
    oneOf(['polling', 'webhook']),
    '`polling` asks Telegram for messages and works everywhere. `webhook` has them brought to your https address.',
    '`polling` 主动取消息，哪里都能用；`webhook` 由 Telegram 推送到你的 https 地址。',
  ),
  TELEGRAM_WEBHOOK_URL: setting(
    null,
    base('https://desk.example.org'),
    'With `webhook`: the public address of this desk. The path behind it is ours.',
    '`webhook` 模式：本服务的公网地址，后面的路径由程序决定。',
  ),
  TELEGRAM_WEBHOOK_SECRET: secret(
    setting(
      null,
      matching(
        /^[\w-]{16,256}$/,
        'give 16 to 256 letters, digits, _ or -, for example from: openssl rand -hex 24',
        '请给16到256个字母、数字、_ 或 -，例如用 openssl rand -hex 24 生成',
      ),
      'With `webhook`: a secret by which we know that a message comes from Telegram.',
      '`webhook` 模式：用来确认消息确实来自 Telegram 的密文。',
    ),
  ),
  TELEGRAM_MESSAGES_PER_SECOND: setting(
    '30',
    amount('30'),
    'Messages a second over the whole bot. `0` lifts it.',
    '整个机器人每秒最多发送的消息数。`0` 表示不限。',
  ),
  TELEGRAM_MESSAGES_PER_SECOND_PER_CHAT: setting(
    '1',
    amount('1'),
    'Messages a second in one chat, with a burst of 3. `0` lifts it.',
    '每个聊天每秒最多发送的消息数，可连发 3 条。`0` 表示不限。',
  ),
  TELEGRAM_MESSAGES_PER_MINUTE_PER_GROUP: setting(
    '20',
    amount('20'),
    'Messages a minute in one group. `0` lifts it.',
    '每个群每分钟最多发送的消息数。`0` 表示不限。',
  ),
  WECHATY_PUPPET: setting(
    null,
    matching(
      /^(@[\w.-]+\/)?[\w.-]+$/,
      'give the name of a wechaty puppet, for example wechaty-puppet-service',
      '请写 puppet 的名字，例如 wechaty-puppet-service',
    ),
    'Which wechaty puppet drives WeChat, for example `wechaty-puppet-service`. Without it there is no WeChat.',
    '用哪个 wechaty puppet 接入微信，例如 `wechaty-puppet-service`。不设置则不启用微信。',
  ),
  WECHATY_PUPPET_SERVICE_TOKEN: secret(
    setting(
      null,
      matching(
        /^\S+$/,
        'copy the whole token from your puppet service, without spaces',
        '请把服务商给的令牌整段复制过来，中间没有空格',
      ),
      'Token of the puppet service.',
      'puppet service 的令牌。',
    ),
  ),
  WECHATY_PUPPET_SERVICE_ENDPOINT: setting(
    null,
    matching(
      /^[\w.-]+:\d{1,5}$/,
      'give host and port, for example 127.0.0.1:8788',
      '请写成 主机:端口，例如 127.0.0.1:8788',
    ),
    'Where the puppet service is, as `host:port`. Without it, it is looked up by the token.',
    'puppet service 的地址，格式 `主机:端口`。不设置则凭令牌查找。',
  ),
  WECHAT_SECONDS_BETWEEN_MESSAGES: setting(
    '3',
    amount('3'),
    'Seconds between two messages, with up to half as much again by chance, as a person would. `0` lifts it.',
    '两条消息之间的秒数，另外随机多等至多一半，像人一样。`0` 表示不限。',
  ),
  WECHAT_MESSAGES_PER_DAY: setting(
    '500',
    whole(0, 1_000_000, 500),
    'Messages a day over the whole account. `0` lifts it.',
    '整个账号每天最多发送的消息数。`0` 表示不限。',
  ),
} satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/** What each setting reads as: its type, or undefined where it has no default. */
export type Values = {
  readonly [N in SettingName]:
    | z.output<(typeof settings)[N]['read']>
    | ((typeof settings)[N]['fallback'] extends null ? undefined : never);
};

/** The README's table of settings, in Markdown. */
export function settingsTable(locale: 'en' | 'zh-Hans'): string {
  const head = locale === 'en' ? ['setting', 'default', 'what it does'] : ['设置', '默认值', '作用'];
  const rows = Object.entries(settings).map(([name, one]: [string, Setting]) => [
    `\`${name}\``,
    one.fallback === null ? (locale === 'en' ? 'not set' : '不设置') : `\`${one.fallback}\``,
    one.meaning[locale],
  ]);
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}
