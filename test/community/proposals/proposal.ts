import type { Context } from '../../../src/community/context.js';
import { proposalDeadline } from '../../../src/community/proposals/deadline.js';
import { proposalNews } from '../../../src/community/proposals/news.js';
import { type Proposal, proposals } from '../../../src/community/proposals/proposal.js';
import { type ProposalWish, submitProposal } from '../../../src/community/proposals/submit.js';
import { type Actor, wangNainai } from '../../cast.js';
import type { SetOff, TestDesk } from '../desk.js';

export const LAMP = '3号楼前的路灯坏了，晚上太黑，老人不敢出门。';

/** A suggestion about the streetlight, or something else. */
export async function submitted(
  desk: TestDesk,
  who: Actor = wangNainai,
  changes: Partial<ProposalWish> = {},
): Promise<Proposal> {
  const wish: ProposalWish = {
    kind: 'complaint',
    text: LAMP,
    files: [],
    category: 'repairs',
    shown: 'name',
    ...changes,
  };
  return (await desk.turn(who, context => submitProposal(context, wish))).value;
}

/** It as it stands. */
export async function standing(desk: TestDesk, id: string): Promise<Proposal> {
  const found = await desk.store.read('huimin', tx => tx.get(proposals, id));
  if (!found) throw new Error(`there is no ${id}`);
  return found;
}

/** Time passes: what falls due on the way is called, in its order. Gives what it set off. */
export async function pass(desk: TestDesk, until: number): Promise<SetOff[]> {
  const off: SetOff[] = [];
  for (;;) {
    const next = [...desk.timers.values()].sort((a, b) => a.due - b.due)[0];
    if (!next || next.due > until) break;
    desk.timers.delete(next.id);
    desk.now = Math.max(desk.now, next.due);
    const task = next.name === 'proposals.news' ? proposalNews : proposalDeadline;
    off.push((await desk.timed((context: Context) => task(context, next.data))).off);
  }
  desk.now = Math.max(desk.now, until);
  return off;
}
