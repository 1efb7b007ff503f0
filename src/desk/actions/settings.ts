import { inLocale } from '../../community/content/content.js';
import { nameOfLocale } from '../../community/content/locale.js';
import type { Context } from '../../community/context.js';
import { Problem } from '../../community/problem.js';
import { residents } from '../../community/residents/resident.js';
import { type Action, type Say, text } from '../action.js';
import { readHours } from '../read-hours.js';

/** What a resident answers who does not know their grid. */
const UNKNOWN = 'unknown';

export const settings: Readonly<Record<string, Action>> = {
  /** How things are set for the speaker, and the conversations in which they can be set otherwise. */
  'settings.look': {
    needs: {},
    gives: ['language', 'grid', 'topics', 'quiet', 'choices'],
    fails: [],
    run: async (context, _, words) => ({
      language: nameOfLocale(context.locale),
      grid: gridName(context, context.resident.grid) ?? words('settings_not_said'),
      topics: topicsOf(context) || words('settings_none'),
      quiet: quietInWords(context, words),
      // Those that there are not here are left out by the desk.
      choices: [{ begin: 'language' }, { begin: 'grid' }, { begin: 'topics' }, { begin: 'quiet' }],
    }),
  },
  /** The grids of the community, and that one may not know. */
  'settings.grids': {
    needs: {},
    gives: 'options',
    fails: [],
    run: async ({ content, locale }, _, words) => {
      const grids = content.community.grids.map(({ id, name }) => ({
        value: id,
        label: inLocale(name, locale),
      }));
      return grids.length === 0 ? [] : [...grids, { value: UNKNOWN, label: words('settings_grid_unknown') }];
    },
  },
  /** The grid in which the speaker lives; `unknown` takes back what was said. */
  'settings.set_grid': {
    needs: { grid: 'choice' },
    gives: ['name'],
    fails: ['unknown_grid'],
    run: async (context, args) => {
      const grid = text(args, 'grid');
      const name = gridName(context, grid);
      if (grid !== UNKNOWN && name === undefined) throw new Problem('unknown_grid');
      const { grid: _, ...rest } = context.resident;
      await context.tx.put(residents, grid === UNKNOWN ? rest : { ...rest, grid });
      return { name: name ?? '' };
    },
  },
  /** Looks whether hours can be read from what was said: 晚上八点到早上九点. */
  'settings.hours': {
    needs: { hours: 'text' },
    gives: [],
    fails: ['no_hours'],
    run: async (context, args) => {
      readHours(text(args, 'hours'), context);
      return {};
    },
  },
  /** When nothing that can wait is to reach the speaker: the community's hours, their own, or never. */
  'settings.set_quiet': {
    needs: { way: 'choice', hours: 'text?' },
    gives: ['quiet'],
    fails: ['no_hours'],
    run: async (context, args, words) => {
      const way = text(args, 'way');
      const { quiet: _, ...rest } = context.resident;
      const changed = { ...rest, ...quietFor(way, context, args.hours) };
      await context.tx.put(residents, changed);
      return { quiet: quietInWords({ ...context, resident: changed }, words) };
    },
  },
};

function quietFor(way: string, context: Context, hours: unknown) {
  if (way === 'standard') return {};
  // From and to the same: never.
  if (way === 'never') return { quiet: { from: '00:00', to: '00:00' } };
  return { quiet: readHours(String(hours ?? ''), context) };
}

function gridName({ content, locale }: Context, grid: string | undefined): string | undefined {
  const found = content.community.grids.find(({ id }) => id === grid);
  return found && inLocale(found.name, locale);
}

function topicsOf({ content, resident, locale }: Context): string {
  return content.community.topics
    .filter(({ id, standard }) => resident.topics?.[id] ?? standard)
    .map(({ name }) => inLocale(name, locale))
    .join(locale.startsWith('zh') ? '、' : ', ');
}

function quietInWords({ resident, content }: Context, words: Say): string {
  const { from, to } = resident.quiet ?? content.community.quiet;
  if (from === to) return words('settings_never_quiet');
  return words(resident.quiet ? 'settings_quiet' : 'settings_quiet_standard', { from, to });
}
