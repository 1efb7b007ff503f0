import type { Context } from '../context.js';
import { Problem } from '../problem.js';
import { record } from '../staff/act.js';
import { type Member, may, members } from '../staff/staff.js';
import { staffChatsNow } from '../staff/staff-chat.js';
import { pausedClock, setDeadlines } from './deadline.js';
import { tellAround } from './news.js';
import {
  isOpenProposal,
  isPublic,
  type Proposal,
  type ProposalChange,
  type ProposalDeed,
  proposals,
} from './proposal.js';
import { PROPOSAL_ROLES, tellOwner, tellStaffOfWaiting } from './staff-notice.js';
import { changed, without } from './ways.js';

/**
 * What staff do with proposals. All of it fails with `not_found`; what only its owner (or a lead) does, with `not_yours`;
 * what cannot be done where it stands, with `not_now` or `over`.
 */

/** The speaker takes a proposal, and is its owner 首接负责. Who comes second hears who has it: `taken`, or `yours_already`. */
export async function takeProposal(context: Context, id: string): Promise<Proposal> {
  const member = speaker(context);
  const proposal = await locked(context, id);
  if (!isOpenProposal(proposal)) throw new Problem('over', { status: proposal.status });
  if (proposal.owner === member.id) throw new Problem('yours_already');
  if (proposal.owner !== undefined) throw new Problem('taken', { by: await nameOf(context, proposal.owner) });
  const after = await put(
    context,
    changed(proposal, deed(context, 'take', { to: member.id }), {
      owner: member.id,
      ...published(context, proposal),
    }),
  );
  await record(context, 'proposal.take', id);
  // Taken up in the staff's chat, it goes on in the owner's own.
  if (context.chat?.kind === 'group') await tellOwner(context, after, 'staff_proposal_in_hand');
  await tellAround(context, after);
  return after;
}

/** Asks the author back; the clock stands still until they reply. */
export async function askAuthor(context: Context, id: string, words: string): Promise<Proposal> {
  const proposal = await inHand(context, id);
  const after = await put(
    context,
    without(changed(proposal, deed(context, 'ask', { words }), pausedClock(context, proposal)), 'due'),
  );
  await record(context, 'proposal.ask', id);
  await tellAround(context, after);
  return after;
}

/** Answers. The author confirms it or reopens; the public reads it where the proposal is public. */
export async function answerProposal(context: Context, id: string, words: string): Promise<Proposal> {
  const proposal = await inHand(context, id);
  const after = await put(context, changed(proposal, deed(context, 'answer', { words })));
  await record(context, 'proposal.answer', id);
  await tellAround(context, after);
  return after;
}

/** Refuses, with a reason of the content's and words. One that waits is refused by anybody, and never becomes public. */
export async function refuseProposal(
  context: Context,
  id: string,
  reason: string,
  words: string | undefined,
): Promise<Proposal> {
  const { content } = context;
  if (!content.proposals.refusals.some(one => one.id === reason)) throw new Problem('no_such_reason');
  const waiting = await locked(context, id);
  const proposal = waiting.status === 'received' ? waiting : await inHand(context, id);
  const change = deed(context, 'refuse', { reason, ...(words === undefined ? {} : { words }) });
  const after = await put(context, changed(proposal, change, { owner: proposal.owner ?? change.by }));
  await record(context, 'proposal.refuse', id, { reason });
  await tellAround(context, after);
  return after;
}

/** Hands a proposal to a colleague, who is told; a lead hands out those that wait, too. Fails with `not_a_handler`. */
export async function transferProposal(context: Context, id: string, to: string): Promise<Proposal> {
  const waiting = await locked(context, id);
  const proposal =
    waiting.status === 'received' ? await leadsOwn(context, waiting) : await inHand(context, id);
  const member = await context.tx.get(members, to);
  if (!may(member, PROPOSAL_ROLES) || to === proposal.owner) throw new Problem('not_a_handler');
  const after = await put(
    context,
    changed(proposal, deed(context, 'transfer', { to }), { owner: to, ...published(context, proposal) }),
  );
  await record(context, 'proposal.transfer', id, { to });
  await tellOwner(context, after, 'staff_proposal_yours');
  await tellAround(context, after);
  return after;
}

