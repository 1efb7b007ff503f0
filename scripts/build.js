// Strips the types from src/ into dist/, file by file, so that `npm start` needs no compiler of its own
// (checking types is a separate step, `npm run check:types`). Nothing is bundled: the layout of dist/ is that
// of src/, and a stack trace points to the line.
import { cp, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Builds dist/ anew from src/. Files that are not TypeScript (pages, styles, pictures) are copied. */
export async function build() {
  const source = join(root, 'src');
  const target = join(root, 'dist');
  await rm(target, { recursive: true, force: true });
  const files = (await readdir(source, { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
  const typescript = files.filter(file => file.endsWith('.ts'));
  await esbuild({
    entryPoints: typescript,
    outdir: target,
    outbase: source,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'error',
  });
  for (const file of files.filter(file => !file.endsWith('.ts'))) {
    await cp(file, join(target, file.slice(source.length + 1)));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
