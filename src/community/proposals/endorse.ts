import type { Context } from '../context.js';
import { Problem } from '../problem.js';
import { endorsementId, endorsements, endorses } from './endorsement.js';
import { tellAround } from './news.js';
import { isOpenProposal, isPublic, type Proposal, proposals } from './proposal.js';
import { tellOwner } from './staff-notice.js';
import { changed } from './ways.js';

/**
 * The speaker endorses a public proposal, once. When enough do, a public answer is called for, and whoever has it is
 * told. Fails with `not_found`, `over`, `own` or `endorsed_already`.
 */
export async function endorse(context: Context, id: string): Promise<Proposal> {
  const { tx, now, content, resident } = context;
  // Locked before the check, so that two taps at once count once.
  const proposal = await endorsable(context, id);
  if (!isOpenProposal(proposal)) throw new Problem('over');
  if (proposal.resident === resident.id) throw new Problem('own');
  if (await endorses(tx, id, resident.id))
    throw new Problem('endorsed_already', { support: proposal.support });
  const support = proposal.support + 1;
  await tx.put(endorsements, {
    id: endorsementId(id, resident.id),
    proposal: id,
    resident: resident.id,
    at: now,
  });
  if (support < content.proposals.endorsements || proposal.called) {
    const endorsed = { ...proposal, support };
    await tx.put(proposals, endorsed);
    return endorsed;
  }
  const called = changed(proposal, { at: now, by: '', as: 'desk', what: 'call' }, { support, called: true });
  await tx.put(proposals, called);
  await tellOwner(context, called, 'staff_proposal_called');
  await tellAround(context, called);
  return called;
}

/** The speaker takes their endorsement back. Fails with `not_found` or `not_endorsed`. */
export async function takeBack(context: Context, id: string): Promise<Proposal> {
  const { tx, resident } = context;
  const proposal = await endorsable(context, id);
  if (!(await endorses(tx, id, resident.id))) throw new Problem('not_endorsed');
  const support = Math.max(0, proposal.support - 1);
  const after = { ...proposal, support };
  await tx.remove(endorsements, endorsementId(id, resident.id));
  await tx.put(proposals, after);
  return after;
}

async function endorsable({ tx, resident }: Context, id: string): Promise<Proposal> {
  const proposal = await tx.get(proposals, id, { forUpdate: true });
  const known = proposal && (isPublic(proposal) || (await endorses(tx, id, resident.id)));
  const own = proposal?.resident === resident.id;
  if (!proposal || (!known && !own)) throw new Problem('not_found');
  return proposal;
}
