import { createCipheriv, hkdfSync } from 'node:crypto';
import { NONCE, openSealed, TAG } from '../documents/open-sealed.js';

/** What every file holds sealed in its head: opens only with the key that the file was written with. */
const CHECK = Buffer.from('linli');

/** How many bytes so many bytes are when they are sealed. */
export const sealedLength = (plain: number) => NONCE + plain + TAG;

/**
 * Seals the parts of one file (AES-256-GCM). Each file has a key of its own, derived from the master key and the
 * file's salt; nonces count up and are never used again, not even for a part that was cut off after a failed
 * write. For that a file is only ever written by the process that made it.
 */
export class Seal {
  readonly #key: Buffer;
  #sealed = 0n;

  constructor(master: Buffer, salt: Buffer) {
    this.#key = Buffer.from(hkdfSync('sha256', master, salt, 'linli store file', 32));
  }

  /** `place` is bound into the seal: what was sealed as part 7 does not open as part 8. */
  close(plain: Buffer, place: number): Buffer {
    const sealed = Buffer.allocUnsafe(sealedLength(plain.length));
    this.closeInto(sealed, 0, plain, place);
    return sealed;
  }

  /** The same, into `target` from `at` on, where there is room for it. Gives where it ends. */
  closeInto(target: Buffer, at: number, plain: Buffer, place: number): number {
    this.#sealed += 1n;
    target.fill(0, at, at + NONCE);
    target.writeBigUInt64BE(this.#sealed, at + NONCE - 8);
    const cipher = createCipheriv('aes-256-gcm', this.#key, target.subarray(at, at + NONCE));
    cipher.setAAD(Buffer.from(String(place)));
    const end = at + NONCE + cipher.update(plain).copy(target, at + NONCE);
    cipher.final();
    return end + cipher.getAuthTag().copy(target, end);
  }

  /** Null when it was sealed with another key, for another place, or was changed since. */
  open(sealed: Buffer, place: number): Buffer | null {
    return openSealed(this.#key, String(place), sealed);
  }

  check(): Buffer {
    return this.close(CHECK, 0);
  }

  fits(check: Buffer): boolean {
    return this.open(check, 0)?.equals(CHECK) === true;
  }
}
