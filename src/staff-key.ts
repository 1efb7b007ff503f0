import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

/** What staff type to sign in: made once, readable by this user alone. */
export async function staffKey(file: string): Promise<string> {
  const known = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (known.trim() !== '') return known.trim();
  const key = randomBytes(18).toString('base64url');
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  return key;
}
