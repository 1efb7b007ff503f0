import { claimFile, releaseFile } from '../kept-file.js';
import type { Passed } from '../passed.js';
import type { Tx } from '../store.js';
import type { Proposal } from './proposal.js';

const recordOf = (id: string): string => `proposals/${id}`;
const whereOf = ({ account, attachment }: Passed) => ({ account, ref: attachment.ref });

/** All that came along with a proposal: with its story, and with what its author replied. */
export const filesOf = ({ files, history }: Pick<Proposal, 'files' | 'history'>): Proposal['files'] => [
  ...files,
  ...history.flatMap(change => change.files ?? []),
];

/** Only what is needed to find it again: platforms may have put more into what they handed over. */
export function plainPassed({ account, attachment }: Passed): Passed {
  const { kind, ref, mime, name, bytes } = attachment;
  return {
    account,
    attachment: {
      kind,
      ref,
      ...(mime === undefined ? {} : { mime }),
      ...(name === undefined ? {} : { name }),
      ...(bytes === undefined ? {} : { bytes }),
    },
  };
}

/** Holds on to what a proposal shows, as long as it shows it. */
export async function claimFilesOf(tx: Tx, id: string, files: readonly Passed[]): Promise<void> {
  for (const file of files) await claimFile(tx, whereOf(file), recordOf(id));
}

/** Lets go of all of it: what nobody else shows is removed. */
export async function releaseFilesOf(tx: Tx, proposal: Proposal): Promise<void> {
  for (const file of filesOf(proposal)) await releaseFile(tx, whereOf(file), recordOf(proposal.id));
}
