import type { Community } from '../content/content.js';
import { afterQuiet } from '../residents/quiet-hours.js';
import { residents } from '../residents/resident.js';
import type { Json, Tx } from '../store.js';
import { type Announcement, announcements } from './announcement.js';
import { type AnnouncementDelivery, deliveries } from './delivery.js';
import { wants } from './topic.js';

/** Whether a message may leave now: not at all, for this reason; not before this time (ms). */
export type MayLeave = { readonly send: true } | { readonly skip: string } | { readonly hold: number };

/** What became of it. */
export type Outcome =
  | { readonly kind: 'sent'; readonly messageId?: string }
  | { readonly kind: string; readonly reason: string };

interface About {
  readonly delivery: string;
  readonly round: number;
}

/** It comes back: once it goes on, or with the new words. */
const LATER = ['paused', 'corrected'];

/**
 * The books of what is announced: looks once more right before a message leaves, and writes down what became of it. What
 * is about something else is none of its business.
 */
export const announcementBooks = (community: Community) => ({
  async before(tx: Tx, about: Json, now: number): Promise<MayLeave> {
    if (aboutOf(about) === null) return { send: true };
    const found = await current(tx, about);
    if (!found) return { skip: 'superseded' };
    const { delivery, announcement } = found;
    const { state, revision } = announcement;
    const first = delivery.state === 'queued';
    if (first && state !== 'sending') return { skip: state };
    if (delivery.revision < revision) return { skip: 'corrected' };
    const resident = delivery.resident === undefined ? undefined : await tx.get(residents, delivery.resident);
    if (delivery.resident !== undefined && !resident) return { skip: 'gone' };
    const { topic, urgent } = announcement;
    // Whoever got it gets the correction too, even if they want to hear no more.
    if (first && resident && topic !== undefined && !wants(community, resident, topic)) {
      return { skip: 'opted_out' };
    }
    if (urgent || state === 'recalled') return { send: true };
    const until = afterQuiet(community, resident ?? {}, now);
    return until > now ? { hold: until } : { send: true };
  },

  async after(tx: Tx, about: Json, outcome: Outcome, now: number): Promise<void> {
    const found = await current(tx, about, { forUpdate: true });
    if (!found) return;
    const { delivery } = found;
    const changed = delivery.state === 'queued' ? firstCopy(delivery, outcome) : withFix(delivery, outcome);
    await tx.put(deliveries, { ...changed, at: now });
  },
});

function aboutOf(about: Json): About | null {
  if (typeof about !== 'object' || about === null || Array.isArray(about)) return null;
  const { delivery, round } = about as { delivery?: Json; round?: Json };
  return typeof delivery === 'string' && typeof round === 'number' ? { delivery, round } : null;
}

/** The delivery that this row is the latest of, and its announcement; undefined when another row took its place. */
async function current(
  tx: Tx,
  about: Json,
  how: { forUpdate?: boolean } = {},
): Promise<{ delivery: AnnouncementDelivery; announcement: Announcement } | undefined> {
  const mine = aboutOf(about);
  const delivery = mine && (await tx.get(deliveries, mine.delivery, how));
  if (!delivery || delivery.round !== mine.round) return undefined;
  const announcement = await tx.get(announcements, delivery.announcement);
  const open = delivery.state === 'queued' || delivery.fix?.state === 'queued';
  return announcement && open ? { delivery, announcement } : undefined;
}

function firstCopy(delivery: AnnouncementDelivery, outcome: Outcome): AnnouncementDelivery {
  if ('reason' in outcome && outcome.kind === 'skipped') {
    const later = LATER.includes(outcome.reason);
    return later ? { ...delivery, state: 'planned' } : { ...delivery, state: 'skipped', why: outcome.reason };
  }
  return { ...delivery, ...became(outcome), ...messageOf(outcome) };
}

function withFix(delivery: AnnouncementDelivery, outcome: Outcome): AnnouncementDelivery {
  const { fix: _, ...rest } = delivery;
  // There are newer words by now: the plan finds them by their revision.
  if ('reason' in outcome && outcome.reason === 'corrected') return rest;
  return { ...rest, fix: became(outcome), ...messageOf(outcome) };
}

function became(outcome: Outcome): { state: 'sent' | 'unknown' | 'failed' | 'skipped'; why?: string } {
  if (outcome.kind === 'sent') return { state: 'sent' };
  if (outcome.kind === 'skipped' && 'reason' in outcome) return { state: 'skipped', why: outcome.reason };
  return { state: outcome.kind === 'unknown' ? 'unknown' : 'failed', why: outcome.kind };
}

const messageOf = (outcome: Outcome): { messageId?: string } =>
  'messageId' in outcome && outcome.messageId !== undefined ? { messageId: outcome.messageId } : {};
