import { dirname } from 'node:path';
import type { Files, OpenFile } from '../../src/storage/json.js';
import { Seeded } from './seeded.js';
import { SimulatedFile } from './simulated-file.js';

export interface Operation {
  readonly kind:
    | 'write'
    | 'sync'
    | 'truncate'
    | 'create'
    | 'open'
    | 'rename'
    | 'link'
    | 'remove'
    | 'syncFolder'
    | 'read';
  readonly path: string;
}

export interface Disk {
  /** The disk as the store sees it. After a crash ask again: whoever holds the old one gets errors. */
  readonly files: Files;
  /**
   * Power is cut. What was synced is there; of the rest each name and each write is there or not, and a write
   * perhaps in part. `kept`: the process alone dies, and the disk keeps everything. Ends `fail`.
   */
  crash(how?: { kept?: boolean }): void;
  /** Called before each operation: what it throws is what the store gets. */
  fail: (operation: Operation) => void;
  /** Bytes that fit on it. A write beyond gets ENOSPC, after what still fitted. */
  capacity: number;
  /** Operations so far. */
  readonly count: number;
  /** Every file that is there now. */
  contents(): Map<string, Buffer>;
  /** Puts bytes in the place of a file's, durably: damage. */
  damage(path: string, bytes: Buffer): void;
}

export function systemError(code: string, message = code): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

/**
 * A disk in memory that can be full, fail and lose power, the same way from the same seed. `pause` is awaited
 * before each operation: how long the disk takes.
 */
export function simulatedDisk({ seed, pause }: { seed: number; pause?: () => Promise<void> }): Disk {
  return new SimulatedDisk(new Seeded(seed), pause ?? (() => Promise.resolve()));
}

type Act = <T>(kind: Operation['kind'], path: string, action: () => T) => Promise<T>;

class SimulatedDisk implements Disk {
  readonly #chance: Seeded;
  readonly #pause: () => Promise<void>;
  /** Names as they are now, and as they would be after a crash: a file may have a name in one of them only. */
  #names = new Map<string, SimulatedFile>();
  readonly #durableNames = new Map<string, SimulatedFile>();
  readonly #folders = new Set<string>();
  #life = 0;
  count = 0;
  capacity = Number.POSITIVE_INFINITY;
  fail: (operation: Operation) => void = () => undefined;

  constructor(chance: Seeded, pause: () => Promise<void>) {
    this.#chance = chance;
    this.#pause = pause;
  }

  get files(): Files {
    const life = this.#life;
    const act: Act = async (kind, path, action) => {
      await this.#pause();
      if (life !== this.#life) throw systemError('EIO', 'this process was killed');
      this.count += 1;
      this.fail({ kind, path });
      return action();
    };
    return {
      makeFolder: async path => {
        this.#folders.add(path);
      },
      protectFolder: async () => undefined,
      list: path => act('read', path, () => this.#list(path)),
      read: path => act('read', path, () => this.#file(path).bytes()),
      create: path => act('create', path, () => this.#open(path, this.#give(path, new SimulatedFile()), act)),
      open: path => act('open', path, () => this.#open(path, this.#file(path), act)),
      rename: (from, to) =>
        act('rename', from, () => {
          this.#names.set(to, this.#file(from));
          this.#names.delete(from);
        }),
      link: (from, to) =>
        act('link', from, () => {
          this.#give(to, this.#file(from));
        }),
      remove: path => act('remove', path, () => this.#remove(path)),
      syncFolder: path =>
        act('syncFolder', path, () => {
          for (const name of this.#undurable()) if (dirname(name) === path) this.#settle(name);
        }),
    };
  }

  crash({ kept = false }: { kept?: boolean } = {}): void {
    this.#life += 1;
    this.fail = () => undefined;
    if (kept) return;
    // The folder was not synced since these names were given or taken away: that may have got there, or not.
    for (const name of this.#undurable()) if (this.#chance.random() < 0.5) this.#settle(name);
    this.#names = new Map(this.#durableNames);
    for (const file of new Set(this.#names.values())) file.crash(this.#chance);
  }

  contents(): Map<string, Buffer> {
    return new Map([...this.#names].map(([name, file]) => [name, file.bytes()]));
  }

  damage(path: string, bytes: Buffer): void {
    const file = this.#file(path);
    file.truncate(0);
    file.write(bytes, 0);
    file.sync();
  }

  #open(path: string, file: SimulatedFile, act: Act): OpenFile {
    return {
      write: (bytes, at) =>
        act('write', path, () => {
          const room = Math.max(0, this.capacity - this.#used() + Math.max(0, file.length - at));
          file.write(bytes.subarray(0, room), at);
          if (room < bytes.length) throw systemError('ENOSPC', 'no space left on device');
        }),
      truncate: length => act('truncate', path, () => file.truncate(length)),
      sync: () => act('sync', path, () => file.sync()),
      close: async () => undefined,
    };
  }

  #give(path: string, file: SimulatedFile): SimulatedFile {
    if (this.#names.has(path)) throw systemError('EEXIST', `it is there already: ${path}`);
    this.#names.set(path, file);
    return file;
  }

  #remove(path: string): void {
    for (const name of [...this.#names.keys()]) {
      if (name === path || name.startsWith(`${path}/`)) this.#names.delete(name);
    }
    this.#folders.delete(path);
  }

  #list(folder: string): string[] {
    const inside = [...this.#names.keys(), ...this.#folders].filter(name => name.startsWith(`${folder}/`));
    return [...new Set(inside.map(name => name.slice(folder.length + 1).split('/')[0]!))].sort();
  }

  #file(path: string): SimulatedFile {
    const file = this.#names.get(path);
    if (file === undefined) throw systemError('ENOENT', `no such file: ${path}`);
    return file;
  }

  /** Names that were given or taken away since their folder was synced. */
  #undurable(): string[] {
    const all = new Set([...this.#names.keys(), ...this.#durableNames.keys()]);
    return [...all].filter(name => this.#names.get(name) !== this.#durableNames.get(name));
  }

  #settle(name: string): void {
    const file = this.#names.get(name);
    if (file === undefined) this.#durableNames.delete(name);
    else this.#durableNames.set(name, file);
  }

  #used(): number {
    let used = 0;
    for (const { length } of new Set(this.#names.values())) used += length;
    return used;
  }
}
