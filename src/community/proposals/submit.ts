import type { Context } from '../context.js';
import { dayOf, instantOf } from '../day.js';
import { addWorkingDays } from '../hours/calendar.js';
import type { Passed } from '../passed.js';
import { Problem } from '../problem.js';
import { categoryOf } from './content.js';
import { setDeadlines } from './deadline.js';
import { claimFilesOf, plainPassed } from './files.js';
import { proposalNumber } from './number.js';
import { type Proposal, type ProposalKind, proposals, type Shown } from './proposal.js';
import { tellStaffOfNew } from './staff-notice.js';

export interface ProposalWish {
  readonly kind: ProposalKind;
  readonly text: string;
  readonly files: readonly Passed[];
  readonly category: string;
  readonly place?: { readonly text: string; readonly latitude?: number; readonly longitude?: number };
  readonly shown: Shown;
  /** Its words come from questions with bounds of their own, and nobody could make them shorter now. */
  readonly bounded?: true;
}

/** Longer than anybody tells in a chat; more is a matter for a talk. */
export const LONGEST_STORY = 2000;
const MOST_FILES = 20;
/** More in a day is not a matter of proposals any more, and buries those of others. */
export const MOST_A_DAY = 10;

/**
 * The speaker submits a proposal: it gets its number and its deadline, and waits for somebody to take it; staff are
 * told. Fails with `empty`, `too_long` or `too_many`.
 */
export async function submitProposal(context: Context, wish: ProposalWish): Promise<Proposal> {
  const { tx, now, content, resident } = context;
  const { community } = content;
  const text = wish.text.trim();
  if (text === '' && wish.files.length === 0) throw new Problem('empty');
  if (!wish.bounded && [...text].length > LONGEST_STORY)
    throw new Problem('too_long', { max: LONGEST_STORY });
  const today = dayOf(now, community.zone);
  await requireRoom(context, instantOf(today, '00:00', community.zone));

  const year = Number(today.slice(0, 4));
  const category = categoryOf(content, wish.category);
  const id = proposalNumber(content.proposals.prefix, year, await tx.nextNumber(`proposal/${year}`));
  const proposal: Proposal = {
    id,
    resident: resident.id,
    ...(resident.name === undefined ? {} : { name: resident.name }),
    kind: wish.kind,
    category: category.id,
    text,
    files: wish.files.slice(0, MOST_FILES).map(plainPassed),
    ...(wish.place === undefined ? {} : { place: wish.place }),
    shown: wish.shown,
    status: 'received',
    since: now,
    due: addWorkingDays(community, today, category.days),
    support: 0,
    history: [{ at: now, by: resident.id, as: 'resident', what: 'submit', status: 'received' }],
  };
  await tx.put(proposals, proposal);
  await claimFilesOf(tx, id, proposal.files);
  await setDeadlines(context, proposal);
  await tellStaffOfNew(context, proposal);
  return proposal;
}

async function requireRoom({ tx, resident }: Context, since: number): Promise<void> {
  const today = await tx.find(proposals, 'byResident', {
    prefix: [resident.id],
    from: [resident.id, since],
    limit: MOST_A_DAY,
  });
  if (today.length >= MOST_A_DAY) throw new Problem('too_many', { most: MOST_A_DAY });
}
