import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Writes a file in one go: whoever looks sees the old one or the new one, also after a power cut. */
export async function putFile(file: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const fresh = join(dirname(file), `.${basename(file)}.new-${process.pid}`);
  try {
    await rm(fresh, { force: true });
    const handle = await open(fresh, 'wx', mode);
    await handle.writeFile(text);
    await handle.chmod(mode);
    await handle.sync();
    await handle.close();
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/** Makes a folder in one go: `fill` fills it elsewhere, and only a whole one comes to its place. */
export async function putFolder(folder: string, fill: (fresh: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const fresh = join(dirname(folder), `.${basename(folder)}.new-${process.pid}`);
  try {
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh);
    await fill(fresh);
    // Onto an empty folder at most: rename refuses one with something in it.
    await rename(fresh, folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
}
