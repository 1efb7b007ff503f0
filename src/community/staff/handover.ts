import { z } from 'zod';
import { passedSchema } from '../passed.js';
import type { Collection, Tx } from '../store.js';

/** Something that was said to be passed on: words, or what came without any. */
const saidSchema = z.strictObject({
  at: z.number(),
  /** The member who said it; undefined: the resident. */
  by: z.string().optional(),
  text: z.string(),
  passed: passedSchema.optional(),
});
export type SaidToPerson = z.infer<typeof saidSchema>;

/**
 * Somebody wants a person: waiting until a member of staff takes them, then what each says goes to the other, until
 * one of them closes it. A resident has one at a time.
 */
const handoverSchema = z.strictObject({
  /** Like RG-0007 (人工, réngōng). */
  id: z.string(),
  resident: z.string(),
  /** What they are called, for staff. */
  name: z.string().optional(),
  /** The conversation in which they asked. */
  about: z.string().optional(),
  /** Lives may be at stake. */
  urgent: z.boolean(),
  /** The danger that staff were last told of. */
  danger: z.string().optional(),
  status: z.enum(['waiting', 'taken', 'closed']),
  since: z.number(),
  /** The member who has it, and since when. */
  by: z.string().optional(),
  takenAt: z.number().optional(),
  closedAt: z.number().optional(),
  /** When staff were last told of it, ms: danger words said again and again are told once a minute. */
  toldAt: z.number().optional(),
  /** When the resident last said something that nobody has answered, ms. */
  unanswered: z.number().optional(),
  /** What was said while nobody had it yet, and since; the last ones. */
  said: z.array(saidSchema),
});
export type Handover = z.infer<typeof handoverSchema>;

export const handovers: Collection<Handover> = {
  name: 'handovers',
  version: 1,
  schema: handoverSchema,
  personal: true,
  indexes: {
    /** Open ones: a resident has one at most. */
    open: { key: one => (one.status === 'closed' ? null : [one.resident]) },
    byResident: { key: one => [one.resident, one.since] },
    waiting: { key: one => (one.status === 'waiting' ? [one.urgent ? 0 : 1, one.since] : null) },
    byMember: {
      key: one => (one.status === 'taken' && one.by !== undefined ? [one.by, one.takenAt ?? 0] : null),
    },
  },
};

/** Who is being put through to whom: looked up with every message in a direct chat, so it is a document of its own. */
const relaySchema = z.strictObject({
  /** The resident's id of either side. */
  id: z.string(),
  handover: z.string(),
  side: z.enum(['resident', 'staff']),
  /** They asked the desk for something just now, and nothing was said to the other side since: a number is for the desk. */
  asked: z.literal(true).optional(),
});
export type Relay = z.infer<typeof relaySchema>;

export const relays: Collection<Relay> = {
  name: 'relays',
  version: 1,
  schema: relaySchema,
  personal: true,
  indexes: {},
};

/** More than anybody says while they wait. */
const MOST_SAID = 30;

/** The handover that is open for a resident, to be changed: whoever takes it just now is waited for, and not undone. */
export async function openHandover(tx: Tx, resident: string): Promise<Handover | undefined> {
  const [open] = await tx.find(handovers, 'open', { prefix: [resident], limit: 1 });
  const now = open && (await tx.get(handovers, open.id, { forUpdate: true }));
  return now?.status === 'closed' ? undefined : now;
}

/** With one more thing said; the oldest go. */
export const withSaid = (handover: Handover, said: SaidToPerson): Handover => ({
  ...handover,
  said: [...handover.said, said].slice(-MOST_SAID),
});
