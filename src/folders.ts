import { chmod, mkdir, readdir } from 'node:fs/promises';
import type { SettingName } from './settings.js';

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is a file, not a folder',
  EEXIST: 'is a file, not a folder',
  EACCES: 'is closed to the user who starts the desk',
  EPERM: 'is closed to the user who starts the desk',
  EROFS: 'is on a disk that cannot be written to',
  ENOSPC: 'is on a disk that is full',
};

/** Looks whether a folder that a setting names can be read. Rejects with the mend. */
export async function readableFolder(folder: string, setting: SettingName): Promise<void> {
  await readdir(folder).catch(error => {
    throw refused(
      folder,
      error,
      `set ${setting} to the folder that is meant, or leave it out for the usual one`,
    );
  });
}

/** Makes the data folder where it is missing, for its owner alone. Rejects with the mend. */
export async function dataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  } catch (error) {
    throw refused(
      folder,
      error,
      'make it a folder that this user may write to, or set LINLI_DATA to another one',
    );
  }
}

function refused(folder: string, error: unknown, mend: string): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new Error(`the folder ${folder} ${WHY[code] ?? `cannot be used (${code})`}: ${mend}.`, {
    cause: error,
  });
}
