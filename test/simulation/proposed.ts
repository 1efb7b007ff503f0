import type { Content } from '../../src/community/content/content.js';
import { deadlineOf } from '../../src/community/proposals/deadline.js';
import { endorsements } from '../../src/community/proposals/endorsement.js';
import { type Proposal, type ProposalDeed, proposals } from '../../src/community/proposals/proposal.js';
import { wayOf } from '../../src/community/proposals/ways.js';
import type { Tx } from '../../src/community/store.js';
import { Broken } from './promises.js';

const MANY = 10_000;
/** From here on the clock runs anew, and can run out once more. */
const ANEW: readonly ProposalDeed[] = ['submit', 'reopen'];

/** A proposal as it has become durable: its whole history goes along the allowed ways, and it was escalated once. */
export function checkHistory({ id, history, status }: Proposal): void {
  let before: (typeof history)[number] | undefined;
  let escalated = 0;
  for (const change of history) {
    const { what } = change;
    if (ANEW.includes(what)) escalated = 0;
    if (what === 'escalate') escalated += 1;
    if (escalated > 1) throw new Broken(`${id} was escalated twice`);
    const led = before ? wayOf(before.status, what) : what === 'submit' ? 'received' : undefined;
    if (led !== change.status)
      throw new Broken(`${id}: ${what} led from ${before?.status} to ${change.status}`);
    before = change;
  }
  if (before?.status !== status) throw new Broken(`${id} is ${status}, and was last ${before?.status}`);
}

export interface Proposed {
  readonly proposed: number;
  readonly escalated: number;
  readonly endorsed: number;
}

/** What must hold once everything has come to rest: no deadline was lost, and each endorsement counts once. */
export async function auditProposed(
  tx: Tx,
  content: Content,
  numbers: ReadonlySet<string>,
  now: number,
  told: readonly string[],
): Promise<Proposed> {
  const seen = { proposed: 0, escalated: 0, endorsed: 0 };
  for (const id of numbers) {
    const proposal = await tx.get(proposals, id);
    if (!proposal) throw new Broken(`${id} is gone`);
    checkHistory(proposal);
    for (const which of ['escalate', 'lapse'] as const) {
      const due = deadlineOf({ content }, proposal, which);
      if (due !== undefined && due < now)
        throw new Broken(`${id} should have come to ${which} at ${new Date(due).toISOString()}`);
    }
    const escalated = proposal.history.some(({ what }) => what === 'escalate');
    if (escalated && !told.some(text => text.includes(`【督办】${id}`)))
      throw new Broken(`no lead was told that ${id} is overdue`);
    const support = await tx.find(endorsements, 'byProposal', { prefix: [id], limit: MANY });
    if (support.length !== proposal.support)
      throw new Broken(`${id} counts ${proposal.support} endorsements of ${support.length}`);
    seen.proposed += 1;
    seen.endorsed += support.length;
    seen.escalated += escalated ? 1 : 0;
  }
  return seen;
}
