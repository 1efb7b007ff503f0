import { inLocale } from '../../community/content/content.js';
import type { Context } from '../../community/context.js';
import { filesOf } from '../../community/proposals/files.js';
import { meantProposal } from '../../community/proposals/find.js';
import {
  answerProposal,
  askAuthor,
  forStaff,
  giveBack,
  hideProposal,
  isInHandOf,
  refuseProposal,
  requireNoBystanders,
  takeProposal,
  transferProposal,
} from '../../community/proposals/handle.js';
import { isPublic, type Proposal } from '../../community/proposals/proposal.js';
import { possibleHandlers, proposalsInQueue, QUEUES } from '../../community/proposals/queue.js';
import { PROPOSAL_ROLES } from '../../community/proposals/staff-notice.js';
import { wayOf } from '../../community/proposals/ways.js';
import type { Json } from '../../community/store.js';
import { type Action, type Args, oneOf, optionalText, text } from '../action.js';
import {
  PROPOSAL_FIELDS,
  proposalChoice,
  proposalHistory,
  proposalLine,
  proposalShown,
} from './proposal-words.js';

const WAYS = [
  'take',
  'answer',
  'ask',
  'transfer',
  'refuse',
  'give_back',
  'hide',
  'unhide',
  'things',
  'history',
  'nothing',
] as const;

const FIELDS = [...PROPOSAL_FIELDS, 'visible'] as const;

const seen = async (context: Context, proposal: Proposal) => ({
  ...(await proposalShown(context, proposal, true)),
  visible: isPublic(proposal) ? 'yes' : 'no',
});

/** Something that staff do with a proposal. */
const deed = (
  fails: readonly string[],
  needs: Action['needs'],
  act: (context: Context, id: string, args: Args) => Promise<Proposal>,
): Action => ({
  role: PROPOSAL_ROLES,
  needs: { proposal: 'text', ...needs },
  gives: FIELDS,
  fails: ['not_found', 'not_here', 'over', 'not_now', ...fails],
  run: async (context, args) => {
    await requireNoBystanders(context);
    return { ...(await seen(context, await act(context, text(args, 'proposal'), args))) };
  },
});

const IN_HAND = ['not_taken', 'not_yours'] as const;

