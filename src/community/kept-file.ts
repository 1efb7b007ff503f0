import { z } from 'zod';
import type { Collection, Tx } from './store.js';

/** A picture, a recording or a file that somebody sent: where it came in, and how it is found there. */
export interface ReceivedFile {
  readonly account: string;
  readonly ref: string;
}

const keptFileSchema = z.strictObject({
  /** `account/ref`. */
  id: z.string(),
  account: z.string(),
  ref: z.string(),
  /** The records that show it, each by a name of its own: `proposals/HQ-2026-0042`. Empty: it may go now. */
  by: z.array(z.string()),
});
export type KeptFile = z.infer<typeof keptFileSchema>;

/** Received files that a record holds on to. All others go some time after they came (see the desk's file sweep). */
export const keptFiles: Collection<KeptFile> = {
  name: 'kept_files',
  version: 1,
  schema: keptFileSchema,
  personal: true,
  indexes: { free: { key: file => (file.by.length === 0 ? [file.account] : null) } },
};

const idOf = ({ account, ref }: ReceivedFile) => `${account}/${ref}`;

/** Holds on to a file for a record, in the transaction that keeps the record. Twice is once. */
export async function claimFile(tx: Tx, file: ReceivedFile, record: string): Promise<void> {
  const id = idOf(file);
  const known = await tx.get(keptFiles, id, { forUpdate: true });
  if (known?.by.includes(record)) return;
  const { account, ref } = file;
  await tx.put(keptFiles, { id, account, ref, by: [...(known?.by ?? []), record] });
}

/**
 * Lets go of a file, in the transaction that removes the record. True: no record holds on to it any more, and the
 * desk removes its bytes as soon as this is durable.
 */
export async function releaseFile(tx: Tx, file: ReceivedFile, record: string): Promise<boolean> {
  const id = idOf(file);
  const by = ((await tx.get(keptFiles, id, { forUpdate: true }))?.by ?? []).filter(one => one !== record);
  // Also one that was never claimed: whoever removes a record wants what it showed to be gone.
  await tx.put(keptFiles, { id, account: file.account, ref: file.ref, by });
  return by.length === 0;
}

/** Whether a record holds on to a file. */
export async function isKept(tx: Tx, file: ReceivedFile): Promise<boolean> {
  return ((await tx.get(keptFiles, idOf(file)))?.by.length ?? 0) > 0;
}

/** Files of an account that no record holds on to any more, at most `limit`. */
export function freeFiles(tx: Tx, account: string, limit: number): Promise<KeptFile[]> {
  return tx.find(keptFiles, 'free', { prefix: [account], limit });
}

/** The bytes of a free file are gone: so is the mark, unless a record has claimed it meanwhile. */
export async function fileGone(tx: Tx, id: string): Promise<void> {
  const known = await tx.get(keptFiles, id, { forUpdate: true });
  if (known?.by.length === 0) await tx.remove(keptFiles, id);
}
