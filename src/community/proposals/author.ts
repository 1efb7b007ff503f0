import type { Context } from '../context.js';
import { dayOf } from '../day.js';
import { addWorkingDays } from '../hours/calendar.js';
import type { Passed } from '../passed.js';
import { Problem } from '../problem.js';
import { members } from '../staff/staff.js';
import { categoryOf } from './content.js';
import { dueIn, setDeadlines } from './deadline.js';
import { claimFilesOf, plainPassed } from './files.js';
import { tellAround } from './news.js';
import { type Proposal, type ProposalChange, type ProposalDeed, proposals } from './proposal.js';
import { tellOwner, tellStaffOfWaiting } from './staff-notice.js';
import { changed, without } from './ways.js';

/**
 * What an author does with their own proposal. Somebody else's does not exist for them: `not_found`. What cannot be done
 * where it stands fails with `not_now` or `over`.
 */

/** Replies to what staff asked back; the clock goes on with the working days that were left. Fails with `empty`. */
export async function replyToStaff(
  context: Context,
  id: string,
  words: string,
  files: readonly Passed[],
): Promise<Proposal> {
  if (words.trim() === '' && files.length === 0) throw new Problem('empty');
  const proposal = await own(context, id);
  const passed = files.map(plainPassed);
  const change = deed(context, 'reply', {
    words: words.trim(),
    ...(passed.length > 0 ? { files: passed } : {}),
  });
  const due = dueIn(context, proposal.left ?? 1);
  const after = await put(context, without(changed(proposal, change, { due }), 'left'));
  await claimFilesOf(context.tx, id, passed);
  await tellOwner(context, after, 'staff_proposal_replied', { words: words.trim(), passes: passed });
  await tellAround(context, after);
  return after;
}

/** Says that the answer will do: it is closed. */
export async function confirmAnswer(context: Context, id: string): Promise<Proposal> {
  const after = await put(context, changed(await own(context, id), deed(context, 'confirm')));
  await tellOwner(context, after, 'staff_proposal_confirmed');
  await tellAround(context, after);
  return after;
}

/** Says that the answer will not do, and why: its owner has it again, with a new deadline; where that one has left, the queue. */
export async function reopenProposal(context: Context, id: string, words: string): Promise<Proposal> {
  const { tx, now, content } = context;
  const proposal = await own(context, id);
  const { days } = categoryOf(content, proposal.category);
  const due = addWorkingDays(content.community, dayOf(now, content.community.zone), days);
  const reopened = changed(proposal, deed(context, 'reopen', { words }), { due });
  const owner = proposal.owner === undefined ? undefined : await tx.get(members, proposal.owner);
  const fresh = without(reopened, 'reminded', 'escalated', 'left');
  const after = await put(context, owner && owner.left === undefined ? fresh : queued(fresh, now));
  if (after.status === 'received') await tellStaffOfWaiting(context, after);
  else await tellOwner(context, after, 'staff_proposal_reopened', { words });
  await tellAround(context, after);
  return after;
}

/** Rates how it was handled, 1 to 5, once, when it is closed. Fails with `not_a_score` or `rated_already`. */
export async function rateProposal(context: Context, id: string, score: number): Promise<Proposal> {
  if (!Number.isInteger(score) || score < 1 || score > 5) throw new Problem('not_a_score');
  const proposal = await own(context, id);
  if (proposal.score !== undefined) throw new Problem('rated_already');
  const after = await put(context, changed(proposal, deed(context, 'rate', { score }), { score }));
  await tellOwner(context, after, 'staff_proposal_rated');
  return after;
}

/** Takes it back, as long as it is not answered. */
export async function withdrawProposal(context: Context, id: string): Promise<Proposal> {
  const after = await put(context, changed(await own(context, id), deed(context, 'withdraw')));
  await tellOwner(context, after, 'staff_proposal_withdrawn');
  await tellAround(context, after);
  return after;
}

/** Whoever had it works here no more: somebody else is to take it. */
const queued = (proposal: Proposal, now: number): Proposal =>
  without(changed(proposal, { at: now, by: '', as: 'desk', what: 'give-back' }), 'owner');

async function own({ tx, resident }: Context, id: string): Promise<Proposal> {
  const proposal = await tx.get(proposals, id, { forUpdate: true });
  if (!proposal || proposal.resident !== resident.id) throw new Problem('not_found');
  return proposal;
}

function deed(
  { now, resident }: Context,
  what: ProposalDeed,
  more: Pick<ProposalChange, 'words' | 'files' | 'score'> = {},
): Omit<ProposalChange, 'status'> {
  return { at: now, by: resident.id, as: 'resident', what, ...more };
}

async function put(context: Context, after: Proposal): Promise<Proposal> {
  await context.tx.put(proposals, after);
  await setDeadlines(context, after);
  return after;
}