/** Puts a proposal back into the queue, for somebody else to take. The clock goes on. */
export async function giveBack(context: Context, id: string): Promise<Proposal> {
  const proposal = await inHand(context, id);
  const after = await put(context, without(changed(proposal, deed(context, 'give-back')), 'owner'));
  await record(context, 'proposal.give-back', id);
  await tellStaffOfWaiting(context, after);
  await tellAround(context, after);
  return after;
}

/** Takes a proposal out of the public's sight, or brings it back; nothing of it is lost. Fails with `not_public`. */
export async function hideProposal(context: Context, id: string, hide: boolean): Promise<Proposal> {
  const proposal = await inHand(context, id);
  if (hide ? !isPublic(proposal) : proposal.hidden === undefined) throw new Problem('not_public');
  const change = deed(context, hide ? 'hide' : 'unhide');
  const after = await put(
    context,
    hide ? changed(proposal, change, { hidden: true }) : without(changed(proposal, change), 'hidden'),
  );
  await record(context, hide ? 'proposal.hide' : 'proposal.unhide', id);
  return after;
}

/**
 * One that staff may look at: any, but only in their own chat or the staff's. Fails with `not_found` or, where residents
 * read along, with `not_here`.
 */
export async function forStaff(context: Context, id: string): Promise<Proposal> {
  speaker(context);
  await requireNoBystanders(context);
  const proposal = await context.tx.get(proposals, id);
  if (!proposal) throw new Problem('not_found');
  return proposal;
}

/** Fails with `not_here` in a group that is none of the staff's chats. */
export async function requireNoBystanders({ tx, chat, content }: Context): Promise<void> {
  if (chat?.kind !== 'group') return;
  const known = await staffChatsNow(tx, content);
  if (!known.some(one => one.account === chat.account && one.chat === chat.chat))
    throw new Problem('not_here');
}

/** Whether the speaker may do what only its owner does. */
export const isInHandOf = (member: Member, proposal: Proposal): boolean =>
  proposal.owner === member.id || may(member, ['lead']);

/** The speaker as one of those who handle proposals. The desk lets nobody else come here. */
function speaker({ member }: Context): Member {
  if (!member || !may(member, PROPOSAL_ROLES)) throw new Error('proposals are handled by staff alone');
  return member;
}

async function locked(context: Context, id: string): Promise<Proposal> {
  speaker(context);
  const proposal = await context.tx.get(proposals, id, { forUpdate: true });
  if (!proposal) throw new Problem('not_found');
  return proposal;
}

async function inHand(context: Context, id: string): Promise<Proposal> {
  const proposal = await locked(context, id);
  if (isInHandOf(speaker(context), proposal)) return proposal;
  if (proposal.owner === undefined) throw new Problem('not_taken');
  throw new Problem('not_yours', { by: await nameOf(context, proposal.owner) });
}

async function leadsOwn(context: Context, proposal: Proposal): Promise<Proposal> {
  if (!may(speaker(context), ['lead'])) throw new Problem('not_taken');
  return proposal;
}

const nameOf = async ({ tx }: Context, member: string): Promise<string> =>
  (await tx.get(members, member))?.name ?? member;

function deed(
  context: Context,
  what: ProposalDeed,
  more: Pick<ProposalChange, 'words' | 'reason' | 'to'> = {},
): Omit<ProposalChange, 'status'> & { by: string } {
  return { at: context.now, by: speaker(context).id, as: 'staff', what, ...more };
}

/** It becomes public when somebody takes it on: they have read it. */
const published = ({ now }: Context, proposal: Proposal): Pick<Proposal, 'published'> =>
  proposal.published === undefined && proposal.shown !== 'staff' ? { published: now } : {};

async function put(context: Context, after: Proposal): Promise<Proposal> {
  await context.tx.put(proposals, after);
  await setDeadlines(context, after);
  return after;
}
