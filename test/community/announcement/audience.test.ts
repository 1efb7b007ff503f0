import { describe, expect, it } from 'vitest';
import { allPicks, audienceOf, picksOf, reachOf } from '../../../src/community/announcements/audience.js';
import { rememberGroup } from '../../../src/community/announcements/group.js';
import { topicsOf, withTopics } from '../../../src/community/announcements/topic.js';
import { staffChats } from '../../../src/community/staff/staff-chat.js';
import { huimin } from '../desk.js';
import { Town } from './town.js';

const reach = async (town: Town, picks: readonly string[], topic?: string) => {
  const aim = { audience: audienceOf(picks), topic };
  return (await town.desk.timed(context => reachOf(context.tx, huimin, aim, context.now))).value;
};

describe('an audience', () => {
  it('is everybody, a grid, a platform, a language, or what holds at once', async () => {
    const town = await Town.of(30);
    expect(await reach(town, ['everybody'])).toMatchObject({
      people: 30,
      languages: { 'zh-Hans': 24, en: 6 },
      platforms: { telegram: 15, wechat: 15 },
    });
    expect((await reach(town, ['grid/minsheng-lu'])).people).toBe(10);
    expect((await reach(town, ['grid/minsheng-lu', 'grid/huimin-yuan'])).people).toBe(30);
    expect((await reach(town, ['platform/telegram', 'language/en'])).people).toBe(3);
    expect(await reach(town, ['groups'])).toMatchObject({ people: 0, groups: 0 });
  });

  it('has nobody who cannot be reached, or does not want to hear of it', async () => {
    const town = await Town.of(30);
    await town.change('neighbour-1', ({ reach: _, ...resident }) => resident);
    await town.change('neighbour-2', resident => withTopics(resident, ['events'], false));
    await town.change('neighbour-3', resident => withTopics(resident, ['work'], true));
    expect((await reach(town, ['everybody'], 'events')).people).toBe(28);
    expect((await reach(town, ['everybody'], 'work')).people).toBe(1);
    expect((await reach(town, ['everybody'])).people).toBe(29);
  });

  it('counts past every page', async () => {
    const town = await Town.of(450);
    expect((await reach(town, ['everybody'])).people).toBe(450);
  });

  it('has the groups in which the bot is, but for those of the staff', async () => {
    const town = await Town.of(0);
    await town.desk.timed(async ({ tx, now }) => {
      for (const chat of ['-1', '-2', '-3'])
        await rememberGroup(tx, { account: 'telegram', chat, since: now });
      await tx.put(staffChats, {
        id: 'telegram/-2',
        account: 'telegram',
        chat: '-2',
        kind: 'group',
        since: now,
        by: 'm-1',
      });
    });
    expect(await reach(town, ['groups'])).toMatchObject({ people: 0, groups: 2 });
  });

  it('can be said in choices, and back', () => {
    for (const picks of [
      ['everybody'],
      ['groups'],
      ['grid/huimin-yuan', 'language/en'],
      ['everybody', 'groups'],
    ]) {
      expect(picksOf(audienceOf(picks))).toEqual(picks);
    }
    expect(allPicks(huimin.community)).toContain('grid/minsheng-lu');
  });
});

describe('topics', () => {
  it('are never none: somebody must be able to say no', () => {
    expect(topicsOf({ ...huimin.community, topics: [] }).map(({ id }) => id)).toEqual(['announcements']);
  });
});
