import type { Community } from '../content/content.js';
import type { Resident } from '../residents/resident.js';

export type Topic = Community['topics'][number];

/** Where the content names no topics, all announcements are about one: somebody must be able to say no to them. */
const ONE_FOR_ALL: Topic = {
  id: 'announcements',
  name: { 'zh-Hans': '社区公告', en: 'Announcements' },
  words: { 'zh-Hans': ['公告', '通知'], en: ['announcements', 'notices'] },
  standard: true,
};

/** What residents can want to hear of here; never empty. */
export const topicsOf = (community: Community): readonly Topic[] =>
  community.topics.length > 0 ? community.topics : [ONE_FOR_ALL];

/** What somebody can say no to at once. */
export const ALL_TOPICS = { id: 'all', name: { 'zh-Hans': '全部', en: 'All of them' } } as const;

export const topicNamed = (community: Community, id: string): Topic | undefined =>
  topicsOf(community).find(topic => topic.id === id);

/** Whether somebody wants to hear of this: as they said, or else as is usual here. An unknown topic nobody wants. */
export function wants(community: Community, resident: Pick<Resident, 'topics'>, id: string): boolean {
  const topic = topicNamed(community, id);
  return topic !== undefined && (resident.topics?.[id] ?? topic.standard);
}

/** The resident, who from now on wants to hear of these topics, or does not. */
export const withTopics = (resident: Resident, ids: readonly string[], wanted: boolean): Resident => ({
  ...resident,
  topics: { ...resident.topics, ...Object.fromEntries(ids.map(id => [id, wanted])) },
});
