import { join } from 'node:path';
import type { Files } from './files.js';

const DIGITS = 8;
const name = (kind: string, generation: number) => `${kind}-${String(generation).padStart(DIGITS, '0')}`;

/** Where things are in a store's folder. A snapshot of generation 7 is gone on from with journal 7. */
export class Folder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  get lock(): string {
    return join(this.path, 'lock');
  }

  journal(generation: number): string {
    return join(this.path, name('journal', generation));
  }

  snapshot(generation: number): string {
    return join(this.path, name('snapshot', generation));
  }

  /** Written last: a snapshot without it was never finished. */
  manifest(generation: number): string {
    return join(this.snapshot(generation), 'manifest');
  }

  slices(generation: number, collection: string): string {
    return join(this.snapshot(generation), `${collection}.slices`);
  }

  /** Generations of what is there, rising. */
  async look(files: Files): Promise<{ snapshots: number[]; unfinished: number[]; journals: number[] }> {
    const names = await files.list(this.path);
    const of = (kind: string) =>
      names.flatMap(one =>
        new RegExp(`^${kind}-\\d{${DIGITS}}$`).test(one) ? [Number(one.slice(-DIGITS))] : [],
      );
    const snapshots: number[] = [];
    const unfinished: number[] = [];
    for (const generation of of('snapshot')) {
      const inside = await files.list(this.snapshot(generation));
      (inside.includes('manifest') ? snapshots : unfinished).push(generation);
    }
    return { snapshots, unfinished, journals: of('journal') };
  }
}
