import { z } from 'zod';

/** Something that a person sent in one of our accounts: a photo, a voice message. Its bytes stay with the platform. */
export const passedSchema = z.strictObject({
  account: z.string(),
  attachment: z.strictObject({
    kind: z.enum(['photo', 'file', 'voice', 'video']),
    /** How the platform finds it again. */
    ref: z.string(),
    mime: z.string().exactOptional(),
    name: z.string().exactOptional(),
    bytes: z.number().exactOptional(),
  }),
});
export type Passed = z.infer<typeof passedSchema>;
