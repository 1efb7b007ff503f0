import { existsSync } from 'node:fs';
import { z } from 'zod';
import { collections } from '../../collections.js';
import { members } from '../../community/staff/staff.js';
import { staffChats } from '../../community/staff/staff-chat.js';
import { type DeskStatus, deskStatusSchema } from '../../desk/status.js';
import { showStore, storeHolder } from '../../storage/json.js';
import { storeKey } from '../../storage/key.js';
import { ask, NoDesk } from '../client.js';
import { bad, type Finding, look, ok } from './finding.js';
import { type Examined, PATIENCE, whyOf } from './house.js';

const memberRows = z.array(
  z.object({ community: z.string(), doc: z.looseObject({ role: z.string(), left: z.number().optional() }) }),
);
const chatRows = z.array(z.object({ community: z.string(), doc: z.looseObject({ account: z.string() }) }));

/** What is stored about who works here. */
export interface Stored {
  readonly members: z.output<typeof memberRows>;
  readonly chats: z.output<typeof chatRows>;
}

export interface Desk {
  /** The running desk's own word; null when none runs, or it does not answer. */
  readonly status: DeskStatus | null;
  /** Null where the store could not be read. */
  readonly stored: Stored | null;
  readonly findings: readonly Finding[];
}

const NOTHING: Stored = { members: [], chats: [] };
const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Asks the running desk; where none runs, reads the store, without changing anything in it. */
export async function lookAtDesk(examined: Examined): Promise<Desk> {
  const { data } = examined.config;
  try {
    const status = deskStatusSchema.parse(await ask(data, 'status', {}, PATIENCE));
    const stored = await readStored(collection => ask(data, 'store.show', { collection }, PATIENCE));
    return { status, stored, findings: [running(status), ...store(status), ...accounts(status)] };
  } catch (error) {
    if (!(error instanceof NoDesk)) return { status: null, stored: null, findings: [mute(error)] };
  }
  const holder = await storeHolder(data);
  if (holder?.runs) return { status: null, stored: null, findings: [held(holder, data)] };
  return { status: null, ...(await atRest(examined)) };
}

async function readStored(show: (collection: string) => Promise<unknown>): Promise<Stored> {
  const [rows, chats] = [await show(members.name), await show(staffChats.name)];
  return { members: memberRows.parse(rows), chats: chatRows.parse(chats) };
}

async function atRest({ config }: Examined): Promise<Pick<Desk, 'stored' | 'findings'>> {
  const resting = ok('服务台没有开着', 'No desk is running');
  const { data, key: given, keyFile } = config;
  try {
    if (!existsSync(data)) return { stored: NOTHING, findings: [resting] };
    // Without its key nothing can be read, and storeKey would make a new one.
    if (given === undefined && !existsSync(keyFile)) return { stored: null, findings: [resting] };
    const { key } = await storeKey({ given, file: keyFile, folder: data });
    const stored = await readStored(collection =>
      showStore({ folder: data, key, log: QUIET, collections, collection }),
    );
    return { stored, findings: [resting, ok('数据打得开', 'The data can be read')] };
  } catch (error) {
    return {
      stored: null,
      findings: [
        resting,
        bad(
          [`数据打不开：${whyOf(error)}`, `The data cannot be read: ${whyOf(error)}`],
          [
            '用放进数据时的那个密钥；文件坏了，就换上备份',
            'use the key that the data was written with; for a damaged file, put the backup in its place',
          ],
        ),
      ],
    };
  }
}

const running = ({ pid }: DeskStatus): Finding =>
  ok(`服务台开着（进程 ${pid}）`, `A desk is running (process ${pid})`);

function store({ store: { healthy, trouble } }: DeskStatus): Finding[] {
  if (healthy) return [ok('数据打得开', 'The data can be read')];
  return [
    bad(
      [`存数据出了问题：${trouble ?? '见日志'}`, `The store is in trouble: ${trouble ?? 'see the log'}`],
      [
        '看看磁盘满了没有，然后停下服务台，再 npm start',
        'see whether the disk is full; then stop the desk, and npm start',
      ],
    ),
  ];
}

function accounts(status: DeskStatus): Finding[] {
  const all = status.communities.flatMap(community => community.accounts);
  return all
    .filter(account => account.state !== 'online')
    .map(({ id, state, detail }) =>
      look(
        [
          `账号 ${id} 没有连上（${state}）${detail ? `：${detail}` : ''}`,
          `The account ${id} is ${state}${detail ? `: ${detail}` : ''}`,
        ],
        state === 'needs-login'
          ? [
              '打开 /staff 页面扫码登录，或换一个令牌',
              'scan the code on the page /staff, or give it another token',
            ]
          : [
              '等一两分钟再看；还是这样，看日志里的 account',
              'wait a minute or two; if it stays, the log says why under account',
            ],
      ),
    );
}

const mute = (error: unknown): Finding =>
  bad(
    [`服务台开着，但没有回答：${whyOf(error)}`, `A desk is running and does not answer: ${whyOf(error)}`],
    ['停下它（Ctrl-C），再 npm start', 'stop it (Ctrl-C), then npm start'],
  );

const held = ({ pid, host }: { pid: number; host: string }, data: string): Finding =>
  bad(
    [
      `${host} 上的进程 ${pid} 占着数据文件夹 ${data}，又不回答`,
      `Process ${pid} on ${host} holds the data folder ${data}, and does not answer`,
    ],
    [
      `停下它；如果它确实不在了，删掉 ${data}/lock`,
      `stop it; if it surely no longer runs, remove ${data}/lock`,
    ],
  );
