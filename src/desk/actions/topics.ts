import { ALL_TOPICS, topicsOf, wants, withTopics } from '../../community/announcements/topic.js';
import { inLocale } from '../../community/content/content.js';
import { Problem } from '../../community/problem.js';
import { residents } from '../../community/residents/resident.js';
import { type Action, text } from '../action.js';

/** What residents want to hear of. */
export const topics: Readonly<Record<string, Action>> = {
  /** Which topics the speaker gets, and which not: {mine_wanted}, {mine_unwanted}; `none` when there are none. */
  'topics.mine': {
    needs: {},
    gives: ['wanted', 'unwanted'],
    fails: [],
    run: async ({ content: { community }, resident, locale }) => {
      const names = (wanted: boolean): string =>
        topicsOf(community)
          .filter(({ id }) => wants(community, resident, id) === wanted)
          .map(({ name }) => inLocale(name, locale))
          .join('、') || 'none';
      return { wanted: names(true), unwanted: names(false) };
    },
  },
  /** Each of them, and all at once. */
  'topics.all': {
    needs: {},
    gives: 'options',
    fails: [],
    run: async ({ content: { community }, locale }) =>
      [...topicsOf(community), ALL_TOPICS].map(({ id, name }) => ({
        value: id,
        label: inLocale(name, locale),
      })),
  },
  /** From now on they get it (`wish` is `start`) or not (`stop`); asked for twice, it stays so. */
  'topics.set': {
    needs: { wish: 'choice', topic: 'choice' },
    gives: ['topic', 'wish', 'before'],
    fails: ['unknown_topic'],
    run: async (context, args) => {
      const { tx, resident, locale } = context;
      const { community } = context.content;
      const id = text(args, 'topic');
      const wanted = text(args, 'wish') === 'start';
      const all = topicsOf(community);
      const chosen = id === ALL_TOPICS.id ? all : all.filter(topic => topic.id === id);
      if (chosen.length === 0) throw new Problem('unknown_topic');
      const before = chosen.every(topic => wants(community, resident, topic.id) === wanted);
      await tx.put(
        residents,
        withTopics(
          resident,
          chosen.map(topic => topic.id),
          wanted,
        ),
      );
      return {
        topic: id === ALL_TOPICS.id ? 'all' : inLocale(chosen[0]?.name ?? ALL_TOPICS.name, locale),
        wish: wanted ? 'start' : 'stop',
        before: before ? 'yes' : 'no',
      };
    },
  },
};
