import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collections } from '../../src/collections.js';
import type { Collection, Doc } from '../../src/community/store.js';
import { openJsonStore, showStore } from '../../src/storage/json.js';
import { storeKey } from '../../src/storage/key.js';

export const HOUSE = join(import.meta.dirname, '..', '..');
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A folder of a desk's own: its data, and all that it might otherwise put into somebody's home. */
export class DeskHome {
  readonly path: string;
  readonly data: string;

  private constructor(path: string, data: string) {
    this.path = path;
    this.data = data;
  }

  /** `data`: where the store is to lie, when it is not in the folder itself. */
  static async make(data?: string): Promise<DeskHome> {
    const path = await mkdtemp(join(tmpdir(), 'linli-desk-'));
    await mkdir(join(path, 'tmp'));
    return new DeskHome(path, data ?? join(path, 'data', 'store'));
  }

  /** What a process must be told to stay in here. */
  get env(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? '',
      HOME: this.path,
      TMPDIR: join(this.path, 'tmp'),
      PORT: '0',
      LINLI_DATA: this.data,
    };
  }

  /** A copy of the sample community whose staff are told in this chat. */
  async contentWithStaff(account: string, chat: string, kind: 'direct' | 'group' = 'group'): Promise<string> {
    const folder = join(this.path, 'content');
    await cp(join(HOUSE, 'data', 'huimin'), folder, { recursive: true });
    const file = join(folder, 'community.yaml');
    const text = await readFile(file, 'utf8');
    const told = text.replace(
      'staffChats: []',
      `staffChats:\n  - { account: ${account}, chat: "${chat}", kind: ${kind} }`,
    );
    if (told === text) throw new Error(`${file} has no empty list of staff chats any more`);
    await writeFile(file, told);
    return folder;
  }

  /** A copy of the conversations, to be edited. */
  async conversations(): Promise<string> {
    const folder = join(this.path, 'conversations');
    await cp(join(HOUSE, 'conversations'), folder, { recursive: true });
    return folder;
  }

  /** What is stored, read by the code that `npm run store` reads it with. The process must have ended. */
  async stored<D extends Doc>(collection: Collection<D> | 'inbox' | 'outbox'): Promise<D[]> {
    const name = typeof collection === 'string' ? collection : collection.name;
    const shown = await showStore({
      folder: this.data,
      key: await this.#key(),
      log: quiet,
      collections,
      collection: name,
    });
    return shown.map(({ doc }) => doc as D);
  }

  /** Opens the store as the process would, to change something in it. */
  async openStore() {
    const clock = { now: () => Date.now(), after: () => () => undefined };
    return openJsonStore({ folder: this.data, key: await this.#key(), clock, log: quiet, collections });
  }

  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }

  async #key(): Promise<Buffer> {
    const { key } = await storeKey({ given: undefined, file: `${this.data}.key`, folder: this.data });
    return key;
  }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
