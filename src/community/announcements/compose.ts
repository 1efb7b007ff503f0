import type { Localised } from '../content/content.js';
import type { Context } from '../context.js';
import { claimFile } from '../kept-file.js';
import type { Passed } from '../passed.js';
import { Problem } from '../problem.js';
import { record } from '../staff/act.js';
import type { Member } from '../staff/staff.js';
import { type Announcement, announcements, LONGEST_TEXT, noted } from './announcement.js';
import { type Audience, type Reach, reachOf } from './audience.js';
import { goOnAt } from './timer.js';
import { topicNamed } from './topic.js';
import { tellOfReview } from './words.js';

/** What somebody wants to announce. */
export interface Draft {
  readonly texts: Localised;
  readonly picture?: Passed;
  readonly choices?: Announcement['choices'];
  /** Needed, except for an urgent one. */
  readonly topic?: string;
  readonly audience: Audience;
  readonly urgent: boolean;
  /** When, ms; now where it is missing. */
  readonly at?: number;
}

/** Whether a second person has to look at it. */
export const needsApproval = (
  context: Pick<Context, 'content'>,
  { people, groups, urgent }: { people: number; groups: number; urgent: boolean },
): boolean =>
  // How many read along in a group nobody knows, so a group is large.
  urgent || groups > 0 || people > context.content.community.announcements.approveAbove;

/**
 * What it would come to: how many it reaches. Fails with `text_too_long`, `no_topic` (there is none of this name),
 * `past` (the time is over) or `nobody` (nobody would get it).
 */
export async function preview(context: Context, draft: Draft): Promise<Reach> {
  requireText(draft.texts);
  if (!draft.urgent && topicNamed(context.content.community, draft.topic ?? '') === undefined) {
    throw new Problem('no_topic');
  }
  if (draft.at !== undefined && draft.at < context.now) throw new Problem('past');
  const topic = draft.urgent ? undefined : draft.topic;
  const reach = await reachOf(context.tx, context.content, { audience: draft.audience, topic }, context.now);
  if (reach.people + reach.groups === 0) throw new Problem('nobody');
  return reach;
}

/**
 * Hands an announcement in: it waits for a second person where one is needed, else for its time. Fails like `preview`,
 * with nothing written.
 */
export async function compose(context: Context, draft: Draft): Promise<Announcement> {
  const { tx, now } = context;
  const author = speaking(context);
  const { people, groups } = await preview(context, draft);
  const waits = needsApproval(context, { people, groups, urgent: draft.urgent });
  const state = waits ? 'awaiting' : 'scheduled';
  const announcement: Announcement = {
    id: `GG-${String(await tx.nextNumber('announcement')).padStart(4, '0')}`,
    author: author.id,
    texts: draft.texts,
    ...(draft.picture ? { picture: draft.picture } : {}),
    choices: draft.choices ?? [],
    ...(draft.topic === undefined || draft.urgent ? {} : { topic: draft.topic }),
    audience: draft.audience,
    urgent: draft.urgent,
    at: draft.at ?? now,
    people,
    groups,
    state,
    revision: 0,
    reported: -1,
    plan: { residentsDone: !draft.audience.residents, groupsDone: !draft.audience.groups },
    history: [{ at: now, by: author.id, what: 'compose', state }],
  };
  await tx.put(announcements, announcement);
  if (draft.picture) await claimPicture(context, announcement.id, draft.picture);
  await record(context, 'announcement.compose', announcement.id, { people, urgent: draft.urgent ? 1 : 0 });
  await handOn(context, announcement);
  return announcement;
}

/**
 * A refused one with other words: it waits again for a second person, or for its time. Fails with `not_found`, `over`
 * (it is no draft any more) or `text_too_long`.
 */
export async function revise(context: Context, id: string, texts: Localised): Promise<Announcement> {
  const { tx, now } = context;
  const author = speaking(context);
  const draft = await announcementOf(context, id);
  if (draft.state !== 'draft') throw new Problem('over');
  requireText(texts);
  const waits = needsApproval(context, draft);
  const revised = noted(
    { ...draft, author: author.id, texts },
    { at: now, by: author.id, what: 'revise', was: draft.texts },
    waits ? 'awaiting' : 'scheduled',
  );
  await tx.put(announcements, revised);
  await record(context, 'announcement.revise', id);
  await handOn(context, revised);
  return revised;
}

/** The picture stays as long as the announcement does. */
const claimPicture = ({ tx }: Context, id: string, { account, attachment }: Passed): Promise<void> =>
  claimFile(tx, { account, ref: attachment.ref }, `announcements/${id}`);

/** To the second person, or to the timer that sends it. */
async function handOn(context: Context, announcement: Announcement): Promise<void> {
  if (announcement.state === 'awaiting') await tellOfReview(context, announcement, announcement.texts);
  else await goOnAt(context, announcement.id, announcement.at);
}

/** An announcement, to be changed in this transaction. Fails with `not_found`. */
export async function announcementOf({ tx }: Context, id: string): Promise<Announcement> {
  const announcement = await tx.get(announcements, id, { forUpdate: true });
  if (!announcement) throw new Problem('not_found');
  return announcement;
}

/** The speaker as staff. Whoever calls this for somebody else has let a stranger in: a bug. */
export function speaking({ member }: Context): Member {
  if (!member) throw new Error('announcements are for staff');
  return member;
}

/** Fails with `text_too_long`. */
export function requireText(texts: Localised): void {
  for (const text of Object.values(texts)) {
    const length = [...text].length;
    if (length > LONGEST_TEXT) throw new Problem('text_too_long', { max: LONGEST_TEXT, length });
  }
}
