import type { Seeded } from './seeded.js';

/** Something done to a file since it was last synced, with what is needed to undo it. */
interface Change {
  readonly at: number;
  /** What was written; null: the file was cut here. */
  readonly bytes: Buffer | null;
  readonly covered: Buffer;
  readonly lengthBefore: number;
}

/** A file of a simulated disk: knows what it would be after a crash. */
export class SimulatedFile {
  #data = Buffer.alloc(256);
  #changes: Change[] = [];
  length = 0;

  bytes(): Buffer {
    return Buffer.from(this.#data.subarray(0, this.length));
  }

  write(bytes: Uint8Array, at: number): void {
    const covered = Buffer.from(this.#data.subarray(at, Math.min(at + bytes.length, this.length)));
    this.#changes.push({ at, bytes: Buffer.from(bytes), covered, lengthBefore: this.length });
    this.#put(bytes, at);
  }

  truncate(length: number): void {
    const covered = Buffer.from(this.#data.subarray(length, this.length));
    this.#changes.push({ at: length, bytes: null, covered, lengthBefore: this.length });
    this.#cut(length);
  }

  sync(): void {
    this.#changes = [];
  }

  /** Back to what was synced, and of what was done since: some of it, writes perhaps in part. */
  crash(chance: Seeded): void {
    const changes = this.#changes;
    this.#changes = [];
    for (const { at, covered, lengthBefore } of [...changes].reverse()) {
      this.#cut(Math.min(this.length, lengthBefore));
      this.#put(covered, at);
      this.length = lengthBefore;
    }
    for (const { at, bytes } of changes) {
      if (chance.random() < 0.3) continue;
      if (bytes === null) this.#cut(at);
      else this.#put(chance.random() < 0.5 ? tear(bytes, chance) : bytes, at);
    }
  }

  #put(bytes: Uint8Array, at: number): void {
    const length = Math.max(this.length, at + bytes.length);
    if (length > this.#data.length) {
      const grown = Buffer.alloc(length * 2);
      this.#data.copy(grown, 0, 0, this.length);
      this.#data = grown;
    }
    this.#data.set(bytes, at);
    this.length = length;
  }

  /** What lies beyond the end reads as zeros when the file grows over it again. */
  #cut(length: number): void {
    if (length < this.length) this.#data.fill(0, length, this.length);
    this.length = length;
  }
}

/** A beginning of it, or all of it with a stretch of zeros in the middle: blocks reach a disk in any order. */
function tear(bytes: Buffer, chance: Seeded): Buffer {
  if (chance.random() < 0.5) return bytes.subarray(0, chance.below(bytes.length + 1));
  const from = chance.below(bytes.length + 1);
  return Buffer.from(bytes).fill(0, from, Math.min(bytes.length, from + chance.below(512)));
}
