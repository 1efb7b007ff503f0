import { z } from 'zod';
import { type Content, inLocale, localised } from '../content/content.js';
import { ROLES } from '../staff/staff.js';

export const categorySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,20}$/),
  name: localised,
  /** What people write when they mean it, per language. */
  words: z.record(z.string(), z.array(z.string())).default({}),
  /** Working days in which it is to be answered. */
  days: z.number().int().min(1).max(60),
  /** So many working days before the deadline its owner is reminded. */
  remind: z.number().int().min(0).max(30).default(1),
  /** Who is told of a new one, where staff have no common chat; every handler when missing. */
  handler: z.enum(ROLES).optional(),
});

/** How proposals are taken in and answered here: proposals.yaml. */
export const proposalsSchema = z.strictObject({
  /** Of numbers: HQ makes HQ-2026-0042. */
  prefix: z.string().regex(/^[A-Z]{1,6}$/, 'must be one to six capital letters like HQ'),
  /** So many call for a public answer. */
  endorsements: z.number().int().min(1).default(10),
  /** Working days in which an answer can be confirmed or reopened, before the matter closes by itself. */
  confirm: z.number().int().min(1).max(60).default(5),
  categories: z.array(categorySchema).min(1, 'must list at least one category').max(8, 'must list at most 8'),
  refusals: z
    .array(z.strictObject({ id: z.string().regex(/^[a-z0-9-]{1,20}$/), text: localised }))
    .min(1, 'must list at least one reason')
    .max(8, 'must list at most 8'),
});
export type Category = z.infer<typeof categorySchema>;
export type Proposals = z.infer<typeof proposalsSchema>;

/** A category by its id; of one that was taken out of the file since, what the last in the list says. */
export function categoryOf({ proposals }: Pick<Content, 'proposals'>, id: string): Category {
  const { categories } = proposals;
  const found = categories.find(category => category.id === id) ?? categories.at(-1);
  if (!found) throw new Error('proposals.yaml lists no category');
  return found;
}

/** A reason for a refusal, in `locale`; its id when it was taken out of the file since. */
export function refusalIn({ proposals }: Pick<Content, 'proposals'>, id: string, locale: string): string {
  const reason = proposals.refusals.find(one => one.id === id);
  return reason ? inLocale(reason.text, locale) : id;
}
