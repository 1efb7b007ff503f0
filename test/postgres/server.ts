import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Base } from './base.js';
import { freePort } from './port.js';
import { ran } from './ran.js';
import { givenSmallDisk, type SmallDisk } from './small-disk.js';

/** As in postgresql.conf. */
export type Settings = Readonly<Record<string, string | number>>;

export interface ServerOptions {
  readonly settings?: Settings;
  /** Its data lie on a disk of so many megabytes; 30 are taken from the start. */
  readonly onSmallDisk?: number;
}

/** `fast` ends what clients are doing, `immediate` gives the server no time to tidy up; `killed` is kill -9. */
export type Stop = 'fast' | 'immediate' | 'killed';

const ALWAYS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '64MB',
};
const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT', killed: 'SIGKILL' } as const;
const KEPT_LOG = 100_000;

/** One PostgreSQL on 127.0.0.1, which keeps its folder and its port as long as it is there. */
export class Server {
  /** What it logged lately. */
  log = '';
  readonly folder: string;
  readonly #base: Base;
  readonly #disk: SmallDisk | null;
  #settings: Settings;
  #port = 0;
  #child: ChildProcess | null = null;

  private constructor(base: Base, folder: string, disk: SmallDisk | null, settings: Settings) {
    this.#base = base;
    this.folder = folder;
    this.#disk = disk;
    this.#settings = settings;
  }

  /** A started one with empty databases. */
  static async open(base: Base, { settings = {}, onSmallDisk }: ServerOptions = {}): Promise<Server> {
    const folder = await mkdtemp(join(base.folder, 'server-'));
    await chmod(folder, 0o755);
    const disk =
      onSmallDisk === undefined ? null : await givenSmallDisk(join(folder, 'disk'), onSmallDisk, base);
    const server = new Server(base, folder, disk, settings);
    try {
      await ran('cp', ['-pR', base.template, server.data]);
      await server.#startAnywhere();
      return server;
    } catch (error) {
      await server.remove();
      throw error;
    }
  }

  get data(): string {
    return join(this.#disk?.folder ?? this.folder, 'data');
  }

  get port(): number {
    return this.#port;
  }

  /** The process of the server itself; `null` while it is stopped. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** For `linli`, who owns the database of that name and may no more than other people. */
  get url(): string {
    return this.urlOf('linli', 'linli');
  }

  urlOf(user: 'linli' | 'postgres', database: string): string {
    return `postgres://${user}:${this.#base.password}@127.0.0.1:${this.#port}/${database}`;
  }

  /** Starts again what was stopped, with `settings` in place of those it had; throws with the log when it cannot. */
  async start(settings: Settings = this.#settings): Promise<void> {
    if (this.#child !== null) throw new Error('this server is running');
    this.#settings = settings;
    const all = Object.entries({ ...ALWAYS, ...settings, port: this.#port });
    const words = all.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const postgres = join(this.#base.programs, 'bin', 'postgres');
    const [program = postgres, ...args] = [
      ...(this.#disk?.prefix ?? []),
      postgres,
      '-D',
      this.data,
      ...words,
    ];
    const child = spawn(program, args, {
      ...this.#base.account,
      cwd: '/',
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    this.#child = child;
    await this.#ready(child);
  }

  /** Resolves when every process of it is gone, those that served clients too. Nothing happens when it is stopped. */
  async stop(how: Stop = 'fast'): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    const gone = once(child, 'close');
    child.kill(SIGNALS[how]);
    await gone;
  }

  /** Stops, and starts again. */
  async restart(how: Stop = 'fast', settings: Settings = this.#settings): Promise<void> {
    await this.stop(how);
    await this.start(settings);
  }

  /** Room enough on the small disk. */
  async makeRoom(): Promise<void> {
    if (this.#disk === null) throw new Error('this server is on no small disk: givenServer({ onSmallDisk })');
    await this.#disk.makeRoom();
    if (this.#disk.needsRestart && this.#child !== null) await this.restart();
  }

  /** Leaves nothing behind. */
  async remove(): Promise<void> {
    await this.stop('immediate');
    await this.#disk?.unmount();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** On a port that nobody has, also if somebody takes the one that was found free. */
  async #startAnywhere(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      this.#port = await freePort();
      this.log = '';
      try {
        return await this.start();
      } catch (error) {
        if (tries === 5 || !this.log.includes('Address already in use')) throw error;
      }
    }
  }

  #ready(child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      const before = this.log.length;
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        this.log = (this.log + text).slice(-KEPT_LOG);
        if (text.includes('ready to accept connections')) resolve();
      });
      child.once('error', reject);
      // Not before its children, who hold the same end of the log, are gone too.
      child.once('close', () => {
        this.#child = null;
        reject(new Error(`PostgreSQL did not start:\n${this.log.slice(before)}`));
      });
    });
  }
}