/** What staff do with residents' proposals. */
export const handling: Readonly<Record<string, Action>> = {
  /** One of the queues, a line or two each, the most urgent first; `choices` lead to each. */
  'handling.queue': {
    role: PROPOSAL_ROLES,
    needs: { queue: 'choice' },
    gives: ['count', 'lines', 'choices'],
    fails: ['not_here'],
    run: async (context, args, words) => {
      await requireNoBystanders(context);
      const found = await proposalsInQueue(context, oneOf(args, 'queue', QUEUES));
      const lines = await Promise.all(found.map(proposal => proposalLine(context, proposal, words)));
      const choices = found.map(proposal => proposalChoice(context, proposal, 'handle'));
      return { count: found.length, lines: lines.join('\n'), choices: choices as unknown as Json };
    },
  },
  /** Looks whether there is such a number. */
  'handling.known': {
    role: PROPOSAL_ROLES,
    needs: { number: 'text' },
    gives: [],
    fails: ['not_found', 'not_here'],
    run: async (context, args) => {
      await meantProposal(context, text(args, 'number'), forStaff);
      return {};
    },
  },
  /** One, by a number typed any way, with all that is known of it. */
  'handling.show': {
    role: PROPOSAL_ROLES,
    needs: { number: 'text' },
    gives: FIELDS,
    fails: ['not_found', 'not_here'],
    run: async (context, args) => ({
      ...(await seen(context, await meantProposal(context, text(args, 'number'), forStaff))),
    }),
  },
  /** What the speaker can do with it now. */
  'handling.ways': {
    role: PROPOSAL_ROLES,
    needs: { proposal: 'text' },
    gives: 'options',
    labels: WAYS.map(way => `way_${way}`),
    fails: ['not_found', 'not_here'],
    run: async (context, args) => {
      const proposal = await forStaff(context, text(args, 'proposal'));
      const ways = waysOf(context, proposal);
      return WAYS.filter(way => ways.has(way)).map(value => ({ value, text: `way_${value}` }));
    },
  },
  /** What became of it, with who did it and what was said. */
  'handling.history': {
    role: PROPOSAL_ROLES,
    needs: { proposal: 'text' },
    gives: ['lines'],
    fails: ['not_found', 'not_here'],
    run: async (context, args, words) => {
      const proposal = await forStaff(context, text(args, 'proposal'));
      return { lines: await proposalHistory(context, proposal, words, { full: true, staff: true }) };
    },
  },
  /** Passes on what came with it, photos and voice messages, to the speaker's own chat. */
  'handling.things': {
    role: PROPOSAL_ROLES,
    needs: { proposal: 'text' },
    gives: ['count'],
    fails: ['not_found', 'not_here'],
    run: async (context, args) => {
      const proposal = await forStaff(context, text(args, 'proposal'));
      const passes = filesOf(proposal);
      if (passes.length > 0) {
        await context.effects.tell(context.resident.id, {
          text: 'staff_proposal_things',
          args: { number: proposal.id, count: passes.length },
          passes,
        });
      }
      return { count: passes.length };
    },
  },
  /** To whom it can be handed. */
  'handling.colleagues': {
    role: PROPOSAL_ROLES,
    needs: { proposal: 'text' },
    gives: 'options',
    fails: ['not_found', 'not_here'],
    run: async (context, args) => {
      const proposal = await forStaff(context, text(args, 'proposal'));
      return (await possibleHandlers(context, proposal)).map(({ id, name }) => ({ value: id, label: name }));
    },
  },
  /** Why something may be refused. */
  'handling.reasons': {
    role: PROPOSAL_ROLES,
    needs: {},
    gives: 'options',
    fails: [],
    run: async ({ content, locale }) =>
      content.proposals.refusals.map(reason => ({ value: reason.id, label: inLocale(reason.text, locale) })),
  },
  'handling.take': deed(['taken', 'yours_already'], {}, takeProposal),
  'handling.ask': deed(IN_HAND, { question: 'text' }, (context, id, args) =>
    askAuthor(context, id, text(args, 'question')),
  ),
  'handling.answer': deed(IN_HAND, { answer: 'text' }, (context, id, args) =>
    answerProposal(context, id, text(args, 'answer')),
  ),
  'handling.refuse': deed(
    [...IN_HAND, 'no_such_reason'],
    { reason: 'choice', note: 'text?' },
    (context, id, args) => refuseProposal(context, id, text(args, 'reason'), optionalText(args, 'note')),
  ),
  'handling.transfer': deed([...IN_HAND, 'not_a_handler'], { colleague: 'choice' }, (context, id, args) =>
    transferProposal(context, id, text(args, 'colleague')),
  ),
  'handling.give_back': deed(IN_HAND, {}, giveBack),
  'handling.hide': deed([...IN_HAND, 'not_public'], {}, (context, id) => hideProposal(context, id, true)),
  'handling.unhide': deed([...IN_HAND, 'not_public'], {}, (context, id) => hideProposal(context, id, false)),
};

function waysOf({ member }: Context, proposal: Proposal): ReadonlySet<string> {
  const ways = new Set<string>(['history', 'nothing']);
  if (!member) return ways;
  if (filesOf(proposal).length > 0) ways.add('things');
  const { status } = proposal;
  const waits = status === 'received';
  const mine = !waits && isInHandOf(member, proposal);
  if (waits) ways.add('take').add('refuse');
  if (waits && member.role === 'lead') ways.add('transfer');
  if (!mine) return ways;
  for (const what of ['answer', 'ask', 'transfer', 'refuse'] as const)
    if (wayOf(status, what) !== undefined) ways.add(what);
  if (wayOf(status, 'give-back') !== undefined) ways.add('give_back');
  if (isPublic(proposal)) ways.add('hide');
  else if (proposal.hidden) ways.add('unhide');
  return ways;
}
