import type { Context } from '../context.js';
import type { Belonging, Mine } from '../residents/belonging.js';
import { members } from '../staff/staff.js';
import type { Tx } from '../store.js';
import { confirmAnswer, withdrawProposal } from './author.js';
import { endorsementId, endorsements } from './endorsement.js';
import { endorsementsOf } from './endorsement-belonging.js';
import { releaseFilesOf } from './files.js';
import { isOpenProposal, type Proposal, proposals } from './proposal.js';
import { PROPOSAL_ROLES } from './staff-notice.js';
import { titleOf } from './title.js';
import { changed, without } from './ways.js';

const PAGE = 100;

/** What a resident proposed. When they go, how it was handled stays for the statistics; what they wrote does not. */
export const proposalBelonging: Belonging = {
  noun: 'proposal',
  purposes: ['propose'],
  async mine(context, resident) {
    const latest = { prefix: [resident], order: 'down', limit: PAGE } as const;
    const own = await context.tx.find(proposals, 'byResident', latest);
    return Promise.all(own.filter(isOpenProposal).map(proposal => mineOf(context, proposal)));
  },
  exported: allOf,
  async forget(context, resident) {
    await lockProposalsOf(context.tx, resident);
    await endAll(context, resident);
    for (const proposal of await allOf(context.tx, resident)) {
      await releaseFilesOf(context.tx, proposal);
      await context.tx.put(proposals, nobodys(proposal));
    }
  },
  async join(context, from, to) {
    await lockProposalsOf(context.tx, from);
    for (const proposal of await allOf(context.tx, from)) await move(context, proposal, to);
  },
  end: endAll,
  handledBy: PROPOSAL_ROLES,
  async inHand(tx, member) {
    const own = await tx.find(proposals, 'byOwner', { prefix: [member], limit: PAGE });
    return own.filter(({ status }) => status === 'accepted' || status === 'asked').map(({ id }) => id);
  },
};

/** What somebody proposed and what they endorsed, in the order of the numbers: two who go lock them in one order. */
async function lockProposalsOf(tx: Tx, resident: string): Promise<void> {
  const own = (await allOf(tx, resident)).map(({ id }) => id);
  const endorsed = (await endorsementsOf(tx, resident)).map(({ proposal }) => proposal);
  for (const id of [...new Set([...own, ...endorsed])].sort())
    await tx.get(proposals, id, { forUpdate: true });
}

async function mineOf({ tx, content, locale }: Context, proposal: Proposal): Promise<Mine> {
  const owner = proposal.owner === undefined ? undefined : await tx.get(members, proposal.owner);
  return {
    kind: 'proposal',
    number: proposal.id,
    title: titleOf(content, proposal, locale),
    state: `mine_proposal_${proposal.status}`,
    next: `mine_proposal_next_${proposal.status}`,
    ...(owner ? { owner: owner.name } : {}),
    ...(proposal.due !== undefined && (proposal.status === 'received' || proposal.status === 'accepted')
      ? { day: proposal.due }
      : {}),
    begin: 'proposal',
    slots: { number: proposal.id },
  };
}

/** What is not answered is withdrawn; an answer that waits for them will do. */
async function endAll(context: Context, resident: string): Promise<void> {
  if (resident !== context.resident.id) throw new Error('only somebody themselves ends their proposals');
  for (const proposal of await allOf(context.tx, resident)) {
    if (!isOpenProposal(proposal)) continue;
    const answered = proposal.status === 'answered' || proposal.status === 'refused';
    await (answered ? confirmAnswer : withdrawProposal)(context, proposal.id);
  }
}

/** A proposal that can no longer be traced to anybody: its kind, its days and its answer stay. */
function nobodys(proposal: Proposal): Proposal {
  return {
    ...without(proposal, 'name', 'place', 'published'),
    resident: '',
    text: '',
    files: [],
    history: proposal.history.map(change => {
      if (change.as !== 'resident') return change;
      const { words: _, files: __, ...rest } = change;
      return { ...rest, by: '' };
    }),
  };
}

async function move({ tx, now }: Context, proposal: Proposal, to: string): Promise<void> {
  const from = proposal.resident;
  const own = await tx.get(endorsements, endorsementId(proposal.id, to));
  // What was a neighbour's proposal is their own now, and nobody endorses their own.
  if (own) await tx.remove(endorsements, own.id);
  const support = Math.max(0, proposal.support - (own ? 1 : 0));
  const history = proposal.history.map(change => (change.by === from ? { ...change, by: to } : change));
  const moved = { ...proposal, resident: to, support, history };
  await tx.put(proposals, changed(moved, { at: now, by: to, as: 'resident', what: 'move' }));
}

async function allOf(tx: Tx, resident: string): Promise<Proposal[]> {
  const all: Proposal[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await tx.find(proposals, 'byResident', {
      prefix: [resident],
      limit: PAGE,
      ...(last && { after: { key: [resident, last.since], id: last.id } }),
    });
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}
