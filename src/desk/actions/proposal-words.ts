import { inLocale } from '../../community/content/content.js';
import type { Context } from '../../community/context.js';
import { dayOf } from '../../community/day.js';
import { categoryOf, refusalIn } from '../../community/proposals/content.js';
import { isOverdue } from '../../community/proposals/deadline.js';
import type { Proposal, ProposalChange } from '../../community/proposals/proposal.js';
import { titleOf } from '../../community/proposals/title.js';
import { members } from '../../community/staff/staff.js';
import type { OutcomeChoice } from '../../conversation/session.js';
import type { Say } from '../action.js';
import { dateInWords } from '../words.js';

/** What texts may say about a proposal: {seen_number}, {seen_status} … What there is nothing of is `none`. */
export const PROPOSAL_FIELDS = [
  'number',
  'title',
  'kind',
  'category',
  'text',
  'place',
  'author',
  'own',
  'shown',
  'things',
  'status',
  'overdue',
  'owner',
  'day',
  'due',
  'support',
  'question',
  'said',
  'answer',
  'reason',
  'score',
] as const;

const NONE = 'none';
const DECIDED: readonly Proposal['status'][] = ['answered', 'refused', 'closed'];

/** `full`: for its author and for staff; else what is public of it. */
export async function proposalShown(
  context: Context,
  proposal: Proposal,
  full: boolean,
): Promise<Record<(typeof PROPOSAL_FIELDS)[number], string | number>> {
  const { content, locale, now, resident } = context;
  const { zone } = content.community;
  const last = (what: ProposalChange['what']) => proposal.history.findLast(change => change.what === what);
  // After it was reopened, what was answered before is history.
  const answered = DECIDED.includes(proposal.status)
    ? proposal.history.findLast(({ what }) => what === 'answer' || what === 'refuse')
    : undefined;
  const said =
    full && proposal.status === 'accepted'
      ? proposal.history.findLast(({ what }) => what === 'reply' || what === 'reopen')
      : undefined;
  const own = proposal.resident === resident.id;
  return {
    number: proposal.id,
    title: titleOf(content, proposal, locale),
    kind: proposal.kind,
    category: inLocale(categoryOf(content, proposal.category).name, locale),
    text: proposal.text === '' ? NONE : proposal.text,
    place: proposal.place?.text ?? NONE,
    author: (full || proposal.shown === 'name' ? proposal.name : undefined) ?? NONE,
    own: own ? 'yes' : 'no',
    shown: proposal.shown,
    things: full ? proposal.files.length : 0,
    status: proposal.status,
    overdue: isOverdue(proposal, dayOf(now, zone)) ? 'yes' : 'no',
    owner: await nameOf(context, proposal.owner),
    day: dateInWords(dayOf(proposal.since, zone), locale),
    due: proposal.due === undefined ? NONE : dateInWords(proposal.due, locale),
    support: proposal.support,
    question: full && proposal.status === 'asked' ? (last('ask')?.words ?? NONE) : NONE,
    said: said?.words || NONE,
    answer: answered?.words ?? NONE,
    reason: answered?.reason === undefined ? NONE : refusalIn(content, answered.reason, locale),
    score: proposal.score ?? 0,
  };
}

export async function nameOf({ tx }: Context, member: string | undefined): Promise<string> {
  return (member === undefined ? undefined : (await tx.get(members, member))?.name) ?? NONE;
}

/** A proposal on two lines of a list. */
export async function proposalLine(context: Context, proposal: Proposal, words: Say): Promise<string> {
  const { title, number, status, overdue, due, support, owner } = await proposalShown(
    context,
    proposal,
    false,
  );
  return words('proposal_line', { title, number, status, overdue, due, support, owner });
}

/** The way to one: its number and the beginning of its title. */
export const proposalChoice = (
  { content, locale }: Context,
  proposal: Proposal,
  begin: string,
): OutcomeChoice => ({
  label: `${proposal.id} ${titleOf(content, proposal, locale)}`,
  begin,
  slots: { number: proposal.id },
});

/** What the public may not read of a deed, though it may know of it. */
const PRIVATE: readonly ProposalChange['what'][] = ['ask', 'reply', 'reopen'];
/** What nobody but staff need know of. */
const STAFFS_OWN: readonly ProposalChange['what'][] = ['remind', 'move', 'hide', 'unhide'];

/** What became of a proposal, a line a deed, the earliest first. `full` as above; `staff`: with what is theirs alone. */
export async function proposalHistory(
  context: Context,
  proposal: Proposal,
  words: Say,
  how: { full: boolean; staff?: boolean },
): Promise<string> {
  const { content, locale } = context;
  const lines: string[] = [];
  for (const change of proposal.history) {
    const { what, as, by, to, reason, score } = change;
    if (!how.staff && STAFFS_OWN.includes(what)) continue;
    const said = how.full || !PRIVATE.includes(what) ? change.words : undefined;
    lines.push(
      words('proposal_did', {
        day_date: dayOf(change.at, content.community.zone),
        what: what.replace('-', '_'),
        who: as === 'staff' ? await nameOf(context, by) : NONE,
        to: await nameOf(context, to),
        reason: reason === undefined ? NONE : refusalIn(content, reason, locale),
        score: score ?? 0,
        words: said === undefined || said === '' ? NONE : said,
      }),
    );
  }
  return lines.join('\n');
}
