import { addEntry, addedEntries, removeEntry } from '../../community/content/faq.js';
import type { Role } from '../../community/staff/staff.js';
import { type Action, optionalText, text } from '../action.js';

const WRITERS: readonly Role[] = ['desk', 'spokesperson', 'lead', 'admin'];
const LISTED = 8;

export const faq: Readonly<Record<string, Action>> = {
  /** A question and its answer; from now on it is found like the others. */
  'faq.add': {
    role: WRITERS,
    needs: { question: 'text', answer: 'text', question_en: 'text?', answer_en: 'text?' },
    gives: ['question', 'review_day'],
    fails: ['asked_already'],
    run: async (context, args) => {
      const [question_en, answer_en] = [optionalText(args, 'question_en'), optionalText(args, 'answer_en')];
      const entry = await addEntry(context, {
        question: text(args, 'question'),
        answer: text(args, 'answer'),
        ...(question_en === undefined ? {} : { question_en }),
        ...(answer_en === undefined ? {} : { answer_en }),
      });
      return { question: entry.question, review_day: entry.review };
    },
  },
  /** The questions that staff added, the newest first. */
  'faq.added': {
    role: WRITERS,
    needs: {},
    gives: 'options',
    fails: [],
    run: async ({ tx }) =>
      (await tx.find(addedEntries, 'bySince', { order: 'down', limit: LISTED })).map(({ id, question }) => ({
        value: id,
        label: question.slice(0, 40),
      })),
  },
  'faq.remove': {
    role: WRITERS,
    needs: { entry: 'choice' },
    gives: ['question'],
    fails: ['not_found'],
    run: async (context, args) => ({ question: (await removeEntry(context, text(args, 'entry'))).question }),
  },
};
