import { describe, expect, it } from 'vitest';
import { approve } from '../../../src/community/announcements/approval.js';
import { compose } from '../../../src/community/announcements/compose.js';
import { correct, recall } from '../../../src/community/announcements/correct.js';
import { cancel, pause, resume } from '../../../src/community/announcements/course.js';
import { rememberGroup } from '../../../src/community/announcements/group.js';
import { LOOK } from '../../../src/community/announcements/timer.js';
import { withTopics } from '../../../src/community/announcements/topic.js';
import { hePing, liZhuren } from '../../cast.js';
import { NOW } from '../../clock.js';
import { Town, WATER } from './town.js';

const MINUTE = 60_000;

/** An announcement by 何平, let go by 李主任 where that is needed. */
async function letGo(town: Town, draft = WATER): Promise<string> {
  const { value } = await town.desk.turn(hePing, context => compose(context, draft));
  if (value.state === 'awaiting') await town.desk.turn(liZhuren, context => approve(context, value.id));
  return value.id;
}

describe('sending an announcement', () => {
  it('reaches everybody once, a hundred at a time', async () => {
    const town = await Town.of(250);
    const id = await letGo(town);
    await town.plan(1);
    expect(town.outbox).toHaveLength(100);
    await town.plan();
    expect(town.outbox).toHaveLength(250);
    await town.deliver();
    expect(town.arrived.size).toBe(250);
    expect([...town.arrived.values()].every(rows => rows.length === 1)).toBe(true);
    town.desk.now += LOOK.first;
    const told = await town.plan();
    expect(told.map(({ notice }) => notice)).toMatchObject([
      { text: 'announcement_report', args: { number: id, sent: 250, failed: 0, unknown: 0, skipped: 0 } },
    ]);
    expect(await town.announcement(id)).toMatchObject({ state: 'sent', reported: 0 });
    expect(town.desk.timers.size).toBe(0);
  });

  it('speaks to each in their own language, with the way out below', async () => {
    const town = await Town.of(5);
    await letGo(town);
    await town.plan();
    await town.deliver();
    expect(town.arrived.get('chat-5')?.[0]?.post).toMatchObject({
      text: WATER.texts.en,
      locale: 'en',
      below: { text: 'announcement_way_out', args: { topic: 'notices' } },
    });
    expect(town.arrived.get('chat-4')?.[0]?.post).toMatchObject({
      text: WATER.texts['zh-Hans'],
      below: { args: { topic: '通知' } },
    });
  });

  it('honours whoever says no between planning and sending', async () => {
    const town = await Town.of(3);
    const id = await letGo(town);
    await town.plan();
    await town.change('neighbour-2', resident => withTopics(resident, ['notices'], false));
    await town.remove('neighbour-3');
    await town.deliver();
    expect([...town.arrived.keys()]).toEqual(['chat-1']);
    expect((await town.deliveries(id, 'skipped')).map(({ why }) => why)).toEqual(['opted_out', 'gone']);
  });

  it('stops and goes on without leaving anybody out', async () => {
    const town = await Town.of(250);
    const id = await letGo(town);
    await town.plan(1);
    await town.deliver(30);
    await town.desk.turn(hePing, context => pause(context, id));
    await town.plan();
    await town.deliver();
    expect(town.arrived.size).toBe(30);
    expect(await town.deliveries(id, 'planned')).toHaveLength(70);
    town.desk.now += MINUTE;
    expect(await town.plan()).toEqual([]);
    expect(town.desk.timers.size).toBe(0);
    await town.desk.turn(hePing, context => resume(context, id));
    await town.plan();
    await town.deliver();
    expect(town.arrived.size).toBe(250);
    expect([...town.arrived.values()].every(rows => rows.length === 1)).toBe(true);
  });

  it('goes on at once when it was stopped for a moment only', async () => {
    const town = await Town.of(20);
    const id = await letGo(town);
    await town.plan();
    await town.desk.turn(hePing, context => pause(context, id));
    await town.deliver(5);
    await town.desk.turn(hePing, context => resume(context, id));
    await town.plan();
    await town.deliver();
    expect([...town.arrived.values()].map(rows => rows.length)).toEqual(Array.from({ length: 20 }, () => 1));
  });

  it('reaches nobody more once it is cancelled', async () => {
    const town = await Town.of(20);
    const id = await letGo(town);
    await town.plan();
    await town.deliver(5);
    await town.desk.turn(liZhuren, context => cancel(context, id));
    await town.plan();
    await town.deliver();
    town.desk.now += MINUTE;
    const [told] = await town.plan();
    expect(town.arrived.size).toBe(5);
    expect(told?.notice.args).toMatchObject({ kind: 'cancelled', sent: 5, skipped: 15 });
  });

  it('counts what failed for good and what nobody knows', async () => {
    const town = await Town.of(4);
    const id = await letGo(town);
    await town.plan();
    await town.deliver(9, ({ to }) =>
      to.chat === 'chat-1'
        ? { kind: 'gone', reason: 'blocked' }
        : to.chat === 'chat-2'
          ? { kind: 'unknown', reason: 'stopped' }
          : undefined,
    );
    town.desk.now += MINUTE;
    const [told] = await town.plan();
    expect(told?.notice.args).toMatchObject({ sent: 2, failed: 1, unknown: 1 });
    expect((await town.deliveries(id, 'failed'))[0]).toMatchObject({ why: 'gone' });
  });

  it('waits out the quiet hours, also when the outbox was slow', async () => {
    const town = await Town.of(2);
    await town.change('neighbour-2', resident => ({ ...resident, quiet: { from: '12:00', to: '14:00' } }));
    town.desk.now = NOW + 3 * 60 * MINUTE - 1;
    await letGo(town);
    await town.plan();
    town.desk.now += 1;
    await town.deliver();
    expect([...town.arrived.keys()]).toEqual(['chat-1']);
    town.desk.now = NOW + 5 * 60 * MINUTE;
    await town.deliver();
    expect(town.arrived.size).toBe(2);
  });

  it('waits for its time', async () => {
    const town = await Town.of(2);
    const id = await letGo(town, { ...WATER, at: NOW + MINUTE });
    await town.plan();
    expect(town.outbox).toEqual([]);
    town.desk.now += MINUTE;
    await town.plan();
    expect(town.outbox).toHaveLength(2);
    expect(await town.announcement(id)).toMatchObject({ state: 'sending', began: NOW + MINUTE });
  });

  it('wakes people only for what is urgent, and says who allowed it', async () => {
    const town = await Town.of(2);
    town.desk.now = NOW + 14 * 60 * MINUTE;
    await town.change('neighbour-2', resident => withTopics(resident, ['notices'], false));
    await letGo(town, { ...WATER, urgent: true });
    await town.plan();
    await town.deliver();
    expect(town.arrived.size).toBe(2);
    expect(town.arrived.get('chat-1')?.[0]?.post.below).toBeUndefined();
  });
});

