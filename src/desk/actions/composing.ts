import { type Audience, audienceOf } from '../../community/announcements/audience.js';
import { compose, type Draft, needsApproval, preview } from '../../community/announcements/compose.js';
import { topicsOf } from '../../community/announcements/topic.js';
import { SPOKESPEOPLE } from '../../community/announcements/words.js';
import { inLocale } from '../../community/content/content.js';
import { nameOfLocale } from '../../community/content/locale.js';
import type { Context } from '../../community/context.js';
import { dayOf, instantOf, timeOf } from '../../community/day.js';
import { events, eventsToCome } from '../../community/events/event.js';
import type { Passed } from '../../community/passed.js';
import { afterQuiet } from '../../community/residents/quiet-hours.js';
import type { Json } from '../../community/store.js';
import { type Action, type Args, optionalText, text } from '../action.js';
import { dateInWords } from '../words.js';
import { textsOf } from './texts-of.js';

const NEEDS: Action['needs'] = {
  text: 'text',
  translation: 'text?',
  picture: 'photos?',
  when: 'choice',
  day: 'date?',
  time: 'time?',
  topic: 'choice?',
  button: 'choice?',
  audience: 'choice',
  grids: 'choices?',
  platforms: 'choices?',
  languages: 'choices?',
};

/** Events to choose a button from. */
const EVENTS = 10;
const NO_BUTTON = 'no_button';
const REACH = ['people', 'groups', 'languages', 'spread', 'telegram', 'wechat', 'other'] as const;
const WHEN = ['later', 'quiet', 'day', 'time'] as const;
const FAILS = ['text_too_long', 'no_topic', 'past', 'nobody'] as const;

/** Writing an announcement. */
export const composing: Readonly<Record<string, Action>> = {
  /** Whether more than one language is spoken here. */
  'announcements.speaks_more': {
    role: SPOKESPEOPLE,
    needs: {},
    gives: 'truth',
    fails: [],
    run: async ({ content }) => content.community.locales.length > 1,
  },
  'announcements.topics': {
    role: SPOKESPEOPLE,
    needs: {},
    gives: 'options',
    fails: [],
    run: async ({ content, locale }) =>
      topicsOf(content.community).map(({ id, name }) => ({ value: id, label: inLocale(name, locale) })),
  },
  /** Events of this topic that people can sign up for by a button below it, and the word for none; empty without any. */
  'announcements.buttons': {
    role: SPOKESPEOPLE,
    needs: { topic: 'choice?' },
    gives: 'options',
    labels: [NO_BUTTON],
    fails: [],
    run: async ({ tx, now, locale }, args) => {
      const coming = await eventsToCome(tx, now, EVENTS);
      const about = coming.filter(({ topic }) => topic === optionalText(args, 'topic'));
      const options = about.map(({ id, title }) => ({ value: id, label: inLocale(title, locale) }));
      return options.length === 0 ? [] : [...options, { value: NO_BUTTON, text: NO_BUTTON }];
    },
  },
  'announcements.grids': {
    role: SPOKESPEOPLE,
    needs: {},
    gives: 'options',
    fails: [],
    run: async ({ content, locale }) =>
      content.community.grids.map(({ id, name }) => ({ value: id, label: inLocale(name, locale) })),
  },
  /** Whom it would reach, and whether it waits for somebody or for the end of the night. */
  'announcements.preview': {
    role: SPOKESPEOPLE,
    needs: NEEDS,
    gives: [...REACH, 'approval', 'translation', 'pictures', 'button', ...WHEN],
    fails: FAILS,
    run: async (context, args) => {
      const draft = draftOf(context, args);
      const reach = await preview(context, draft);
      const { telegram = 0, wechat = 0 } = reach.platforms;
      const other = reach.people - telegram - wechat;
      return {
        people: reach.people,
        groups: reach.groups,
        languages: context.content.community.locales
          .filter(locale => reach.languages[locale] !== undefined)
          .map(locale => `${nameOfLocale(locale)} ${reach.languages[locale]}`)
          .join(' · '),
        spread: [telegram, wechat, other].filter(people => people > 0).length > 1 ? 'yes' : 'no',
        telegram,
        wechat,
        other,
        translation: optionalText(args, 'translation') ?? 'none',
        pictures: draft.picture ? 1 : 0,
        button: await buttonOf(context, draft),
        approval: needsApproval(context, { ...reach, urgent: draft.urgent }) ? 'yes' : 'no',
        ...when(context, draft),
      };
    },
  },
  'announcements.compose': {
    role: SPOKESPEOPLE,
    needs: NEEDS,
    gives: ['number', 'state', ...WHEN],
    fails: FAILS,
    run: async (context, args) => {
      const draft = draftOf(context, args);
      const { id, state } = await compose(context, draft);
      return { number: id, state, ...when(context, draft) };
    },
  },
};

/** When it goes out, and whether that is at night, when people are left alone. */
function when({ content, now, locale }: Context, { at = now, urgent }: Draft): Record<string, Json> {
  const { community } = content;
  return {
    later: at > now ? 'yes' : 'no',
    quiet: !urgent && afterQuiet(community, {}, at) > at ? 'yes' : 'no',
    day: dateInWords(dayOf(at, community.zone), locale),
    time: timeOf(at, community.zone),
  };
}

function draftOf(context: Context, args: Args): Draft {
  const { zone } = context.content.community;
  const sent = text(args, 'when');
  const day = optionalText(args, 'day');
  const time = optionalText(args, 'time');
  const topic = optionalText(args, 'topic');
  const event = optionalText(args, 'button');
  const picture = pictureOf(context, args.picture);
  return {
    texts: textsOf(context, args),
    ...(picture ? { picture } : {}),
    ...(topic === undefined ? {} : { topic }),
    ...(event === undefined || event === NO_BUTTON ? {} : { choices: [signUpButton(event)] }),
    audience: audienceIn(args),
    urgent: sent === 'urgent',
    ...(sent === 'later' && day !== undefined && time !== undefined
      ? { at: instantOf(day, time, zone) }
      : {}),
  };
}

const signUpButton = (event: string) => ({
  label: 'button_sign_up',
  begin: 'sign-up',
  slots: { event },
});

/** The event that people can sign up for below it, as its title. */
async function buttonOf({ tx, locale }: Context, { choices = [] }: Draft): Promise<string> {
  const event = await tx.get(events, choices[0]?.slots.event ?? '');
  return event ? inLocale(event.title, locale) : 'none';
}

/** `both`: everybody, and the groups besides. */
function audienceIn(args: Args): Audience {
  const kind = text(args, 'audience');
  const of = (pick: string, name: string): string[] =>
    kind === pick ? listed(args[name]).map(value => `${pick}/${value}`) : [];
  if (kind === 'both') return audienceOf(['everybody', 'groups']);
  const picks = [...of('grid', 'grids'), ...of('platform', 'platforms'), ...of('language', 'languages')];
  return audienceOf(picks.length > 0 ? picks : [kind]);
}

const listed = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter(one => typeof one === 'string') : [];

function pictureOf({ chat }: Context, value: Json | undefined): Passed | undefined {
  const [first] = Array.isArray(value) ? (value as readonly Json[]) : [];
  if (!chat || typeof first !== 'object' || first === null) return undefined;
  return { account: chat.account, attachment: first as unknown as Passed['attachment'] };
}
