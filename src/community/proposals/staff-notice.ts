import { inLocale } from '../content/content.js';
import type { Context, Notice } from '../context.js';
import { residents } from '../residents/resident.js';
import { type Member, members, type Role, staffNow } from '../staff/staff.js';
import { categoryOf } from './content.js';
import type { Proposal } from './proposal.js';
import { titleOf } from './title.js';

/** Who takes proposals on: a lead may do it too, as a lead may everything. */
export const PROPOSAL_ROLES: readonly Role[] = ['handler', 'desk'];

/** What a notice to staff may say of a proposal. They know who wrote it, whatever the public sees. */
function factsOf({ content }: Context, proposal: Proposal): Record<string, string | number> {
  const locale = content.community.locales[0] ?? 'zh-Hans';
  return {
    number: proposal.id,
    title: titleOf(content, proposal, locale),
    kind: proposal.kind,
    category: inLocale(categoryOf(content, proposal.category).name, locale),
    name: proposal.name ?? 'none',
    shown: proposal.shown,
    place: proposal.place?.text ?? 'none',
    due_date: proposal.due ?? '',
    support: proposal.support,
    files: proposal.files.length,
    score: proposal.score ?? 0,
  };
}

const takeButton = ({ id }: Proposal) => ({
  label: 'button_proposal_take',
  begin: 'take',
  slots: { number: id },
});
const handleButton = ({ id }: Proposal) => ({
  label: 'button_proposal_handle',
  begin: 'handle',
  slots: { number: id },
});

/** A new proposal, to be taken by whoever taps first. Photos and voice messages go along. */
export async function tellStaffOfNew(context: Context, proposal: Proposal): Promise<void> {
  const { handler } = categoryOf(context.content, proposal.category);
  await context.effects.tellStaff(
    {
      text: 'staff_proposal_new',
      args: { ...factsOf(context, proposal), words: proposal.text },
      choices: [takeButton(proposal)],
      ...(proposal.files.length > 0 ? { passes: proposal.files } : {}),
    },
    { roles: handler === undefined ? [...PROPOSAL_ROLES, 'lead'] : [handler, 'lead'] },
  );
}

/** Back in the queue: somebody else is to take it. */
export async function tellStaffOfWaiting(context: Context, proposal: Proposal): Promise<void> {
  await context.effects.tellStaff(
    {
      text: 'staff_proposal_waiting',
      args: factsOf(context, proposal),
      choices: [takeButton(proposal)],
    },
    { roles: [...PROPOSAL_ROLES, 'lead'] },
  );
}

type OwnerText =
  | 'staff_proposal_due'
  | 'staff_proposal_overdue'
  | 'staff_proposal_called'
  | 'staff_proposal_replied'
  | 'staff_proposal_reopened'
  | 'staff_proposal_confirmed'
  | 'staff_proposal_rated'
  | 'staff_proposal_withdrawn'
  | 'staff_proposal_yours'
  | 'staff_proposal_in_hand';

/**
 * Tells whoever has a proposal, at once; where nobody has it, or they work here no more, staff at large. Whoever did it
 * themselves is not told.
 */
export async function tellOwner(
  context: Context,
  proposal: Proposal,
  text: OwnerText,
  more: Pick<Notice, 'passes'> & { words?: string } = {},
): Promise<void> {
  const { tx, effects, resident } = context;
  const over = proposal.status === 'closed' || proposal.status === 'withdrawn';
  const notice: Notice = {
    text,
    args: { ...factsOf(context, proposal), words: more.words ?? '' },
    ...(over ? {} : { choices: [handleButton(proposal)] }),
    ...(more.passes && more.passes.length > 0 ? { passes: more.passes } : {}),
  };
  const owner = proposal.owner === undefined ? undefined : await tx.get(members, proposal.owner);
  if (owner !== undefined && owner.left === undefined && (await isReached(context, owner))) {
    if (owner.resident !== resident.id || text === 'staff_proposal_in_hand')
      await effects.tell(owner.resident, notice);
    return;
  }
  await effects.tellStaff(notice, { roles: [...PROPOSAL_ROLES, 'lead'] });
}

/**
 * Overdue 督办: each lead in their own chat, and everybody in the staff's where there is no lead. Gives the members who
 * were told.
 */
export async function tellLeads(context: Context, proposal: Proposal): Promise<readonly string[]> {
  const { tx, effects } = context;
  const owner = proposal.owner === undefined ? undefined : await tx.get(members, proposal.owner);
  const notice: Notice = {
    text: 'staff_proposal_escalated',
    args: { ...factsOf(context, proposal), owner: owner?.name ?? 'none' },
    choices: [handleButton(proposal)],
  };
  const leads = await leadsOf(context);
  for (const { resident } of leads) await effects.tell(resident, notice);
  if (leads.length === 0) await effects.tellStaff(notice);
  return leads.map(({ id }) => id);
}

/** The leads, or where there is none the admins, as far as they can be reached. */
async function leadsOf(context: Context): Promise<Member[]> {
  for (const role of ['lead', 'admin'] as const) {
    const reached: Member[] = [];
    for (const member of await staffNow(context.tx, [role]))
      if (await isReached(context, member)) reached.push(member);
    if (reached.length > 0) return reached;
  }
  return [];
}

/** Whether somebody was ever seen in a chat of their own: what is told to others would be told to nobody. */
async function isReached({ tx }: Context, { resident }: Member): Promise<boolean> {
  return (await tx.get(residents, resident))?.reach !== undefined;
}
