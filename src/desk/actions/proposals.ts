import { inLocale } from '../../community/content/content.js';
import type { Context } from '../../community/context.js';
import {
  confirmAnswer,
  rateProposal,
  reopenProposal,
  replyToStaff,
  withdrawProposal,
} from '../../community/proposals/author.js';
import { categoriesFor } from '../../community/proposals/category.js';
import { endorse, takeBack } from '../../community/proposals/endorse.js';
import { endorses } from '../../community/proposals/endorsement.js';
import {
  followedProposals,
  meantProposal,
  ownProposals,
  PUBLIC_LISTS,
  publicProposals,
  similarProposals,
  visibleProposal,
} from '../../community/proposals/find.js';
import {
  isOpenProposal,
  isPublic,
  PROPOSAL_KINDS,
  type Proposal,
  SHOWN,
} from '../../community/proposals/proposal.js';
import { submitProposal } from '../../community/proposals/submit.js';
import { titleOf } from '../../community/proposals/title.js';
import { wayOf } from '../../community/proposals/ways.js';
import type { Json } from '../../community/store.js';
import { type Action, type Args, number, oneOf, text } from '../action.js';
import {
  PROPOSAL_FIELDS,
  proposalChoice,
  proposalHistory,
  proposalLine,
  proposalShown,
} from './proposal-words.js';
import { passedIn, placeIn, storyIn } from './story.js';

/** What can be done with a proposal that one looks at, by residents. */
const WAYS = [
  'reply',
  'confirm',
  'reopen',
  'rate',
  'endorse',
  'unendorse',
  'withdraw',
  'history',
  'nothing',
] as const;

const alone = ({ chat }: Context): boolean => chat?.kind !== 'group';
const isOwn = ({ resident }: Context, proposal: Proposal): boolean => proposal.resident === resident.id;

const seen = (context: Context, proposal: Proposal) =>
  proposalShown(context, proposal, isOwn(context, proposal) && alone(context));

/** Something that an author does with their own proposal. */
const own = (
  fails: readonly string[],
  needs: Action['needs'],
  act: (context: Context, id: string, args: Args) => Promise<Proposal>,
): Action => ({
  needs: { proposal: 'text', ...needs },
  gives: PROPOSAL_FIELDS,
  fails: ['not_found', 'over', 'not_now', ...fails],
  run: async (context, args) => ({
    ...(await seen(context, await act(context, text(args, 'proposal'), args))),
  }),
});