describe('correcting an announcement', () => {
  const NEW = { 'zh-Hans': '改到周三9点到12点停水。', en: 'The water is off on Wednesday instead.' };

  it('reaches exactly those who got it', async () => {
    const town = await Town.of(10);
    const id = await letGo(town);
    await town.plan();
    await town.deliver(9, ({ to }) =>
      to.chat === 'chat-3' ? { kind: 'gone', reason: 'blocked' } : undefined,
    );
    await town.deliver();
    town.desk.now += MINUTE;
    await town.plan();
    // Whoever wants to hear no more got the wrong one all the same.
    await town.change('neighbour-2', resident => withTopics(resident, ['notices'], false));
    town.arrived.clear();
    await town.desk.turn(hePing, context => correct(context, id, NEW));
    await town.plan();
    await town.deliver();
    expect([...town.arrived.keys()].sort()).toEqual([1, 10, 2, 4, 5, 6, 7, 8, 9].map(n => `chat-${n}`));
    expect(town.arrived.get('chat-5')?.[0]).toMatchObject({
      post: { text: NEW.en, above: { text: 'announcement_erratum' } },
      replaces: { messageId: 'm-5', by: { text: NEW.en, below: { text: 'announcement_changed' } } },
    });
    town.desk.now += MINUTE;
    const [told] = await town.plan();
    expect(told?.notice.args).toMatchObject({ kind: 'corrected', sent: 9, fixed: 9, not_fixed: 0 });
  });

  it('in the middle gives the others the new words from the start', async () => {
    const town = await Town.of(250);
    const id = await letGo(town, { ...WATER, audience: { ...WATER.audience, grids: ['minsheng-lu'] } });
    await town.desk.turn(liZhuren, context => approve(context, id)).catch(() => undefined);
    await town.plan(1);
    await town.deliver(10);
    await town.desk.turn(hePing, context => correct(context, id, NEW));
    await town.desk.turn(liZhuren, context => approve(context, id));
    for (let round = 0; round < 5; round += 1) {
      await town.plan();
      await town.deliver();
      town.desk.now += MINUTE;
    }
    const texts = [...town.arrived.values()].map(rows =>
      rows.map(({ replaces }) => (replaces ? 'fix' : 'first')),
    );
    expect(texts).toHaveLength(83);
    expect(texts.filter(rows => rows.length === 2)).toHaveLength(10);
    for (const rows of town.arrived.values()) {
      expect(Object.values(NEW)).toContain(rows.at(-1)?.post.text);
    }
    expect(town.desk.timers.size).toBe(0);
    expect(await town.announcement(id)).toMatchObject({ state: 'sent', revision: 1, reported: 1 });
  });

  it('reaches those too of whom nobody knows whether they got it', async () => {
    const town = await Town.of(3);
    const id = await letGo(town);
    await town.plan();
    await town.deliver(1, () => ({ kind: 'unknown', reason: 'stopped' }));
    await town.deliver(1, () => ({ kind: 'gone', reason: 'blocked' }));
    await town.deliver();
    await town.desk.turn(hePing, context => correct(context, id, NEW));
    await town.plan();
    await town.deliver();
    const fixes = [1, 2, 3].map(n => town.arrived.get(`chat-${n}`)?.at(-1)?.post.above?.text);
    expect(fixes).toEqual(['announcement_erratum', undefined, 'announcement_erratum']);
    expect(town.arrived.get('chat-1')?.[0]?.replaces).toBeUndefined();
  });

  it.each([false, true])('twice, before the first has gone, says only the last (%s)', async planned => {
    const town = await Town.of(3);
    const id = await letGo(town);
    await town.plan();
    await town.deliver();
    await town.desk.turn(hePing, context => correct(context, id, NEW));
    await town.plan();
    await town.desk.turn(hePing, context => correct(context, id, { 'zh-Hans': '不停水了。' }));
    if (planned) await town.plan();
    for (let round = 0; round < 4; round += 1) {
      await town.deliver();
      town.desk.now += MINUTE;
      await town.plan();
    }
    for (const rows of town.arrived.values()) {
      expect(rows.map(({ post }) => post.text).slice(1)).toEqual(['不停水了。']);
    }
  });

  it('takes it back from those who got it, and keeps it from the others', async () => {
    const town = await Town.of(10);
    const id = await letGo(town);
    await town.plan();
    await town.deliver(4);
    await town.desk.turn(hePing, context => recall(context, id, '日子写错了。'));
    await town.plan();
    await town.deliver();
    town.desk.now += MINUTE;
    const [told] = await town.plan();
    expect(town.arrived.size).toBe(4);
    expect(town.arrived.get('chat-2')?.[1]).toMatchObject({
      post: { text: '', above: { text: 'announcement_recalled', args: { words: '日子写错了。' } } },
      replaces: { messageId: 'm-2', by: null },
    });
    expect(told?.notice.args).toMatchObject({ kind: 'recalled', sent: 4, fixed: 4, skipped: 6 });
  });
});

describe('announcing to groups', () => {
  it('says it there in every language, without a way out that would be anybody’s', async () => {
    const town = await Town.of(2);
    await town.desk.timed(({ tx, now }) =>
      rememberGroup(tx, { account: 'telegram', chat: '-1', since: now - 1 }),
    );
    const id = await letGo(town, { ...WATER, audience: { ...WATER.audience, groups: true } });
    await town.plan();
    await town.deliver();
    expect(town.arrived.size).toBe(3);
    expect(town.arrived.get('-1')?.[0]).toMatchObject({
      to: { chat: '-1', kind: 'group' },
      post: { text: `${WATER.texts['zh-Hans']}\n\n${WATER.texts.en}` },
    });
    expect(await town.deliveries(id, 'sent')).toHaveLength(3);
  });
});
