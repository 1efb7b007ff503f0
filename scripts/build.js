// Strips the types from src/ into dist/, file by file, so that `npm start` needs no compiler of its own
// (checking types is a separate step, `npm run check:types`). Nothing is bundled: the layout of dist/ is that
// of src/, and a stack trace points to the line.
import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'src');
const target = join(root, 'dist');
/** What dist/ was built from. */
const STAMP = '.built-from';

/**
 * Brings dist/ up to date with src/; does nothing when it is. Files that are not TypeScript (pages, styles,
 * pictures) are copied. A new dist/ takes the old one's place in one go, since a running desk still reads from it.
 */
export async function build() {
  const files = (await readdir(source, { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort();
  const stamp = await fingerprint([fileURLToPath(import.meta.url), ...files]);
  if (stamp === (await readFile(join(target, STAMP), 'utf8').catch(() => ''))) return;

  const { build: esbuild } = await import('esbuild');
  const fresh = `${target}.new-${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await esbuild({
    entryPoints: files.filter(file => file.endsWith('.ts')),
    outdir: fresh,
    outbase: source,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'error',
  });
  for (const file of files.filter(file => !file.endsWith('.ts'))) {
    await cp(file, join(fresh, file.slice(source.length + 1)));
  }
  await writeFile(join(fresh, STAMP), stamp);
  await swap(fresh);
}

async function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.slice(root.length)}\0`).update(await readFile(file));
  return hash.digest('hex');
}

async function swap(fresh) {
  const old = `${target}.old-${process.pid}`;
  await rename(target, old).catch(unlessMissing);
  try {
    await rename(fresh, target);
  } catch (error) {
    // Somebody else built at the same time and was first: theirs is as good.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await rm(fresh, { recursive: true, force: true });
  }
  await rm(old, { recursive: true, force: true });
}

function unlessMissing(error) {
  if (error.code !== 'ENOENT') throw error;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
