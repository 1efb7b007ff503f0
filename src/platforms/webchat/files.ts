import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { OutFile } from '../../desk/message.js';
import type { PhotoBox } from './photos.js';

/** Characters of base64 up to which a file lies in its message (a calendar entry does); a larger one gets a file of its own. */
const IN_MESSAGE = 40_000;

const named = { name: z.string(), mime: z.string() };
/** A file that we sent, as the mailbox keeps it: its bytes, or where they are. */
export const keptFile = z.union([
  z.strictObject({ ...named, base64: z.string() }),
  z.strictObject({ ...named, ref: z.string(), digest: z.string() }),
]);
export type KeptFile = z.infer<typeof keptFile>;

/** Puts large files into the box; `box` null: there is none, and all stay in the message. */
export async function keepFiles(files: readonly OutFile[], box: PhotoBox | null): Promise<KeptFile[]> {
  const kept: KeptFile[] = [];
  for (const { name, mime, base64 } of files) {
    if (box === null || base64.length <= IN_MESSAGE) {
      kept.push({ name, mime, base64 });
      continue;
    }
    const bytes = Buffer.from(base64, 'base64');
    const digest = createHash('sha256').update(bytes).digest('hex');
    kept.push({ name, mime, digest, ref: await box.keep(bytes, mime) });
  }
  return kept;
}

/** The bytes, or null when they are no longer there. */
export async function openKept(file: KeptFile, box: PhotoBox | null): Promise<Buffer | null> {
  if ('base64' in file) return Buffer.from(file.base64, 'base64');
  return (await box?.open(file.ref)) ?? null;
}

/** Where the bytes of these files lie besides, to be dropped with them. */
export function refsOf(files: readonly KeptFile[] | undefined): string[] {
  return (files ?? []).flatMap(file => ('ref' in file ? [file.ref] : []));
}

/** The same file, wherever it lies. */
export function sameAs(file: KeptFile): readonly string[] {
  return [file.name, file.mime, 'base64' in file ? file.base64 : file.digest];
}

/**
 * The part of `bytes` that a Range header asks for: some players play nothing that they cannot have in parts. Null when
 * it asks for none, for several, or for what is not there: then the whole is the answer.
 */
export function partOf(range: string | undefined, size: number): { from: number; to: number } | null {
  const found = /^bytes=(\d*)-(\d*)$/.exec(range?.trim() ?? '');
  const [, first = '', last = ''] = found ?? [];
  if (first === '' && last === '') return null;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return from <= to && to < size ? { from, to } : null;
}
