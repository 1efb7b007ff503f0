import type { Context } from '../context.js';
import { dayOf } from '../day.js';
import { type Member, may, staffNow } from '../staff/staff.js';
import { LISTED } from './find.js';
import { type Proposal, proposals } from './proposal.js';
import { PROPOSAL_ROLES } from './staff-notice.js';

export const QUEUES = ['mine', 'waiting', 'overdue'] as const;
export type Queue = (typeof QUEUES)[number];

/** What staff have to do: their own, what waits to be taken, what is past its day; the most urgent first. */
export async function proposalsInQueue(context: Context, queue: Queue): Promise<Proposal[]> {
  const { tx, member } = context;
  if (!member || !may(member, PROPOSAL_ROLES)) throw new Error('the queue is for staff who handle proposals');
  if (queue === 'waiting') return tx.find(proposals, 'waiting', { limit: LISTED });
  if (queue === 'overdue') return tx.find(proposals, 'byDue', { to: [todayOf(context)], limit: LISTED });
  return (await tx.find(proposals, 'byOwner', { prefix: [member.id], limit: 50 }))
    .sort((a, b) => urgencyOf(a).localeCompare(urgencyOf(b)))
    .slice(0, LISTED);
}

const todayOf = ({ now, content }: Context): string => dayOf(now, content.community.zone);

/** What the clock runs for by its day, then what waits for its author. */
const urgencyOf = ({ due, status }: Proposal): string =>
  due !== undefined && status === 'accepted' ? due : '9999';

/** To whom a proposal can be handed: everybody who handles them but the one who has it. */
export async function possibleHandlers({ tx }: Context, proposal: Proposal): Promise<Member[]> {
  const staff = await staffNow(tx, [...PROPOSAL_ROLES, 'lead']);
  return staff.filter(({ id }) => id !== proposal.owner).slice(0, 8);
}
