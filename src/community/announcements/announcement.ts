import { z } from 'zod';
import { inLocale, localised } from '../content/content.js';
import { passedSchema } from '../passed.js';
import type { Collection } from '../store.js';
import { audienceSchema } from './audience.js';

export const ANNOUNCEMENT_STATES = [
  'draft',
  'awaiting',
  'scheduled',
  'sending',
  'paused',
  'sent',
  'cancelled',
  'recalled',
] as const;
export type AnnouncementState = (typeof ANNOUNCEMENT_STATES)[number];

/** The only ways from one state to another. */
export const WAYS: Readonly<Record<AnnouncementState, readonly AnnouncementState[]>> = {
  draft: ['awaiting', 'scheduled', 'cancelled'],
  awaiting: ['scheduled', 'draft', 'cancelled'],
  scheduled: ['sending', 'cancelled'],
  sending: ['paused', 'sent', 'cancelled', 'recalled'],
  paused: ['sending', 'cancelled', 'recalled'],
  sent: ['recalled'],
  cancelled: ['recalled'],
  recalled: [],
};

const cursorSchema = z.strictObject({ since: z.number(), id: z.string() });
export type Cursor = z.infer<typeof cursorSchema>;

const announcementSchema = z.strictObject({
  /** Its number, like GG-0012 (公告, gōnggào). */
  id: z.string(),
  /** The member who wrote it. */
  author: z.string(),
  /** What it says, per language. */
  texts: localised,
  picture: passedSchema.optional(),
  /** Buttons that begin a conversation: an event's sign-up. */
  choices: z
    .array(z.strictObject({ label: z.string(), begin: z.string(), slots: z.record(z.string(), z.string()) }))
    .default([]),
  /** What it is about: whoever does not want to hear of that does not get it. An urgent one is about no topic. */
  topic: z.string().optional(),
  audience: audienceSchema,
  urgent: z.boolean(),
  /** When it begins to be sent, ms. */
  at: z.number(),
  /** How many people and groups it was to reach when it was written. */
  people: z.number().int(),
  groups: z.number().int(),
  state: z.enum(ANNOUNCEMENT_STATES),
  /** Rises with each correction, and when it is recalled. */
  revision: z.number().int(),
  /** The revision whose report has been given; -1: none yet. */
  reported: z.number().int(),
  /** When sending began, ms: who came later is none of those whom it was sent to. */
  began: z.number().optional(),
  /** The resident and the group that were planned last, and whether all of them are. */
  plan: z.strictObject({
    resident: cursorSchema.optional(),
    residentsDone: z.boolean(),
    group: cursorSchema.optional(),
    groupsDone: z.boolean(),
  }),
  /** A correction that waits for a second person. */
  proposed: z.strictObject({ texts: localised, by: z.string() }).optional(),
  history: z.array(
    z.strictObject({
      at: z.number(),
      /** A member's id, or `desk`. */
      by: z.string(),
      what: z.string(),
      state: z.enum(ANNOUNCEMENT_STATES),
      /** Why it was refused or recalled. */
      words: z.string().optional(),
      /** What it had said until then. */
      was: localised.optional(),
    }),
  ),
});
export type Announcement = z.infer<typeof announcementSchema>;

export const announcements: Collection<Announcement> = {
  name: 'announcements',
  version: 1,
  schema: announcementSchema,
  personal: false,
  indexes: {
    byState: { key: announcement => [announcement.state, announcement.at] },
    /** What waits for a second person: itself, or a correction of it. */
    toReview: {
      key: announcement =>
        announcement.state === 'awaiting' || announcement.proposed
          ? [announcement.history.at(-1)?.at ?? 0]
          : null,
    },
    /** The newest first, when read downwards. */
    byWritten: { key: announcement => [announcement.history[0]?.at ?? 0, announcement.id] },
  },
};

/** The longest text, in characters. */
export const LONGEST_TEXT = 2000;

/** What was done, noted; with `state`, along an allowed way. Another way is a bug: callers look first. */
export function noted(
  announcement: Announcement,
  entry: Omit<Announcement['history'][number], 'state'>,
  state: AnnouncementState = announcement.state,
): Announcement {
  if (state !== announcement.state && !WAYS[announcement.state].includes(state)) {
    throw new Error(`${announcement.id} cannot go from ${announcement.state} to ${state}`);
  }
  return { ...announcement, state, history: [...announcement.history, { ...entry, state }] };
}

/** Whether it may go there from where it is. */
export const mayBecome = (announcement: Announcement, state: AnnouncementState): boolean =>
  WAYS[announcement.state].includes(state);

/** What somebody who reads `locale` gets to read. */
export const textFor = (announcement: Announcement, locale: string): string =>
  inLocale(announcement.texts, locale);

/** Everything that is still to be sent of it has been; nothing more happens by itself. */
export const isReported = (announcement: Announcement): boolean =>
  announcement.reported >= announcement.revision;
