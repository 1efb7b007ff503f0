import * as fs from 'node:fs';
import { chmod, link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import type { Files, OpenFile } from './files.js';

/** The machine's own disk. Folders are 0700 and files 0600. */
export const nodeFiles: Files = {
  async makeFolder(path) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  async protectFolder(path) {
    if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o700);
  },
  list: async folder => (await readdir(folder)).sort(),
  read: path => readFile(path),
  create: async path => new NodeFile(await opened(path, 'wx')),
  open: async path => new NodeFile(await opened(path, 'r+')),
  rename,
  link,
  remove: path => rm(path, { recursive: true, force: true }),
  async syncFolder(path) {
    // Windows cannot open folders; its names are durable when the file is.
    if (process.platform === 'win32') return;
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
};

/** Plain descriptors: a FileHandle costs more a call, and the journal makes thousands a second. */
class NodeFile implements OpenFile {
  readonly #fd: number;

  constructor(fd: number) {
    this.#fd = fd;
  }

  async write(bytes: Uint8Array, at: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      done += await called<number>(end =>
        fs.write(this.#fd, bytes, done, bytes.length - done, at + done, end),
      );
    }
  }

  truncate(length: number): Promise<void> {
    return called(end => fs.ftruncate(this.#fd, length, end));
  }

  sync(): Promise<void> {
    return called(end => fs.fdatasync(this.#fd, end));
  }

  close(): Promise<void> {
    return called(end => fs.close(this.#fd, end));
  }
}

const opened = (path: string, flags: string) => called<number>(end => fs.open(path, flags, 0o600, end));

type End<T> = (error: Error | null | undefined, value?: T) => void;

/** What a function with a callback comes to. */
function called<T>(call: (end: End<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, value) => (error ? reject(error) : resolve(value as T)));
  });
}
