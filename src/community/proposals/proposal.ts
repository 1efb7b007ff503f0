import { z } from 'zod';
import { passedSchema } from '../passed.js';
import type { Collection } from '../store.js';

/** 建议, 投诉, 求助. */
export const PROPOSAL_KINDS = ['suggestion', 'complaint', 'help'] as const;
export type ProposalKind = (typeof PROPOSAL_KINDS)[number];

/** Who sees it: everybody with the name, everybody without it, or staff alone. Staff see the name in any case. */
export const SHOWN = ['name', 'anonymous', 'staff'] as const;
export type Shown = (typeof SHOWN)[number];

/**
 * received: waits for somebody to take it · accepted: has an owner 首接负责 · asked: waits for its author · answered and
 * refused: wait for the author's word · closed, withdrawn: over.
 */
export const PROPOSAL_STATUSES = [
  'received',
  'accepted',
  'asked',
  'answered',
  'refused',
  'closed',
  'withdrawn',
] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

/** What can be done to a proposal, or befalls it. */
export const PROPOSAL_DEEDS = [
  'submit',
  'take',
  'transfer',
  'give-back',
  'ask',
  'reply',
  'answer',
  'refuse',
  'confirm',
  'reopen',
  'lapse',
  'rate',
  'withdraw',
  'remind',
  'escalate',
  'call',
  'hide',
  'unhide',
  'move',
] as const;
export type ProposalDeed = (typeof PROPOSAL_DEEDS)[number];

const changeSchema = z.strictObject({
  at: z.number(),
  /** A resident's id, a member's, or nobody's: the desk did it, or whoever it was has gone. */
  by: z.string(),
  as: z.enum(['resident', 'staff', 'desk']),
  what: z.enum(PROPOSAL_DEEDS),
  /** What it was from then on. */
  status: z.enum(PROPOSAL_STATUSES),
  words: z.string().exactOptional(),
  files: z.array(passedSchema).exactOptional(),
  /** Why it was refused: an id of the content. */
  reason: z.string().exactOptional(),
  /** The member who has it from then on. */
  to: z.string().exactOptional(),
  /** 1 to 5. */
  score: z.number().int().min(1).max(5).exactOptional(),
});
export type ProposalChange = z.infer<typeof changeSchema>;

/** Something that a resident proposes, complains of or asks help for. Its id is its number: HQ-2026-0042. */
export const proposalSchema = z.strictObject({
  id: z.string(),
  /** Its author; nobody when they had themselves forgotten. */
  resident: z.string(),
  /** What the author is called, as the platform told it then. */
  name: z.string().exactOptional(),
  kind: z.enum(PROPOSAL_KINDS),
  category: z.string(),
  text: z.string(),
  files: z.array(passedSchema),
  place: z
    .strictObject({
      text: z.string(),
      latitude: z.number().exactOptional(),
      longitude: z.number().exactOptional(),
    })
    .exactOptional(),
  shown: z.enum(SHOWN),
  status: z.enum(PROPOSAL_STATUSES),
  since: z.number(),
  /** The member who has it. */
  owner: z.string().exactOptional(),
  /** When it became public, ms. */
  published: z.number().exactOptional(),
  /** Staff took it out of the public's sight; nothing of it is lost. */
  hidden: z.literal(true).exactOptional(),
  /** The last day on which it is in time; while it waits for its author the clock stands still, and `left` counts. */
  due: z.string().exactOptional(),
  /** Working days that were left when the clock was stopped. */
  left: z.number().int().exactOptional(),
  /** The owner was reminded, the lead was told: once each for one run of the clock. */
  reminded: z.literal(true).exactOptional(),
  escalated: z.literal(true).exactOptional(),
  /** So many endorse it. */
  support: z.number().int().min(0),
  /** So many endorsed it once that a public answer is called for. */
  called: z.literal(true).exactOptional(),
  score: z.number().int().min(1).max(5).exactOptional(),
  history: z.array(changeSchema).min(1),
});
export type Proposal = z.infer<typeof proposalSchema>;

/** Waiting for staff: the clock runs. */
export const isTicking = ({ status }: Pick<Proposal, 'status'>): boolean =>
  status === 'received' || status === 'accepted';

/** Not over yet. */
export const isOpenProposal = ({ status }: Pick<Proposal, 'status'>): boolean =>
  status !== 'closed' && status !== 'withdrawn';

/** Everybody may read its public part. */
export const isPublic = (proposal: Pick<Proposal, 'published' | 'hidden' | 'shown' | 'status'>): boolean =>
  proposal.published !== undefined &&
  proposal.hidden === undefined &&
  proposal.shown !== 'staff' &&
  proposal.status !== 'withdrawn';

export const proposals: Collection<Proposal> = {
  name: 'proposals',
  version: 1,
  schema: proposalSchema,
  // What people write of their lives, and where they live.
  personal: true,
  indexes: {
    byResident: { key: proposal => [proposal.resident, proposal.since] },
    /** What a member has in hand. */
    byOwner: {
      key: proposal =>
        proposal.owner !== undefined && isOpenProposal(proposal) ? [proposal.owner, proposal.since] : null,
    },
    /** What waits to be taken. */
    waiting: { key: proposal => (proposal.status === 'received' ? [proposal.since] : null) },
    /** What the clock runs for, the most urgent first. */
    byDue: {
      key: proposal => (isTicking(proposal) && proposal.due !== undefined ? [proposal.due] : null),
    },
    publicRecent: { key: proposal => (isPublic(proposal) ? [proposal.published ?? 0] : null) },
    publicSupport: {
      key: proposal =>
        isPublic(proposal) && isOpenProposal(proposal) && proposal.support > 0
          ? [proposal.support, proposal.since]
          : null,
    },
    publicDue: {
      key: proposal =>
        isPublic(proposal) && isTicking(proposal) && proposal.due !== undefined ? [proposal.due] : null,
    },
  },
};
