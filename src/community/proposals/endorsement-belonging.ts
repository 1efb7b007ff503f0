import type { Belonging } from '../residents/belonging.js';
import type { Tx } from '../store.js';
import { type Endorsement, endorsementId, endorsements } from './endorsement.js';
import { isOpenProposal, isPublic, proposals } from './proposal.js';
import { titleOf } from './title.js';

const PAGE = 100;

/** What a resident endorses, and so follows. */
export const endorsementBelonging: Belonging = {
  noun: 'endorsement',
  async mine({ tx, content, locale }, resident) {
    const mine = [];
    for (const { proposal: id } of await tx.find(endorsements, 'byResident', {
      prefix: [resident],
      order: 'down',
      limit: 30,
    })) {
      const proposal = await tx.get(proposals, id);
      if (!proposal || !isOpenProposal(proposal) || !isPublic(proposal)) continue;
      mine.push({
        kind: 'endorsement',
        number: id,
        title: titleOf(content, proposal, locale),
        state: `mine_endorsement_${proposal.status}`,
        next: 'mine_endorsement_next',
        begin: 'proposal',
        slots: { number: id },
      });
    }
    return mine;
  },
  exported: endorsementsOf,
  async forget({ tx }, resident) {
    for (const endorsement of await endorsementsOf(tx, resident)) await drop(tx, endorsement);
  },
  async join({ tx }, from, to) {
    for (const endorsement of await endorsementsOf(tx, from)) {
      const id = endorsementId(endorsement.proposal, to);
      const proposal = await tx.get(proposals, endorsement.proposal);
      // The two were taken for two people: they count as one, and not at all for their own.
      if (proposal?.resident === to || (await tx.get(endorsements, id))) await drop(tx, endorsement);
      else {
        await tx.remove(endorsements, endorsement.id);
        await tx.put(endorsements, { ...endorsement, id, resident: to });
      }
    }
  },
};

async function drop(tx: Tx, endorsement: Endorsement): Promise<void> {
  await tx.remove(endorsements, endorsement.id);
  const proposal = await tx.get(proposals, endorsement.proposal, { forUpdate: true });
  if (proposal) await tx.put(proposals, { ...proposal, support: Math.max(0, proposal.support - 1) });
}

/** What a resident endorses, the first first. */
export async function endorsementsOf(tx: Tx, resident: string): Promise<Endorsement[]> {
  const all: Endorsement[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await tx.find(endorsements, 'byResident', {
      prefix: [resident],
      limit: PAGE,
      ...(last && { after: { key: [resident, last.at], id: last.id } }),
    });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}
