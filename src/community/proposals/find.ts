import type { Context } from '../context.js';
import { dayOf } from '../day.js';
import { Problem } from '../problem.js';
import { endorsements } from './endorsement.js';
import { likeness, piecesOf } from './likeness.js';
import { numbersMeant } from './number.js';
import { isOpenProposal, isPublic, type Proposal, proposals } from './proposal.js';

/** As many as can be read on a phone. */
export const LISTED = 7;
/** So many of the latest are looked at for ones that are alike. */
const COMPARED = 150;
const ALIKE = 0.28;
const MOST_ALIKE = 3;

export const PUBLIC_LISTS = ['recent', 'support', 'overdue'] as const;
export type PublicList = (typeof PUBLIC_LISTS)[number];

/** What the public may see: the newest, those with the most support, those past their day. */
export async function publicProposals({ tx, now, content }: Context, list: PublicList): Promise<Proposal[]> {
  if (list === 'recent') return tx.find(proposals, 'publicRecent', { order: 'down', limit: LISTED });
  if (list === 'support') return tx.find(proposals, 'publicSupport', { order: 'down', limit: LISTED });
  const today = dayOf(now, content.community.zone);
  return tx.find(proposals, 'publicDue', { to: [today], limit: LISTED });
}

/** The speaker's own, the latest first. */
export async function ownProposals({ tx, resident }: Context, limit = LISTED): Promise<Proposal[]> {
  return tx.find(proposals, 'byResident', { prefix: [resident.id], order: 'down', limit });
}

/** What the speaker endorses and may still see, the latest first. */
export async function followedProposals({ tx, resident }: Context): Promise<Proposal[]> {
  const followed: Proposal[] = [];
  const latest = { prefix: [resident.id], order: 'down', limit: LISTED } as const;
  for (const { proposal: id } of await tx.find(endorsements, 'byResident', latest)) {
    const proposal = await tx.get(proposals, id);
    if (proposal && isPublic(proposal)) followed.push(proposal);
  }
  return followed;
}

/**
 * A proposal that the speaker may see: a public one, or their own, but that only where nobody else reads along. What they
 * may not see does not exist: `not_found`.
 */
export async function visibleProposal(context: Context, id: string): Promise<Proposal> {
  const proposal = await context.tx.get(proposals, id);
  const own = proposal?.resident === context.resident.id && context.chat?.kind !== 'group';
  if (!proposal || (!own && !isPublic(proposal))) throw new Problem('not_found');
  return proposal;
}

/** The proposal that somebody means by a number typed any way. Fails with `not_found`. */
export async function meantProposal(
  context: Context,
  typed: string,
  look: (context: Context, id: string) => Promise<Proposal> = visibleProposal,
): Promise<Proposal> {
  const { content, now } = context;
  const year = Number(dayOf(now, content.community.zone).slice(0, 4));
  for (const id of numbersMeant(content.proposals.prefix, typed, year)) {
    try {
      return await look(context, id);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'not_found') throw error;
    }
  }
  throw new Problem('not_found');
}

/** Open public ones that are like these words, the likest first; not the speaker's own. */
export async function similarProposals(context: Context, text: string): Promise<Proposal[]> {
  const pieces = piecesOf(text);
  const latest = await context.tx.find(proposals, 'publicRecent', { order: 'down', limit: COMPARED });
  return latest
    .filter(proposal => isOpenProposal(proposal) && proposal.resident !== context.resident.id)
    .map(proposal => ({ proposal, alike: likeness(pieces, piecesOf(proposal.text)) }))
    .filter(({ alike }) => alike >= ALIKE)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, MOST_ALIKE)
    .map(({ proposal }) => proposal);
}
