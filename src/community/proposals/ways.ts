import { Problem } from '../problem.js';
import type { Proposal, ProposalChange, ProposalDeed, ProposalStatus } from './proposal.js';

type Ways = Readonly<Partial<Record<ProposalDeed, ProposalStatus>>>;

/** What can happen to a proposal, by where it stands, and where it stands then. Nothing else ever happens to one. */
export const WAYS: Readonly<Record<ProposalStatus, Ways>> = {
  received: {
    take: 'accepted',
    transfer: 'accepted',
    refuse: 'refused',
    withdraw: 'withdrawn',
    remind: 'received',
    escalate: 'received',
  },
  accepted: {
    transfer: 'accepted',
    'give-back': 'received',
    ask: 'asked',
    answer: 'answered',
    refuse: 'refused',
    withdraw: 'withdrawn',
    remind: 'accepted',
    escalate: 'accepted',
  },
  asked: {
    transfer: 'asked',
    reply: 'accepted',
    answer: 'answered',
    refuse: 'refused',
    withdraw: 'withdrawn',
  },
  answered: { confirm: 'closed', reopen: 'accepted', lapse: 'closed' },
  refused: { confirm: 'closed', reopen: 'accepted', lapse: 'closed' },
  closed: { rate: 'closed' },
  withdrawn: {},
};

/** What changes nothing about where it stands, and may come at any time before it is over. */
const ALWAYS: readonly ProposalDeed[] = ['call', 'hide', 'unhide'];

/** Where this deed leads from there; undefined when there is no such way. */
export function wayOf(status: ProposalStatus, what: ProposalDeed): ProposalStatus | undefined {
  if (what === 'move') return status;
  if (ALWAYS.includes(what) && status !== 'withdrawn') return status;
  return WAYS[status][what];
}

/**
 * The proposal after a deed, with the deed in its history. The only way in which one changes. Fails with `over` when
 * it is over, with `not_now` when this cannot be done where it stands.
 */
export function changed(
  proposal: Proposal,
  change: Omit<ProposalChange, 'status'>,
  fields: Partial<Proposal> = {},
): Proposal {
  const status = wayOf(proposal.status, change.what);
  if (status === undefined) {
    const over = proposal.status === 'closed' || proposal.status === 'withdrawn';
    throw new Problem(over ? 'over' : 'not_now', { status: proposal.status });
  }
  return {
    ...proposal,
    ...fields,
    status,
    history: [...proposal.history, { ...change, status }],
  };
}

/** The same without some of its fields. */
export function without(proposal: Proposal, ...names: readonly (keyof Proposal)[]): Proposal {
  const rest = Object.entries(proposal).filter(([name]) => !names.some(one => one === name));
  return Object.fromEntries(rest) as Proposal;
}
