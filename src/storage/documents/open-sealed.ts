import { createDecipheriv } from 'node:crypto';

/** In front of what is sealed, and behind it, bytes. */
export const NONCE = 12;
export const TAG = 16;

/**
 * Opens what was sealed with AES-256-GCM as nonce, ciphertext and tag. Null when it was sealed with another key, for
 * another place, or was changed since.
 */
export function openSealed(key: Buffer, place: string, sealed: Buffer): Buffer | null {
  if (sealed.length < NONCE + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE));
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(-TAG));
  const plain = decipher.update(sealed.subarray(NONCE, -TAG));
  try {
    decipher.final();
  } catch {
    return null;
  }
  return plain;
}
