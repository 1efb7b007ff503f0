import { ApiFailure, BotApi } from '../../platforms/telegram/api.js';
import { bad, type Finding, look, ok } from './finding.js';
import { accountsInUse, type Examined, PATIENCE, whyOf } from './house.js';

interface Me {
  readonly username?: string;
  readonly can_join_groups?: boolean;
  readonly can_read_all_group_messages?: boolean;
}
interface WebhookInfo {
  readonly url?: string;
  readonly pending_update_count?: number;
  readonly last_error_message?: string;
  /** Seconds. */
  readonly last_error_date?: number;
}

/** More than that waits only when nobody fetches it. */
const MANY = 100;
/** An error of longer ago is history, ms. */
const RECENT = 24 * 3_600_000;

/** Every Telegram account in use: its token, its way of getting messages, its manners in groups. */
export async function checkTelegram(examined: Examined, running: boolean): Promise<Finding[]> {
  const accounts = accountsInUse(examined, 'telegram');
  const found = await Promise.all(
    accounts.map(({ id, secrets }) => checkBot(id, secrets.token ?? '', examined, running)),
  );
  return found.flat();
}

async function checkBot(
  id: string,
  token: string,
  { config, machine }: Examined,
  running: boolean,
): Promise<Finding[]> {
  const api = new BotApi({ token, apiRoot: config.telegram.apiRoot, timeout: PATIENCE });
  try {
    const [me, info] = await Promise.all([
      api.call<Me>('getMe', {}),
      api.call<WebhookInfo>('getWebhookInfo', {}),
    ]);
    const waits = info.pending_update_count ?? 0;
    return [
      ok(`Telegram 认得 @${me.username}（账号 ${id}）`, `Telegram knows @${me.username} (account ${id})`),
      ...way(info, config.telegram.webhook?.url, running),
      ...lastError(info, machine.now()),
      ...(waits > MANY ? [waiting(waits, running)] : []),
      ...manners(me),
    ];
  } catch (error) {
    return [trouble(id, error)];
  } finally {
    api.close();
  }
}

/** Whether messages come by the way that is configured. */
function way(info: WebhookInfo, ours: string | undefined, running: boolean): Finding[] {
  const set = info.url ?? '';
  // The path is a secret of whoever set it.
  const host = URL.canParse(set) ? new URL(set).host : set === '' ? '' : '?';
  const isOurs = ours !== undefined && set.startsWith(`${ours}/telegram/`);
  if (ours === undefined ? set === '' : isOurs) return [];
  // A start sets it right; under a desk that runs, somebody has changed it.
  const make = running ? bad : look;
  if (ours === undefined)
    return [
      make(
        [
          `有程序给机器人设了 webhook（${host}），这里是主动取消息，取不到`,
          `A webhook is set for the bot (${host}), but this desk polls, and gets nothing`,
        ],
        [
          '停掉设它的程序，再 npm start；或者改用 TELEGRAM_MODE=webhook',
          'stop the program that set it, then npm start; or use TELEGRAM_MODE=webhook',
        ],
      ),
    ];
  return [
    make(
      host === ''
        ? [
            'TELEGRAM_MODE 是 webhook，但 Telegram 那边没有设',
            'TELEGRAM_MODE is webhook, but none is set at Telegram',
          ]
        : [`webhook 指向别处（${host}）`, `The webhook leads elsewhere (${host})`],
      ['重新 npm start，启动时会设好', 'npm start again: a start sets it'],
    ),
  ];
}

function lastError(
  { last_error_message: message, last_error_date: at = 0 }: WebhookInfo,
  now: number,
): Finding[] {
  if (message === undefined || now - at * 1000 > RECENT) return [];
  return [
    look(
      [`Telegram 最近推送失败：${message}`, `Telegram could not deliver lately: ${message}`],
      [
        '看看 TELEGRAM_WEBHOOK_URL 从外面能不能打开，证书有没有过期',
        'see whether TELEGRAM_WEBHOOK_URL opens from outside, and whether its certificate still holds',
      ],
    ),
  ];
}

const waiting = (count: number, running: boolean): Finding =>
  look(
    [`Telegram 那边有${count}条消息没取`, `${count} messages wait at Telegram`],
    running
      ? ['看日志里的 account，等几分钟再看', 'look into the log under account, and again in some minutes']
      : ['npm start，开门就会取', 'npm start: an open desk fetches them'],
  );

function manners({ can_read_all_group_messages: all, can_join_groups: joins }: Me): Finding[] {
  return [
    ...(all === true
      ? [
          look(
            [
              'privacy mode 关着：群里说的每句话都会传给机器人',
              'Privacy mode is off: the bot is sent everything that is said in groups',
            ],
            [
              '在 @BotFather 发 /setprivacy，选机器人，选 Enable',
              'send /setprivacy to @BotFather, choose the bot, choose Enable',
            ],
          ),
        ]
      : []),
    ...(joins === false
      ? [
          look(
            ['机器人不能进群，工作群也进不了', 'The bot cannot be added to groups, not even to the staff’s'],
            [
              '在 @BotFather 发 /setjoingroups，选机器人，选 Enable',
              'send /setjoingroups to @BotFather, choose the bot, choose Enable',
            ],
          ),
        ]
      : []),
  ];
}

function trouble(id: string, error: unknown): Finding {
  if (error instanceof ApiFailure && (error.code === 401 || error.code === 404))
    return bad(
      [`Telegram 不认得账号 ${id} 的令牌`, `Telegram does not know the token of the account ${id}`],
      [
        '在 @BotFather 发 /mybots，重新复制令牌，再运行 npm run setup',
        'send /mybots to @BotFather, copy the token again, run npm run setup',
      ],
    );
  return look(
    [
      `连不上 Telegram（${whyOf(error)}），没法查账号 ${id}`,
      `Telegram cannot be reached (${whyOf(error)}), so the account ${id} was not examined`,
    ],
    [
      '查一下网络；用自建的 Bot API 就设 TELEGRAM_API_ROOT',
      'see to the network; for a Bot API server of your own, set TELEGRAM_API_ROOT',
    ],
  );
}
