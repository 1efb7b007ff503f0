import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A sealed file begins with so many random bytes, without which it does not open. */
export const NONCE = 12;
const TAG = 16;

/**
 * The bytes of a received picture or file as they lie on the disk: sealed (AES-256-GCM) with `key`, 32 bytes. `name`
 * is bound into the seal, so that one file cannot be put in another's place.
 */
export function sealed(key: Buffer, name: string, bytes: Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** The bytes again. Throws when they were sealed with another key or under another name, or were changed since. */
export function unsealed(key: Buffer, name: string, bytes: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE)).setAAD(Buffer.from(name));
  decipher.setAuthTag(bytes.subarray(-TAG));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
}
