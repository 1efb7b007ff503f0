import type { Context, Notice } from '../context.js';
import { dayOf } from '../day.js';
import { afterQuiet } from '../residents/quiet-hours.js';
import { residents } from '../residents/resident.js';
import { members } from '../staff/staff.js';
import type { IndexKey, Json } from '../store.js';
import type { Timed } from '../timed.js';
import { refusalIn } from './content.js';
import { endorsements } from './endorsement.js';
import { type Proposal, type ProposalChange, proposals } from './proposal.js';
import { titleOf } from './title.js';

/** So many followers are told in one transaction; the others follow in the next. */
const AT_ONCE = 30;

/** What an author can do about news of their proposal, by button. */
const CHOICES: Readonly<Partial<Record<ProposalChange['what'], readonly [label: string, wish: string][]>>> = {
  ask: [['button_proposal_reply', 'reply']],
  answer: [
    ['button_proposal_confirm', 'confirm'],
    ['button_proposal_reopen', 'reopen'],
  ],
  refuse: [
    ['button_proposal_confirm', 'confirm'],
    ['button_proposal_reopen', 'reopen'],
  ],
  lapse: [['button_proposal_rate', 'rate']],
};
/** What the author alone hears, or nobody. */
const NOT_FOR_FOLLOWERS: readonly ProposalChange['what'][] = ['rate', 'move', 'remind', 'hide', 'unhide'];
const NOT_FOR_AUTHOR: readonly ProposalChange['what'][] = [
  'rate',
  'move',
  'remind',
  'hide',
  'unhide',
  'reply',
];

/** Tells the author and the followers of the last change, outside their quiet hours; not whoever made it. */
export async function tellAround(context: Context, proposal: Proposal): Promise<void> {
  const change = proposal.history.length - 1;
  const what = proposal.history[change]?.what;
  if (what === undefined) return;
  if (!NOT_FOR_AUTHOR.includes(what)) {
    await tell(context, proposal.resident, locale => authorNotice(context, proposal, change, locale));
  }
  if (proposal.support > 0 && !NOT_FOR_FOLLOWERS.includes(what) && proposal.shown !== 'staff') {
    await tellFollowers(context, proposal, change);
  }
}

/** What the timer calls: the next followers hear of a change. */
export const proposalNews: Timed = async (context: Context, data: Json): Promise<void> => {
  const { proposal: id, change, after } = data as unknown as Rest;
  const proposal = await context.tx.get(proposals, id);
  if (proposal) await tellFollowers(context, proposal, change, after);
};

interface Rest {
  readonly proposal: string;
  /** Which change of its history it is about. */
  readonly change: number;
  /** The follower who was told last. */
  readonly after?: { readonly key: IndexKey; readonly id: string };
}

async function tellFollowers(
  context: Context,
  proposal: Proposal,
  change: number,
  after?: Rest['after'],
): Promise<void> {
  // Out of the public's sight, it is out of theirs; also for those who would have come next.
  if (proposal.hidden) return;
  const page = await context.tx.find(endorsements, 'byProposal', {
    prefix: [proposal.id],
    limit: AT_ONCE,
    ...(after ? { after } : {}),
  });
  for (const { resident } of page) {
    if (resident !== proposal.resident)
      await tell(context, resident, locale => followerNotice(context, proposal, change, locale));
  }
  const last = page.at(-1);
  if (page.length < AT_ONCE || !last) return;
  const rest: Rest = { proposal: proposal.id, change, after: { key: [proposal.id, last.at], id: last.id } };
  await context.effects.setTimer({
    id: `proposal/${proposal.id}/news/${change}`,
    due: context.now,
    name: 'proposals.news',
    data: rest as unknown as Json,
  });
}

async function tell(
  context: Context,
  id: string,
  notice: (locale: string) => Promise<Notice>,
): Promise<void> {
  const { tx, now, content, effects } = context;
  if (id === '' || id === context.resident.id) return;
  const resident = await tx.get(residents, id);
  if (!resident) return;
  const notBefore = afterQuiet(content.community, resident, now);
  await effects.tell(id, await notice(resident.locale), { notBefore });
}

async function authorNotice(
  context: Context,
  proposal: Proposal,
  change: number,
  locale: string,
): Promise<Notice> {
  const { what, files } = proposal.history[change]!;
  const choices = (CHOICES[what] ?? []).map(([label, wish]) => ({
    label,
    begin: 'proposal',
    slots: { number: proposal.id, wish },
  }));
  return {
    text: `proposal_news_${what.replace('-', '_')}`,
    args: await factsOf(context, proposal, change, locale),
    ...(choices.length > 0 ? { choices } : {}),
    ...(files && files.length > 0 ? { passes: files } : {}),
  };
}

async function followerNotice(
  context: Context,
  proposal: Proposal,
  change: number,
  locale: string,
): Promise<Notice> {
  const { what } = proposal.history[change]!;
  const facts = await factsOf(context, proposal, change, locale);
  const said = what === 'answer' || what === 'refuse' ? facts : { ...facts, words: 'none' };
  return {
    text: 'proposal_news_follower',
    args: { ...said, what: what.replace('-', '_') },
    choices: [{ label: 'button_proposal_look', begin: 'proposal', slots: { number: proposal.id } }],
  };
}

/** What news may say: the words of staff are said to the author; to others only those of an answer. */
async function factsOf(
  { tx, content }: Context,
  proposal: Proposal,
  change: number,
  locale: string,
): Promise<Record<string, string | number>> {
  const { words, reason, to, by, as } = proposal.history[change]!;
  const owner = to ?? proposal.owner ?? (as === 'staff' ? by : undefined);
  const name = owner === undefined ? undefined : (await tx.get(members, owner))?.name;
  return {
    number: proposal.id,
    title: titleOf(content, proposal, locale),
    owner: name ?? 'none',
    words: words ?? 'none',
    reason: reason === undefined ? '' : refusalIn(content, reason, locale),
    due_date: proposal.due ?? dayOf(proposal.since, content.community.zone),
    support: proposal.support,
    days: content.proposals.confirm,
  };
}
