import { z } from 'zod';
import type { Context } from '../context.js';
import { addDays, dayOf } from '../day.js';
import { Problem } from '../problem.js';
import { record } from '../staff/act.js';
import type { Collection, Tx } from '../store.js';
import type { Content, FaqEntry } from './content.js';

/** A question and its answer that staff wrote in a chat; those of the content stand in faq.yaml. */
const faqSchema = z.strictObject({
  /** Like `wd-12` (问答, wèndá). */
  id: z.string(),
  question: z.string(),
  answer: z.string(),
  /** In English, where somebody wrote it. */
  question_en: z.string().optional(),
  answer_en: z.string().optional(),
  /** Who answers for it, and until when it is to be looked at again. */
  owner: z.string(),
  since: z.number(),
  review: z.string(),
});
export type AddedEntry = z.infer<typeof faqSchema>;

export const addedEntries: Collection<AddedEntry> = {
  name: 'faq_entries',
  version: 1,
  schema: faqSchema,
  personal: false,
  indexes: { bySince: { key: entry => [entry.since, entry.id] } },
};

/** More questions than anybody writes in chats. */
const MOST = 1000;
/** An answer is looked at again after half a year. */
const REVIEW_DAYS = 182;

/** Every question that can be asked: the content's, and those that staff added. */
export async function entriesNow(tx: Tx, { faq }: Pick<Content, 'faq'>): Promise<readonly FaqEntry[]> {
  const added = await tx.find(addedEntries, 'bySince', { limit: MOST });
  if (added.length === 0) return faq;
  return [
    ...faq,
    ...added.map(({ id, question, answer, question_en = '', answer_en = '' }) => ({
      id,
      category: 'added',
      question,
      also: [],
      answer,
      question_en,
      answer_en,
    })),
  ];
}

/** A new question and its answer; the speaker answers for it. Fails with `asked_already`. */
export async function addEntry(
  context: Context,
  words: Pick<AddedEntry, 'question' | 'answer' | 'question_en' | 'answer_en'>,
): Promise<AddedEntry> {
  const { tx, now, content, member } = context;
  const known = await entriesNow(tx, content);
  if (known.some(one => one.question === words.question)) throw new Problem('asked_already');
  const entry: AddedEntry = {
    ...words,
    id: `wd-${await tx.nextNumber('faq')}`,
    owner: member?.id ?? '',
    since: now,
    review: addDays(dayOf(now, content.community.zone), REVIEW_DAYS),
  };
  await tx.put(addedEntries, entry);
  await record(context, 'faq.add', entry.id);
  return entry;
}

/** Takes a question away that staff added. Fails with `not_found`. */
export async function removeEntry(context: Context, id: string): Promise<AddedEntry> {
  const entry = await context.tx.get(addedEntries, id, { forUpdate: true });
  if (!entry) throw new Problem('not_found');
  await context.tx.remove(addedEntries, id);
  await record(context, 'faq.remove', id);
  return entry;
}
