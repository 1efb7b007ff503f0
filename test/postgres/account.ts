import { spawnSync } from 'node:child_process';

/** Whom PostgreSQL runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to be root. Then it is one of those that nearly every machine has, so that none is added to
 * yours. `null`: whoever runs the tests is fit.
 */
export function findAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map(which => {
      const { status, stdout } = spawnSync('id', [which, name], { encoding: 'utf8' });
      return status === 0 ? Number(stdout) : 0;
    });
    if (uid && gid) return { uid, gid };
  }
  throw new Error(
    'PostgreSQL does not run as root, and this machine knows neither a user "postgres" nor "nobody". ' +
      'Run the tests as somebody else, or add one: useradd --system --user-group postgres',
  );
}

/** Whether `account` gets at what lies there, all folders above included. */
export function canReach(account: Account | null, path: string): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', 'test -r "$1"', 'sh', path], { ...account, cwd: '/' });
  return status === 0;
}
