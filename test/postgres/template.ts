import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Base } from './base.js';
import { ran } from './ran.js';

/** Text is ordered as in Chinese unless a query says otherwise, so that one that forgot to is noticed. */
const LOCALE = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=zh'];
/** Small pieces of the write-ahead log: a data folder of 25 MB instead of 40. */
const SMALL = ['--wal-segsize=1'];

/** A data folder with two roles: `postgres`, who may everything, and `linli`, who owns the database `linli`. */
export async function makeTemplate({ account, programs, template, password }: Base): Promise<void> {
  const secret = `${template}.password`;
  await mkdir(template, { mode: 0o700 });
  await writeFile(secret, password, { mode: 0o600 });
  if (account !== null) {
    for (const path of [template, secret]) await chown(path, account.uid, account.gid);
  }
  const how = { ...account, cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } };
  await ran(
    join(programs, 'bin', 'initdb'),
    [
      '-D',
      template,
      '--username=postgres',
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--no-sync',
      ...LOCALE,
      ...SMALL,
    ],
    how,
  );
  await rm(secret);
  await ran(
    join(programs, 'bin', 'postgres'),
    ['--single', '-F', '-D', template, 'postgres'],
    how,
    `CREATE ROLE linli LOGIN PASSWORD '${password}'\nCREATE DATABASE linli OWNER linli\n`,
  );
}
