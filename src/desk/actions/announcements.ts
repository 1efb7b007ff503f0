import { type Announcement, textFor } from '../../community/announcements/announcement.js';
import { announcementsToReview, recentAnnouncements } from '../../community/announcements/announcements.js';
import { approve, decisionOn, refuse, versionOf, waiting } from '../../community/announcements/approval.js';
import { announcementOf, revise } from '../../community/announcements/compose.js';
import { correct, recall } from '../../community/announcements/correct.js';
import { COURSES, cancel, coursesNow, pause, resume } from '../../community/announcements/course.js';
import { figuresOf } from '../../community/announcements/report.js';
import { beginning, nameOfMember, SPOKESPEOPLE } from '../../community/announcements/words.js';
import type { Context } from '../../community/context.js';
import { dayOf, timeOf } from '../../community/day.js';
import type { Json } from '../../community/store.js';
import { type Action, type Args, optionalText, text } from '../action.js';
import { dateInWords } from '../words.js';
import { composing } from './composing.js';
import { textsOf } from './texts-of.js';

/** What is told of an announcement: {shown_number}, {shown_state} … */
const FIELDS = [
  'number',
  'state',
  'text',
  'author',
  'people',
  'groups',
  'urgent',
  'day',
  'time',
  'waiting',
  'sent',
  'failed',
  'unknown',
  'skipped',
  'fixing',
  'fixed',
  'not_fixed',
  'proposed',
  'changed',
  'version',
] as const;

async function shown(context: Context, announcement: Announcement): Promise<Json> {
  const { zone } = context.content.community;
  const at = announcement.began ?? announcement.at;
  return {
    number: announcement.id,
    state: announcement.state,
    text: Object.values(announcement.proposed?.texts ?? announcement.texts).join('\n\n'),
    author: await nameOfMember(context.tx, announcement.author),
    people: announcement.people,
    groups: announcement.groups,
    urgent: announcement.urgent ? 'yes' : 'no',
    day: dateInWords(dayOf(at, zone), context.locale),
    time: timeOf(at, zone),
    ...(await figuresOf(context.tx, announcement)),
    proposed: announcement.proposed ? 'yes' : 'no',
    changed: announcement.revision > 0 ? 'yes' : 'no',
    version: versionOf(announcement),
  };
}

type Option = { value: string; label: string };

const options = (context: Context, list: readonly Announcement[]): Option[] =>
  list.map(announcement => ({
    value: announcement.id,
    label: `${announcement.id} ${beginning(textFor(announcement, context.locale), 14)}`,
  }));

/** Something that is done to an announcement, whose number is `number`. */
const onOne = (
  needs: Action['needs'],
  fails: readonly string[],
  act: (context: Context, id: string, args: Args) => Promise<Announcement>,
): Action => ({
  role: SPOKESPEOPLE,
  needs: { number: 'choice', ...needs },
  gives: FIELDS,
  fails: ['not_found', ...fails],
  run: async (context, args) => shown(context, await act(context, text(args, 'number'), args)),
});

const seenIn = ({ seen }: Args): number | undefined => (typeof seen === 'number' ? seen : undefined);

export const announcements: Readonly<Record<string, Action>> = {
  ...composing,
  /** The latest, to choose one from. */
  'announcements.recent': {
    role: SPOKESPEOPLE,
    needs: {},
    gives: 'options',
    fails: [],
    run: async context => options(context, await recentAnnouncements(context.tx)),
  },
  /** Those that wait for a second person, and those of today on which somebody else was quicker. */
  'announcements.to_review': {
    role: SPOKESPEOPLE,
    needs: {},
    gives: 'options',
    fails: [],
    run: async context => {
      const { waiting, decided } = await announcementsToReview(context.tx, context.now);
      const by = async ({ value, label }: Option, one: Announcement): Promise<Option> => {
        const name = await nameOfMember(context.tx, decisionOn(one)?.by ?? '');
        return { value, label: `${label} · ${name}` };
      };
      const done = options(context, decided).map((option, i) => by(option, decided[i]!));
      return [...options(context, waiting), ...(await Promise.all(done))];
    },
  },
  /** What may be done with it now. */
  'announcements.offered': {
    role: SPOKESPEOPLE,
    needs: { number: 'choice' },
    gives: 'options',
    labels: [...COURSES, 'leave'],
    fails: ['not_found'],
    run: async (context, args) =>
      [...coursesNow(await announcementOf(context, text(args, 'number'))), 'leave'].map(value => ({
        value,
        text: value,
      })),
  },
  /** Where it stands: who has it, who has not. */
  'announcements.show': onOne({}, [], (context, id) => announcementOf(context, id)),
  /** Whether it waits for the speaker's word. */
  'announcements.waits_for_me': onOne(
    {},
    ['own', 'taken', 'over'],
    async (context, id) => (await waiting(context, id)).announcement,
  ),
  /** `seen`: the `version` that `waits_for_me` gave, of what the speaker has read. */
  'announcements.approve': onOne(
    { seen: 'number?' },
    ['own', 'taken', 'over', 'altered'],
    (context, id, args) => approve(context, id, seenIn(args)),
  ),
  'announcements.refuse': onOne(
    { words: 'text', seen: 'number?' },
    ['own', 'taken', 'over', 'altered'],
    (context, id, args) => refuse(context, id, text(args, 'words'), seenIn(args)),
  ),
  'announcements.pause': onOne({}, ['over'], pause),
  'announcements.resume': onOne({}, ['over'], resume),
  'announcements.cancel': onOne({}, ['over'], cancel),
  'announcements.revise': onOne(
    { text: 'text', translation: 'text?' },
    ['over', 'text_too_long'],
    (context, id, args) => revise(context, id, textsOf(context, args)),
  ),
  'announcements.correct': onOne(
    { text: 'text', translation: 'text?' },
    ['over', 'text_too_long'],
    (context, id, args) => correct(context, id, textsOf(context, args)),
  ),
  'announcements.recall': onOne({ words: 'text?' }, ['over'], (context, id, args) =>
    recall(context, id, optionalText(args, 'words') ?? ''),
  ),
};
