import type { Community } from '../content/content.js';
import type { Context } from '../context.js';
import { addDays, type Day, dayOf, instantOf } from '../day.js';
import { addWorkingDays, isWorkingDay } from '../hours/calendar.js';
import type { Json } from '../store.js';
import type { Timed } from '../timed.js';
import { categoryOf } from './content.js';
import { tellAround } from './news.js';
import { isTicking, type Proposal, proposals } from './proposal.js';
import { tellLeads, tellOwner } from './staff-notice.js';
import { changed } from './ways.js';

/** When a working day's deadlines are looked at: staff are at the desk, and can do something. */
const MORNING = '09:00';
/** When an answer that nobody objected to closes its proposal. */
const EVENING = '18:00';

/** remind: to the owner before it is due · escalate: to the lead when it is overdue 督办 · lapse: closes by itself. */
type Which = 'remind' | 'escalate' | 'lapse';
const WHICH: readonly Which[] = ['remind', 'escalate', 'lapse'];

/** Still unanswered after its last day. */
export const isOverdue = (proposal: Proposal, today: Day): boolean =>
  isTicking(proposal) && proposal.due !== undefined && proposal.due < today;

/** When each of a proposal's deadlines falls, ms; undefined for those that do not, as it stands now. */
export function deadlineOf(context: Pick<Context, 'content'>, proposal: Proposal, which: Which) {
  const { community, proposals: settings } = context.content;
  const { due, status } = proposal;
  if (which === 'lapse') {
    if (status !== 'answered' && status !== 'refused') return undefined;
    const since = dayOf(answeredAt(proposal), community.zone);
    return instantOf(addWorkingDays(community, since, settings.confirm), EVENING, community.zone);
  }
  if (!isTicking(proposal) || due === undefined) return undefined;
  if (which === 'escalate') {
    if (proposal.escalated) return undefined;
    return instantOf(addWorkingDays(community, due, 1), MORNING, community.zone);
  }
  if (proposal.reminded || proposal.escalated) return undefined;
  const { remind } = categoryOf(context.content, proposal.category);
  return instantOf(workingDaysBefore(community, due, remind), MORNING, community.zone);
}

/** When it was answered or refused; what came later (an endorsement too many) does not count. */
function answeredAt({ history, since }: Proposal): number {
  return history.findLast(({ what }) => what === 'answer' || what === 'refuse')?.at ?? since;
}

const timerId = (proposal: Proposal, which: Which): string => `proposal/${proposal.id}/${which}`;

/** Sets the timers of a proposal's deadlines as it stands now; those that no longer hold are taken away. */
export async function setDeadlines(context: Context, proposal: Proposal): Promise<void> {
  for (const which of WHICH) {
    const due = deadlineOf(context, proposal, which);
    // A reminder whose morning has passed would only say what the owner knows: it was taken up since.
    if (due === undefined || (which === 'remind' && due < context.now)) {
      await context.effects.clearTimer(timerId(proposal, which));
    } else {
      const data = { proposal: proposal.id, which };
      await context.effects.setTimer({
        id: timerId(proposal, which),
        due,
        name: 'proposals.deadline',
        data,
      });
    }
  }
}

/**
 * What the timer calls. It looks at the proposal as it stands: what no longer holds does nothing, and what has moved
 * on (a day was closed since) is set anew, so that nothing comes too early and nothing is lost.
 */
export const proposalDeadline: Timed = async (context: Context, data: Json): Promise<void> => {
  const { proposal: id, which } = data as { proposal: string; which: Which };
  const proposal = await context.tx.get(proposals, id, { forUpdate: true });
  const due = proposal && deadlineOf(context, proposal, which);
  if (!proposal || due === undefined) return;
  if (due > context.now) return setDeadlines(context, proposal);
  const after = changed(
    proposal,
    { at: context.now, by: '', as: 'desk', what: which },
    which === 'remind' ? { reminded: true } : which === 'escalate' ? { escalated: true } : {},
  );
  await context.tx.put(proposals, after);
  await setDeadlines(context, after);
  if (which === 'remind') return tellOwner(context, after, 'staff_proposal_due');
  if (which === 'escalate') {
    const told = await tellLeads(context, after);
    if (after.owner === undefined || !told.includes(after.owner))
      await tellOwner(context, after, 'staff_proposal_overdue');
  }
  await tellAround(context, after);
};

/** The fields of a clock that stands still: how many working days were left. */
export function pausedClock(context: Context, proposal: Proposal): Pick<Proposal, 'left'> {
  const { community } = context.content;
  const today = dayOf(context.now, community.zone);
  return { left: proposal.due === undefined ? 1 : workingDaysFrom(community, today, proposal.due) };
}

/** The last day in time, counted from today: one day at least, since a reply in the evening must leave somebody time. */
export function dueIn(context: Context, workingDays: number): Day {
  const { community } = context.content;
  return addWorkingDays(community, dayOf(context.now, community.zone), Math.max(1, workingDays));
}

/** How many working days lie after `from`, up to `to`; 0 when it is past. */
function workingDaysFrom(community: Community, from: Day, to: Day): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1))
    if (isWorkingDay(community, day)) count += 1;
  return count;
}

function workingDaysBefore(community: Community, day: Day, count: number): Day {
  let before = day;
  for (let left = count; left > 0; ) {
    before = addDays(before, -1);
    if (isWorkingDay(community, before)) left -= 1;
  }
  return before;
}
