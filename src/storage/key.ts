import { hkdfSync, randomBytes } from 'node:crypto';
import { dirname, resolve, sep } from 'node:path';
import { codeOf, type Files } from './json/files.js';
import { nodeFiles } from './json/node-files.js';

export interface StoreKey {
  /** 32 bytes. */
  readonly key: Buffer;
  /** The key file in use; null: the key was given. */
  readonly file: string | null;
  /** The file was made just now: whoever runs this should be told to keep it safe. */
  readonly made: boolean;
}

/**
 * The key that personal data is sealed with: from `given` (LINLI_KEY), or else from `file`, which is made when it
 * is missing. The file may not lie in the data `folder`: whoever takes that folder along must not get the key.
 * Errors never show the key.
 */
export async function storeKey(options: {
  given: string | undefined;
  file: string;
  folder: string;
  files?: Files;
  /** 32 random bytes. */
  random?: () => Buffer;
}): Promise<StoreKey> {
  const { files = nodeFiles, random = () => randomBytes(32) } = options;
  if (options.given !== undefined) {
    return { key: keyFrom(options.given, 'LINLI_KEY'), file: null, made: false };
  }
  const file = resolve(options.file);
  if (`${file}${sep}`.startsWith(`${resolve(options.folder)}${sep}`)) {
    throw new Error(
      `the key file ${file} may not lie in the data folder: a copy of the data would open itself`,
    );
  }
  const written = await files.read(file).catch(error => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (written !== null) return { key: keyFrom(written.toString().trim(), file), file, made: false };

  const text = random().toString('hex');
  await files.makeFolder(dirname(file));
  const made = await files.create(file);
  await made.write(Buffer.from(`${text}\n`), 0);
  await made.sync();
  await made.close();
  await files.syncFolder(dirname(file));
  return { key: keyFrom(text, file), file, made: true };
}

/** The key for what lies beside the store: received pictures and files. */
export function fileKeyOf(key: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', 'linli received files', 32));
}

function keyFrom(text: string, where: string): Buffer {
  if (!/^\S{32,}$/.test(text)) {
    throw new Error(
      `${where} holds no usable key: it needs 32 characters or more without spaces, for example from: openssl rand -hex 32`,
    );
  }
  return Buffer.from(hkdfSync('sha256', text, '', 'linli store', 32));
}
