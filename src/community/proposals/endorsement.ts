import { z } from 'zod';
import type { Collection, Tx } from '../store.js';

/** That a resident endorses a proposal 附议, and so follows it. */
const endorsementSchema = z.strictObject({
  /** `proposal/resident`: nobody endorses twice. */
  id: z.string(),
  proposal: z.string(),
  resident: z.string(),
  at: z.number(),
});
export type Endorsement = z.infer<typeof endorsementSchema>;

export const endorsements: Collection<Endorsement> = {
  name: 'endorsements',
  version: 1,
  schema: endorsementSchema,
  personal: true,
  indexes: {
    byProposal: { key: ({ proposal, at }) => [proposal, at] },
    byResident: { key: ({ resident, at }) => [resident, at] },
  },
};

export const endorsementId = (proposal: string, resident: string): string => `${proposal}/${resident}`;

export const endorses = async (tx: Tx, proposal: string, resident: string): Promise<boolean> =>
  (await tx.get(endorsements, endorsementId(proposal, resident))) !== undefined;
