import { describe, expect, it } from 'vitest';
import { approve, refuse, versionOf } from '../../../src/community/announcements/approval.js';
import { compose, type Draft, revise } from '../../../src/community/announcements/compose.js';
import { correct } from '../../../src/community/announcements/correct.js';
import { acts } from '../../../src/community/staff/act.js';
import { members } from '../../../src/community/staff/staff.js';
import { hePing, liZhuren, sunJie } from '../../cast.js';
import { huimin } from '../desk.js';
import { Town, WATER } from './town.js';

const above = (approveAbove: number) => ({
  ...huimin,
  community: { ...huimin.community, announcements: { approveAbove } },
});

const composed = async (town: Town, draft: Draft = WATER) =>
  (await town.desk.turn(hePing, context => compose(context, draft))).value;

describe('a second person', () => {
  it('is needed above the number that the content names, and for what is urgent', async () => {
    const town = await Town.of(3, above(3));
    expect((await composed(town)).state).toBe('scheduled');
    expect((await composed(town, { ...WATER, urgent: true })).state).toBe('awaiting');
    town.desk.content = above(2);
    expect((await composed(town)).state).toBe('awaiting');
  });

  it('is asked with the text, and lets it go', async () => {
    const town = await Town.of(3, above(0));
    const { value, off } = await town.desk.turn(hePing, context => compose(context, WATER));
    expect(off.staff).toMatchObject([
      { text: 'staff_announcement_waits', args: { number: value.id, name: '何平', people: 3, urgent: 'no' } },
    ]);
    expect(town.desk.timers.size).toBe(0);
    const { value: approved, off: then } = await town.desk.turn(liZhuren, context =>
      approve(context, value.id),
    );
    expect(approved.state).toBe('scheduled');
    expect(then.told).toMatchObject([{ resident: hePing.id, notice: { text: 'announcement_approved' } }]);
    await town.plan();
    expect(town.outbox).toHaveLength(3);
  });

  it('is never the one who wrote it, under an old number either', async () => {
    const town = await Town.of(3, above(0));
    const { id } = await composed(town);
    expect(await town.desk.refusal(hePing, context => approve(context, id))).toBe('own');
    await town.desk.store.transact('huimin', async tx => {
      const old = await tx.get(members, `m-${hePing.id}`);
      if (!old) throw new Error('nobody');
      await tx.put(members, { ...old, left: 1 });
      await tx.put(members, { ...old, id: 'm-again' });
    });
    expect(await town.desk.refusal(hePing, context => approve(context, id))).toBe('own');
  });

  it('lets out only what they have read: written anew meanwhile, it has to be read again', async () => {
    const town = await Town.of(3, above(0));
    const waits = await composed(town);
    const seen = versionOf(waits);
    await town.desk.turn(liZhuren, context => refuse(context, waits.id, '请写上哪几栋楼', seen));
    await town.desk.turn(hePing, context => revise(context, waits.id, { 'zh-Hans': '全小区停水三天。' }));
    expect(await town.desk.refusal(liZhuren, context => approve(context, waits.id, seen))).toBe('altered');
    expect(await town.desk.refusal(liZhuren, context => refuse(context, waits.id, '不行', seen))).toBe(
      'altered',
    );
  });

  it('is one person: whoever comes second is told who decided', async () => {
    const town = await Town.of(3, above(0));
    await town.desk.hire(sunJie, 'spokesperson');
    const { id } = await composed(town);
    const outcomes = await Promise.allSettled([
      town.desk.turn(liZhuren, context => approve(context, id)),
      town.desk.turn(sunJie, context => refuse(context, id, '时间不对')),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const reason = outcomes.find(one => one.status === 'rejected')?.reason;
    expect(reason).toMatchObject({ code: 'taken', details: { by: '李主任' } });
  });

  it('says no with words, and is asked again after other ones', async () => {
    const town = await Town.of(3, above(0));
    const { id } = await composed(town);
    const { value, off } = await town.desk.turn(liZhuren, context => refuse(context, id, '请写上哪几栋楼'));
    expect(value.state).toBe('draft');
    expect(off.told).toMatchObject([
      { resident: hePing.id, notice: { text: 'announcement_refused', args: { words: '请写上哪几栋楼' } } },
    ]);
    const texts = { 'zh-Hans': '3号楼周二停水。' };
    const again = await town.desk.turn(hePing, context => revise(context, id, texts));
    expect(again.value).toMatchObject({ state: 'awaiting', texts });
    expect(again.off.staff).toHaveLength(1);
    expect(await town.desk.refusal(hePing, context => approve(context, id))).toBe('own');
  });

  it('has to look at a correction too', async () => {
    const town = await Town.of(3, above(0));
    const { id } = await composed(town);
    await town.desk.turn(liZhuren, context => approve(context, id));
    await town.plan();
    await town.deliver();
    const texts = { 'zh-Hans': '改到周三停水。' };
    const { value } = await town.desk.turn(hePing, context => correct(context, id, texts));
    expect(value).toMatchObject({ texts: WATER.texts, revision: 0, proposed: { texts } });
    expect(await town.desk.refusal(hePing, context => approve(context, id))).toBe('own');
    await town.desk.turn(liZhuren, context => approve(context, id));
    expect(await town.announcement(id)).toMatchObject({ texts, revision: 1 });
  });

  it('is on record, by name for what wakes people up', async () => {
    const town = await Town.of(3);
    const { id } = await composed(town, { ...WATER, urgent: true });
    await town.desk.turn(liZhuren, context => approve(context, id));
    const found = await town.desk.store.read('huimin', tx =>
      tx.find(acts, 'byMatter', { prefix: [id], limit: 9 }),
    );
    expect(found.map(({ what, by }) => `${by} ${what}`)).toEqual([
      'm-he-ping announcement.compose',
      'm-li-zhuren announcement.approve',
      'm-li-zhuren announcement.override_quiet_hours',
    ]);
  });
});

describe('composing', () => {
  it('refuses what nobody would get, what is too long, about nothing, or in the past', async () => {
    const town = await Town.of(3);
    const refused = (changes: Partial<Draft>) =>
      town.desk.refusal(hePing, context => compose(context, { ...WATER, ...changes }));
    expect(await refused({ audience: { ...WATER.audience, languages: ['vi'] } })).toBe('nobody');
    expect(await refused({ topic: 'work' })).toBe('nobody');
    expect(await refused({ topic: 'gone' })).toBe('no_topic');
    expect(await refused({ at: town.desk.now - 1 })).toBe('past');
    expect(await refused({ texts: { 'zh-Hans': '长'.repeat(2001) } })).toBe('text_too_long');
  });
});
