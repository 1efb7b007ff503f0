import { access, constants, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bad, type Finding, look, ok } from './finding.js';
import { type Examined, whyOf } from './house.js';

const MB = 1_000_000;
/** Below this the disk is full any day; below that, any week. */
const FULL = 100 * MB;
const TIGHT = 1_000 * MB;
/** So many entries are looked at: enough to see what goes wrong. */
const LOOKED_AT = 2_000;

/** The data folder and its key file: whether they can be written to, by whom they can be read, and how much room there is. */
export async function checkData({ config, machine }: Examined): Promise<Finding[]> {
  const folder = config.data;
  const found = await stat(folder).catch(() => null);
  if (found && !found.isDirectory())
    return [
      bad(
        [`数据文件夹 ${folder} 是一个文件`, `The data folder ${folder} is a file`],
        ['移走它，或把 LINLI_DATA 指向别处', 'move it away, or set LINLI_DATA to another folder'],
      ),
    ];
  const place = found ? folder : await nearest(folder);
  const findings = [await writable(folder, place, found !== null), ...(await room(place, machine.free))];
  if (found) findings.push(...(await closed(folder)));
  return [...findings, ...(await keyFile(config, found !== null))];
}

/** The folder above that there is. */
async function nearest(folder: string): Promise<string> {
  const above = dirname(folder);
  return above === folder || (await stat(above).catch(() => null)) ? above : nearest(above);
}

async function writable(folder: string, place: string, there: boolean): Promise<Finding> {
  try {
    await access(place, constants.W_OK | constants.X_OK);
  } catch (error) {
    return bad(
      [`写不进 ${place}（${whyOf(error)}）`, `${place} cannot be written to (${whyOf(error)})`],
      [
        '把它交给启动服务台的用户，或把 LINLI_DATA 指向别处',
        'give it to the user who starts the desk, or set LINLI_DATA to another folder',
      ],
    );
  }
  return there
    ? ok(`数据文件夹 ${folder}`, `The data folder ${folder}`)
    : ok(`还没有数据，第一次启动会建立 ${folder}`, `No data yet: the first start makes ${folder}`);
}

async function room(place: string, free: Examined['machine']['free']): Promise<Finding[]> {
  const bytes = await free(place).catch(() => null);
  if (bytes === null) return [];
  const mb = Math.floor(bytes / MB);
  const said = [`磁盘只剩 ${mb} MB`, `Only ${mb} MB are free on the disk`] as const;
  const mend = [
    '清理磁盘；写满了，服务台就收不了新消息',
    'make room: on a full disk the desk takes no more messages',
  ] as const;
  if (bytes < FULL) return [bad(said, mend)];
  if (bytes < TIGHT) return [look(said, mend)];
  return [ok(`磁盘还有 ${mb} MB`, `${mb} MB are free on the disk`)];
}

async function closed(folder: string): Promise<Finding[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  for (const name of ['.', ...names.slice(0, LOOKED_AT)]) {
    const file = join(folder, name);
    const mode = (await stat(file).catch(() => null))?.mode ?? 0;
    if ((mode & 0o077) !== 0)
      return [
        look(
          [`别人也能进 ${file}`, `Others can get at ${file}`],
          [`运行 chmod -R go= ${folder}`, `run chmod -R go= ${folder}`],
        ),
      ];
  }
  return [ok('数据只有所有者能读', 'Only their owner can read the data')];
}

async function keyFile({ key, keyFile: file, data }: Examined['config'], there: boolean): Promise<Finding[]> {
  if (key !== undefined) return [ok('密钥来自 LINLI_KEY', 'The key is that of LINLI_KEY')];
  const found = await stat(file).catch(() => null);
  const used =
    there && (await readdir(data).catch(() => [])).some(name => /^(journal|snapshot)-\d+$/.test(name));
  if (!found)
    return used
      ? [
          bad(
            [
              `密钥文件 ${file} 不见了，加密的数据打不开`,
              `The key file ${file} is gone, and the data cannot be opened`,
            ],
            [
              '把备份的密钥文件放回原处，或设置 LINLI_KEY',
              'put the key file back from its backup, or set LINLI_KEY',
            ],
          ),
        ]
      : [ok(`还没有密钥，第一次启动会生成 ${file}`, `No key yet: the first start makes ${file}`)];
  if ((found.mode & 0o077) !== 0)
    return [
      look(
        [`别人也能读密钥文件 ${file}`, `Others can read the key file ${file}`],
        [`运行 chmod 600 ${file}`, `run chmod 600 ${file}`],
      ),
    ];
  return [ok(`密钥文件 ${file}（请单独备份）`, `The key file ${file} (keep a copy apart from the data)`)];
}
