import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { storeKey } from '../../src/storage/key.js';
import { givenFolder } from './given-folder.js';

const GIVEN = '0123456789abcdef0123456789abcdef';

test('a key that is given is taken, always to the same 32 bytes', async () => {
  const folder = await givenFolder();
  const first = await storeKey({ given: GIVEN, file: `${folder}.key`, folder });
  const again = await storeKey({ given: GIVEN, file: `${folder}.key`, folder });
  expect(first).toEqual({ key: expect.any(Buffer), file: null, made: false });
  expect(first.key).toHaveLength(32);
  expect(again.key.equals(first.key)).toBe(true);
  const other = await storeKey({ given: `${GIVEN}0`, file: `${folder}.key`, folder });
  expect(other.key.equals(first.key)).toBe(false);
});

test('without one a file is made beside the data, 0600, once, and its folder is left as it was', async () => {
  const folder = await givenFolder();
  const file = join(dirname(folder), 'keys', 'store.key');
  await mkdir(dirname(file));
  await chmod(dirname(file), 0o755);
  const made = await storeKey({ given: undefined, file, folder });
  expect(made).toEqual({ key: expect.any(Buffer), file, made: true });
  expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600');
  expect(((await stat(dirname(file))).mode & 0o777).toString(8)).toBe('755');
  const again = await storeKey({ given: undefined, file, folder });
  expect(again).toEqual({ key: made.key, file, made: false });
  const text = (await readFile(file, 'utf8')).trim();
  expect((await storeKey({ given: text, file, folder })).key.equals(made.key)).toBe(true);
});

test('a key file inside the data folder is refused', async () => {
  const folder = await givenFolder();
  await expect(storeKey({ given: undefined, file: join(folder, 'key'), folder })).rejects.toThrow(
    /may not lie in/,
  );
});

test('what is no key is refused with the mend, and is not shown', async () => {
  const folder = await givenFolder();
  const attempt = storeKey({ given: 'too short', file: `${folder}.key`, folder });
  await expect(attempt).rejects.toThrow(/LINLI_KEY holds no usable key.*openssl rand -hex 32/);
  await expect(attempt).rejects.not.toThrow(/too short/);
  await writeFile(`${folder}.key`, '\n');
  await expect(storeKey({ given: undefined, file: `${folder}.key`, folder })).rejects.toThrow(
    /key holds no usable key/,
  );
});
