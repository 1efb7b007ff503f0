import { z } from 'zod';
import type { Community, Content } from '../content/content.js';
import { type Resident, residents } from '../residents/resident.js';
import type { Tx } from '../store.js';
import { pageOfGroups } from './group.js';
import { wants } from './topic.js';

/** Whom an announcement is for. An empty list: all of them; several lists hold at once. */
export const audienceSchema = z.strictObject({
  /** Whether residents get it in their own chats. */
  residents: z.boolean(),
  grids: z.array(z.string()),
  /** telegram, wechat …: where they were last seen. */
  platforms: z.array(z.string()),
  /** BCP 47, as they read. */
  languages: z.array(z.string()),
  /** The groups in which the bot is, besides. */
  groups: z.boolean(),
});
export type Audience = z.infer<typeof audienceSchema>;

/** What decides who gets it. */
export interface Aim {
  readonly audience: Audience;
  readonly topic?: string | undefined;
}

export const EVERYBODY: Audience = {
  residents: true,
  grids: [],
  platforms: [],
  languages: [],
  groups: false,
};

/** The audience of these choices: `everybody`, `grid/huimin-yuan`, `platform/wechat`, `language/en`, `groups`. */
export function audienceOf(picks: readonly string[]): Audience {
  const of = (kind: string) =>
    picks.filter(pick => pick.startsWith(`${kind}/`)).map(pick => pick.slice(kind.length + 1));
  const everybody = picks.includes('everybody');
  return {
    residents: picks.some(pick => pick !== 'groups'),
    grids: everybody ? [] : of('grid'),
    platforms: everybody ? [] : of('platform'),
    languages: everybody ? [] : of('language'),
    groups: picks.includes('groups'),
  };
}

/** The same as choices. */
export function picksOf({ residents, grids, platforms, languages, groups }: Audience): string[] {
  const parts = [
    ...grids.map(id => `grid/${id}`),
    ...platforms.map(id => `platform/${id}`),
    ...languages.map(id => `language/${id}`),
  ];
  const people = residents && parts.length === 0 ? ['everybody'] : parts;
  return [...people, ...(groups ? ['groups'] : [])];
}

/** Everything that can be chosen here. */
export function allPicks({ grids, accounts, locales }: Community): string[] {
  const platforms = [...new Set(accounts.map(account => account.platform))];
  return [
    'everybody',
    ...grids.map(grid => `grid/${grid.id}`),
    ...(platforms.length > 1 ? platforms.map(platform => `platform/${platform}`) : []),
    ...(locales.length > 1 ? locales.map(locale => `language/${locale}`) : []),
    'groups',
  ];
}

/** The platform of an account. */
export const platformOf = (community: Community, account: string): string =>
  community.accounts.find(one => one.id === account)?.platform ?? account;

/** Whether this resident is to get it: reachable, meant, and wanting to hear of it. */
export function isFor(
  community: Community,
  resident: Resident,
  { audience, topic }: Aim,
): resident is Resident & { reach: NonNullable<Resident['reach']> } {
  const { grids, platforms, languages } = audience;
  const { reach } = resident;
  if (!audience.residents || !reach) return false;
  const among = (list: readonly string[], one: string | undefined) =>
    list.length === 0 || (one !== undefined && list.includes(one));
  return (
    among(grids, resident.grid) &&
    among(languages, resident.locale) &&
    among(platforms, platformOf(community, reach.account)) &&
    (topic === undefined || wants(community, resident, topic))
  );
}

const PAGE = 200;

/** Everybody who came before `until` (ms), page by page, those who came first before the others. */
export async function pageOfResidents(
  tx: Tx,
  how: { after: { since: number; id: string } | undefined; until: number; limit: number },
): Promise<Resident[]> {
  const { after, until, limit } = how;
  return tx.find(residents, 'bySince', {
    to: [until + 1],
    limit,
    ...(after ? { after: { key: [after.since, after.id], id: after.id } } : {}),
  });
}

/** How many it would reach now, how they read, and where. */
export interface Reach {
  readonly people: number;
  readonly groups: number;
  readonly languages: Readonly<Record<string, number>>;
  readonly platforms: Readonly<Record<string, number>>;
}

/** Counts by walking through everybody: only to be asked when somebody looks at a preview. */
export async function reachOf(tx: Tx, content: Content, aim: Aim, now: number): Promise<Reach> {
  const { community } = content;
  const languages: Record<string, number> = {};
  const platforms: Record<string, number> = {};
  let people = 0;
  let after: { since: number; id: string } | undefined;
  for (;;) {
    const page = aim.audience.residents ? await pageOfResidents(tx, { after, until: now, limit: PAGE }) : [];
    for (const resident of page) {
      if (!isFor(community, resident, aim)) continue;
      people += 1;
      const platform = platformOf(community, resident.reach.account);
      languages[resident.locale] = (languages[resident.locale] ?? 0) + 1;
      platforms[platform] = (platforms[platform] ?? 0) + 1;
    }
    after = page.at(-1);
    if (page.length < PAGE) break;
  }
  return { people, groups: aim.audience.groups ? await groupsNow(tx, content) : 0, languages, platforms };
}

async function groupsNow(tx: Tx, content: Content): Promise<number> {
  let count = 0;
  let after: { since: number; id: string } | undefined;
  for (;;) {
    const { found, last } = await pageOfGroups(tx, content, { after, limit: PAGE });
    count += found.length;
    after = last;
    if (!last) return count;
  }
}