export const proposals: Readonly<Record<string, Action>> = {
  /** The categories, with the one that the story seems to be about first. */
  'proposals.categories': {
    needs: { story: 'story' },
    gives: 'options',
    fails: [],
    run: async ({ content, locale }, args) =>
      categoriesFor(content.proposals.categories, storyIn(args, 'story').text).map(({ id, name }) => ({
        value: id,
        label: inLocale(name, locale),
      })),
  },
  /** Open ones that are like the story, to be endorsed instead; nothing when there are none. */
  'proposals.similar': {
    needs: { story: 'story' },
    gives: 'options',
    labels: ['none_of_these'],
    fails: [],
    run: async (context, args) => {
      const similar = await similarProposals(context, storyIn(args, 'story').text);
      if (similar.length === 0) return [];
      return [
        ...similar.map(proposal => ({
          value: proposal.id,
          label: `${titleOf(context.content, proposal, context.locale)} ${proposal.id}`,
        })),
        { value: 'new', text: 'none_of_these' },
      ];
    },
  },
  /** Submits it; it has its number then, and its deadline. */
  'proposals.submit': {
    needs: { kind: 'choice', story: 'story', category: 'choice', place: 'place?', shown: 'choice' },
    takes: { kind: PROPOSAL_KINDS, shown: SHOWN },
    gives: PROPOSAL_FIELDS,
    fails: ['empty', 'too_long', 'too_many'],
    run: async (context, args) => {
      const story = storyIn(args, 'story');
      const proposal = await submitProposal(context, {
        kind: oneOf(args, 'kind', PROPOSAL_KINDS),
        text: story.text,
        files: passedIn(context, story),
        category: text(args, 'category'),
        shown: oneOf(args, 'shown', SHOWN),
        ...placeIn(args, 'place'),
      });
      return { ...(await proposalShown(context, proposal, true)) };
    },
  },
  /**
   * Hands a matter to staff in words that the conversation puts together; they alone see it, a telephone number in it
   * too. It has its number and its deadline then, and goes on like any proposal.
   */
  'proposals.report': {
    needs: { matter: 'text', category: 'choice', kind: 'choice?', place: 'place?', photos: 'photos?' },
    takes: { kind: PROPOSAL_KINDS },
    gives: PROPOSAL_FIELDS,
    fails: ['too_many'],
    run: async (context, args) => {
      const { photos } = args;
      const files = Array.isArray(photos) ? (photos as readonly Json[]) : [];
      const proposal = await submitProposal(context, {
        kind: args.kind === undefined ? 'help' : oneOf(args, 'kind', PROPOSAL_KINDS),
        text: text(args, 'matter'),
        files: passedIn(context, { text: '', files }),
        category: text(args, 'category'),
        shown: 'staff',
        bounded: true,
        ...placeIn(args, 'place'),
      });
      return { ...(await proposalShown(context, proposal, true)) };
    },
  },
  /** The lists there are: the public's, and, where nobody reads along, the speaker's own. */
  'proposals.lists': {
    needs: {},
    gives: 'options',
    labels: ['list_recent', 'list_support', 'list_overdue', 'list_mine', 'list_followed'],
    fails: [],
    run: async context =>
      [...PUBLIC_LISTS, ...(alone(context) ? ['mine', 'followed'] : [])].map(value => ({
        value,
        text: `list_${value}`,
      })),
  },
  /** One of the lists, a line or two each; `choices` lead to each. */
  'proposals.list': {
    needs: { list: 'choice' },
    gives: ['count', 'lines', 'choices'],
    fails: [],
    run: async (context, args, words) => {
      const found = await listed(context, text(args, 'list'));
      const lines = await Promise.all(found.map(proposal => proposalLine(context, proposal, words)));
      const choices = found.map(proposal => proposalChoice(context, proposal, 'proposal'));
      return { count: found.length, lines: lines.join('\n'), choices: choices as unknown as Json };
    },
  },
  /** Looks whether there is such a number that the speaker may see. */
  'proposals.known': {
    needs: { number: 'text' },
    gives: [],
    fails: ['not_found'],
    run: async (context, args) => {
      await meantProposal(context, text(args, 'number'));
      return {};
    },
  },
  /** One, by a number typed any way: what the speaker may see of it. */
  'proposals.show': {
    needs: { number: 'text' },
    gives: PROPOSAL_FIELDS,
    fails: ['not_found'],
    run: async (context, args) => ({
      ...(await seen(context, await meantProposal(context, text(args, 'number')))),
    }),
  },
  /** What the speaker can do with it now. */
  'proposals.ways': {
    needs: { proposal: 'text' },
    gives: 'options',
    labels: WAYS.map(way => `way_${way}`),
    fails: ['not_found'],
    run: async (context, args) => {
      const proposal = await visibleProposal(context, text(args, 'proposal'));
      const ways = await waysOf(context, proposal);
      return WAYS.filter(way => ways.has(way)).map(value => ({ value, text: `way_${value}` }));
    },
  },
  /** What became of it, a line a deed. */
  'proposals.history': {
    needs: { proposal: 'text' },
    gives: ['lines'],
    fails: ['not_found'],
    run: async (context, args, words) => {
      const proposal = await visibleProposal(context, text(args, 'proposal'));
      const full = isOwn(context, proposal) && alone(context);
      return { lines: await proposalHistory(context, proposal, words, { full }) };
    },
  },
  'proposals.endorse': {
    needs: { proposal: 'text' },
    gives: PROPOSAL_FIELDS,
    fails: ['not_found', 'over', 'own', 'endorsed_already'],
    run: async (context, args) => ({
      ...(await seen(context, await endorse(context, text(args, 'proposal')))),
    }),
  },
  'proposals.unendorse': {
    needs: { proposal: 'text' },
    gives: PROPOSAL_FIELDS,
    fails: ['not_found', 'not_endorsed'],
    run: async (context, args) => ({
      ...(await seen(context, await takeBack(context, text(args, 'proposal')))),
    }),
  },
  'proposals.reply': own(['empty'], { reply: 'story' }, (context, id, args) => {
    const story = storyIn(args, 'reply');
    return replyToStaff(context, id, story.text, passedIn(context, story));
  }),
  'proposals.confirm': own([], {}, confirmAnswer),
  'proposals.reopen': own([], { why: 'text' }, (context, id, args) =>
    reopenProposal(context, id, text(args, 'why')),
  ),
  'proposals.rate': own(['not_a_score', 'rated_already'], { score: 'number' }, (context, id, args) =>
    rateProposal(context, id, number(args, 'score')),
  ),
  'proposals.withdraw': own([], {}, withdrawProposal),
};

function listed(context: Context, list: string): Promise<Proposal[]> {
  const open = PUBLIC_LISTS.find(one => one === list);
  if (open) return publicProposals(context, open);
  // In a group nobody's own are shown, whatever button they found.
  if (!alone(context)) return Promise.resolve([]);
  return list === 'mine' ? ownProposals(context) : followedProposals(context);
}

async function waysOf(context: Context, proposal: Proposal): Promise<ReadonlySet<string>> {
  const ways = new Set<string>(['history', 'nothing']);
  const { tx, resident } = context;
  if (!isOwn(context, proposal)) {
    const endorsed = await endorses(tx, proposal.id, resident.id);
    if (endorsed) ways.add('unendorse');
    else if (isPublic(proposal) && isOpenProposal(proposal)) ways.add('endorse');
    return ways;
  }
  if (!alone(context)) return ways;
  for (const what of ['reply', 'confirm', 'reopen', 'withdraw'] as const) {
    if (wayOf(proposal.status, what) !== undefined) ways.add(what);
  }
  if (proposal.status === 'closed' && proposal.score === undefined) ways.add('rate');
  return ways;
}
