import { phoneForPeople } from '../../community/bookings/notice.js';
import { nameOfLocale } from '../../community/content/locale.js';
import { Problem } from '../../community/problem.js';
import { withoutKept } from '../../community/residents/consent.js';
import { makeCode, useCode } from '../../community/residents/linking-code.js';
import { residents as documents } from '../../community/residents/resident.js';
import { type Action, text } from '../action.js';

export const residents: Readonly<Record<string, Action>> = {
  /** The languages that are spoken here, each by its own name. */
  'residents.languages': {
    needs: {},
    gives: 'options',
    fails: [],
    run: async ({ content }) =>
      content.community.locales.map(locale => ({ value: locale, label: nameOfLocale(locale) })),
  },
  /** From now on they are spoken to in this language; `language` is its code, for texts to choose by. */
  'residents.set_language': {
    needs: { language: 'choice' },
    gives: ['language'],
    fails: ['unknown_language'],
    run: async ({ tx, content, resident }, args) => {
      const locale = text(args, 'language');
      if (!content.community.locales.includes(locale)) throw new Problem('unknown_language');
      await tx.put(documents, { ...resident, locale });
      return { language: locale };
    },
  },
  /** A one-time code with which another platform is joined to this resident. */
  'residents.linking_code': {
    needs: {},
    gives: ['code', 'minutes'],
    fails: [],
    run: async context => {
      const code = await makeCode(context);
      return { code: code.replace(/\d{4}(?=\d)/g, '$& '), minutes: 10 };
    },
  },
  /** Tries a code; `joined` is 'yes' or 'no'. See `residents.joined` for the way on. */
  'residents.use_code': {
    needs: { code: 'text' },
    gives: ['joined'],
    fails: ['too_many_tries', 'own_code', 'both_staff'],
    run: async (context, args) => ({ joined: (await useCode(context, text(args, 'code'))) ? 'yes' : 'no' }),
  },
  /** Whether `residents.use_code` has joined them: { joined: link_joined }. */
  'residents.joined': {
    needs: { joined: 'text' },
    gives: 'truth',
    fails: [],
    run: async (_, args) => text(args, 'joined') === 'yes',
  },
  /** What is kept of the speaker for next time, in one line, for them to see. */
  'residents.kept': {
    needs: {},
    gives: ['list'],
    fails: [],
    run: async ({ resident }) => ({
      list: Object.values(resident.kept).map(words).filter(Boolean).join(' · '),
    }),
  },
  /** Whether anything is kept for next time. */
  'residents.has_kept': {
    needs: {},
    gives: 'truth',
    fails: [],
    run: async ({ resident }) => Object.keys(resident.kept).length > 0,
  },
  /** Forgets what was kept for next time; bookings stay. */
  'residents.forget_kept': {
    needs: {},
    gives: [],
    fails: [],
    run: async ({ tx, resident, effects }) => {
      await tx.put(documents, withoutKept(resident));
      await effects.forget();
      return {};
    },
  },
};

/** A kept answer as words: a text, a phone number, a place's text. */
function words(value: unknown): string {
  if (typeof value === 'string') return phoneForPeople(value);
  return typeof value === 'object' && value !== null && 'text' in value ? String(value.text) : '';
}
