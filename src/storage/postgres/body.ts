import type { Doc, Json } from '../../community/store.js';
import type { Sealing } from './sealing.js';

/** How a body of bytes begins: with what it is. */
const PLAIN = 0;
const SEALED = 1;
/** What JSON can say and PostgreSQL's JSONB cannot hold: NUL, and halves of surrogate pairs. */
const NOT_IN_JSONB = /\\u0000|\\u[dD][89a-fA-F]/;

/** A document as it lies in its row: readable, or as bytes. */
export interface Body {
  readonly doc: string | null;
  readonly bytes: Buffer | null;
}

/** `seal` null: the collection is nobody's secret. */
export function writeBody(json: Json | Doc, seal: ((plain: Buffer) => Buffer) | null): Body {
  const text = JSON.stringify(json);
  if (seal !== null) return { doc: null, bytes: framed(SEALED, seal(Buffer.from(text))) };
  if (NOT_IN_JSONB.test(text)) return { doc: null, bytes: framed(PLAIN, Buffer.from(text)) };
  return { doc: text, bytes: null };
}

/** `where` is the place that was bound into the seal. Throws when it does not open. */
export function readBody(
  body: { doc: unknown; bytes: Buffer | null },
  where: { sealing: Sealing; community: string; place: string },
): Json {
  const { bytes } = body;
  if (bytes === null) return body.doc as Json;
  if (bytes[0] === PLAIN) return JSON.parse(bytes.subarray(1).toString()) as Json;
  const { sealing, community, place } = where;
  const plain = bytes[0] === SEALED ? sealing.open(community, place, bytes.subarray(1)) : null;
  if (plain === null) {
    throw new Error(
      `${place} of ${community} does not open: it was altered, or sealed with another key than LINLI_KEY is now`,
    );
  }
  return JSON.parse(plain.toString()) as Json;
}

function framed(kind: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.of(kind), bytes]);
}
