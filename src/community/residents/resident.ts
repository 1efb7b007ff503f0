import { z } from 'zod';
import type { Collection } from '../store.js';

/** A person we serve. Found by platform ids (see identity.ts), never by what they type. */
export const residentSchema = z.strictObject({
  id: z.string(),
  /** As the platform told it; what they want to be called. */
  name: z.string().optional(),
  /** BCP 47, one that the texts have. */
  locale: z.string(),
  /** When first seen, ms. */
  since: z.number(),
  /** What they said yes to keeping: address, phone. */
  kept: z.record(z.string(), z.json()),
  /** What was consented to, when (ms), under which version of the privacy notice. */
  consents: z.array(z.strictObject({ purpose: z.string(), at: z.number(), notice: z.string() })),
  /** When the privacy notice was shown, ms. */
  noticeAt: z.number().optional(),
  /** The grid 网格 they live in, as they or staff said. */
  grid: z.string().optional(),
  /** What they want to hear of, by topic: yes or no. A topic that is missing: as the content says. */
  topics: z.record(z.string(), z.boolean()).optional(),
  /** When nothing that can wait is to reach them, 'HH:MM' of the community's time; else the community's own. */
  quiet: z.strictObject({ from: z.string(), to: z.string() }).optional(),
  /** Where they were last seen, by direct chat: the lane's account, chat and person. */
  reach: z
    .strictObject({
      account: z.string(),
      chat: z.string(),
      person: z.string(),
      kind: z.enum(['direct', 'group']),
    })
    .optional(),
});
export type Resident = z.infer<typeof residentSchema>;

export const residents: Collection<Resident> = {
  name: 'residents',
  version: 1,
  schema: residentSchema,
  personal: true,
  indexes: {
    /** Everybody, those who came first before the others: announcements go through them page by page. */
    bySince: { key: resident => [resident.since, resident.id] },
  },
};
