import { createCipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { NONCE, openSealed } from '../documents/open-sealed.js';

interface Keys {
  readonly seal: Buffer;
  readonly blind: Buffer;
}

/**
 * Seals bodies (AES-256-GCM, a random nonce each) and hides index values (HMAC-SHA-256), with keys for each community
 * that are derived from the store's.
 */
export class Sealing {
  readonly #master: Buffer;
  readonly #keys = new Map<string, Keys>();

  constructor(master: Buffer) {
    this.#master = master;
  }

  /** `place` is bound into the seal: what was sealed as one document does not open as another. */
  close(community: string, place: string, plain: Buffer): Buffer {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.#of(community).seal, nonce);
    cipher.setAAD(Buffer.from(place));
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  /** Null when it was sealed with another key, for another place, or was changed since. */
  open(community: string, place: string, sealed: Buffer): Buffer | null {
    return openSealed(this.#of(community).seal, place, sealed);
  }

  /** A value that can be looked for by whoever has the key, and says nothing to anybody else. */
  hide(community: string, what: string, value: Buffer): Buffer {
    return createHmac('sha256', this.#of(community).blind).update(`${what}\n`).update(value).digest();
  }

  /** Says by which key a database was written, and nothing about the key. */
  check(): string {
    return this.hide('', 'check', Buffer.from('linli')).toString('hex');
  }

  #of(community: string): Keys {
    const known = this.#keys.get(community);
    if (known !== undefined) return known;
    const derive = (use: string) =>
      Buffer.from(hkdfSync('sha256', this.#master, community, `linli postgres ${use}`, 32));
    const keys = { seal: derive('seal'), blind: derive('blind') };
    this.#keys.set(community, keys);
    return keys;
  }
}
