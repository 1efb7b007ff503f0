import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes of the longest path that every system takes for a socket (Linux takes 107, macOS 103). */
export const LONGEST_PATH = 103;
/** In the data folder, when the socket itself has to lie elsewhere: its path. */
const SIGNPOST = 'desk.sock.path';

const fits = (path: string) => Buffer.byteLength(path) <= LONGEST_PATH;

/**
 * Where the desk over this data folder is to listen: in the folder itself; where its path is too long for a
 * socket, in a private folder (0700) among the system's temporary ones, with a signpost in the data folder.
 */
export async function chooseSocketPath(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const near = join(folder, 'desk.sock');
  const signpost = join(folder, SIGNPOST);
  if (fits(near)) {
    await rm(signpost, { force: true });
    return near;
  }
  const name = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 16);
  const parent = [tmpdir(), '/tmp'].find(temporary => fits(join(temporary, `linli-${name}`, 'desk.sock')));
  if (parent === undefined)
    throw new Error(`No folder is short enough for a socket. Move LINLI_DATA to a shorter path.`);
  const far = join(parent, `linli-${name}`);
  await makePrivate(far);
  await writeFile(signpost, join(far, 'desk.sock'), { mode: 0o600 });
  return join(far, 'desk.sock');
}

/** Where to find the desk over this data folder, whether or not one is running. */
export async function findSocketPath(folder: string): Promise<string> {
  try {
    return (await readFile(join(folder, SIGNPOST), 'utf8')).trim();
  } catch {
    // No signpost: then it is where it belongs.
    return join(folder, 'desk.sock');
  }
}

/** Takes the signpost away again, and the folder that was made for the socket. */
export async function forgetSocketPath(folder: string, path: string): Promise<void> {
  if (path === join(folder, 'desk.sock')) return;
  await rm(join(folder, SIGNPOST), { force: true });
  await rm(join(path, '..'), { recursive: true, force: true });
}

/** Everybody may write into the temporary folder: a folder of this name that is not ours is not to be trusted. */
async function makePrivate(folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new Error(`${folder} belongs to somebody else. Remove it, or move LINLI_DATA to a shorter path.`);
  }
  await chmod(folder, 0o700);
}
