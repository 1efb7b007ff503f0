import { expect } from 'vitest';
import { answerProposal, askAuthor, takeProposal } from '../../../src/community/proposals/handle.js';
import type { Json } from '../../../src/community/store.js';
import { actions } from '../../../src/desk/actions.js';
import { type Actor, nguyenVanAn, wangNainai, xiaoChen, zhouMin } from '../../cast.js';
import { LAMP } from '../proposals/proposal.js';
import { call, desk, refused, type Specs, values } from './call.js';

/** A complaint about a streetlight; its number. */
export async function submit(who: Actor = wangNainai, changes: Record<string, Json> = {}): Promise<string> {
  const args = {
    kind: 'complaint',
    story: { text: LAMP, files: [] },
    category: 'repairs',
    shown: 'name',
    ...changes,
  };
  const sent = (await call(who, 'proposals.submit', args)) as { number: string };
  return sent.number;
}

/** The same, taken by 周敏: public. */
export async function published(
  who: Actor = wangNainai,
  changes: Record<string, Json> = {},
): Promise<string> {
  const id = await submit(who, changes);
  await desk.hire(zhouMin, 'handler');
  await desk.turn(zhouMin, context => takeProposal(context, id));
  return id;
}

const answer = (id: string) => desk.turn(zhouMin, context => answerProposal(context, id, '周五前修好。'));
const waysOf = async (who: Actor, proposal: string) =>
  values(await call(who, 'proposals.ways', { proposal }));

export const proposals: Specs = {
  'proposals.categories': async () => {
    const story = { text: LAMP, files: [] };
    const inChinese = (await call(wangNainai, 'proposals.categories', { story })) as { label: string }[];
    expect(inChinese[0]).toEqual({ value: 'repairs', label: '公共设施维修' });
    const inEnglish = await call(nguyenVanAn, 'proposals.categories', {
      story: { text: '', files: [{ kind: 'voice' }] },
    });
    expect(inEnglish).toContainEqual({ value: 'other', label: 'Something else' });
  },
  'proposals.similar': async () => {
    const story = { text: '三号楼路灯坏了，太黑', files: [] };
    expect(await call(xiaoChen, 'proposals.similar', { story })).toEqual([]);
    const id = await published();
    expect(await call(xiaoChen, 'proposals.similar', { story })).toEqual([
      { value: id, label: `3号楼前的路灯坏了，晚上太黑 ${id}` },
      { value: 'new', text: 'none_of_these' },
    ]);
  },
  'proposals.submit': async () => {
    const photo = { kind: 'photo', ref: 'p1', mime: 'image/jpeg', caption: '看' };
    const sent = await call(wangNainai, 'proposals.submit', {
      kind: 'suggestion',
      story: { text: LAMP, files: [photo] },
      category: 'repairs',
      place: { text: '3号楼', latitude: 30.5, longitude: 114.3 },
      shown: 'anonymous',
    });
    expect(sent).toMatchObject({
      status: 'received',
      due: '11月30日周一',
      own: 'yes',
      things: 1,
      place: '3号楼',
    });
    const empty = { kind: 'help', story: { text: '', files: [] }, category: 'other', shown: 'name' };
    expect(await refused(wangNainai, 'proposals.submit', empty)).toBe('empty');
    for (let count = 1; count < 10; count += 1) await submit();
    const eleventh = { ...empty, story: { text: LAMP, files: [] } };
    expect(await refused(wangNainai, 'proposals.submit', eleventh)).toBe('too_many');
  },
  'proposals.report': async () => {
    const photo = { kind: 'photo', ref: 'p1', mime: 'image/jpeg', caption: '看' };
    const report = { matter: '路灯不亮。电话：13812345678', category: 'repairs' };
    const sent = await call(wangNainai, 'proposals.report', {
      ...report,
      place: { text: '3号楼' },
      photos: [photo],
    });
    expect(sent).toMatchObject({
      kind: 'help',
      shown: 'staff',
      status: 'received',
      due: '11月30日周一',
      place: '3号楼',
      things: 1,
    });
    // It stays with staff, also after one of them has taken it: there may be a telephone number in it.
    const { number } = sent as { number: string };
    await desk.hire(zhouMin, 'handler');
    await desk.turn(zhouMin, context => takeProposal(context, number));
    expect(await call(xiaoChen, 'proposals.list', { list: 'recent' })).toMatchObject({ count: 0 });
    expect(await refused(xiaoChen, 'proposals.show', { number })).toBe('not_found');
    // Its questions have bounds of their own; what they let through arrives whole.
    const long = '路'.repeat(2500);
    const other = { ...report, kind: 'complaint', matter: long };
    expect(await call(wangNainai, 'proposals.report', other)).toMatchObject({
      kind: 'complaint',
      text: long,
    });
    for (let count = 2; count < 10; count += 1) await call(wangNainai, 'proposals.report', report);
    expect(await refused(wangNainai, 'proposals.report', report)).toBe('too_many');
  },
  'proposals.lists': async () => {
    expect(values(await call(xiaoChen, 'proposals.lists'))).toEqual([
      'recent',
      'support',
      'overdue',
      'mine',
      'followed',
    ]);
    const chat = { account: 'wechat', chat: 'g', kind: 'group' } as const;
    const { value } = await desk.turn(xiaoChen, context =>
      actions['proposals.lists']!.run({ ...context, chat }, {}, key => key),
    );
    expect(values(value)).toEqual(['recent', 'support', 'overdue']);
  },
  'proposals.list': async () => {
    const id = await published();
    const hidden = await submit(wangNainai, { shown: 'staff' });
    const recent = await call(xiaoChen, 'proposals.list', { list: 'recent' });
    expect(recent).toMatchObject({ count: 1, choices: [{ begin: 'proposal', slots: { number: id } }] });
    expect(JSON.stringify(recent)).not.toContain(hidden);
    expect(await call(wangNainai, 'proposals.list', { list: 'mine' })).toMatchObject({ count: 2 });
    await call(xiaoChen, 'proposals.endorse', { proposal: id });
    expect(await call(xiaoChen, 'proposals.list', { list: 'followed' })).toMatchObject({ count: 1 });
    expect(await call(xiaoChen, 'proposals.list', { list: 'support' })).toMatchObject({ count: 1 });
    expect(await call(xiaoChen, 'proposals.list', { list: 'overdue' })).toMatchObject({ count: 0 });
    // A group is shown nobody's own, whatever button was found there.
    const chat = { account: 'wechat', chat: 'g', kind: 'group' } as const;
    const { value } = await desk.turn(wangNainai, context =>
      actions['proposals.list']!.run({ ...context, chat }, { list: 'mine' }, key => key),
    );
    expect(value).toMatchObject({ count: 0 });
  },
  'proposals.known': async () => {
    const id = await submit();
    expect(await call(wangNainai, 'proposals.known', { number: id.replace('HQ-2026-00', 'hq ') })).toEqual(
      {},
    );
    expect(await refused(xiaoChen, 'proposals.known', { number: id })).toBe('not_found');
    expect(await refused(xiaoChen, 'proposals.known', { number: '路灯' })).toBe('not_found');
  },
  'proposals.show': async () => {
    const id = await published(wangNainai, { shown: 'anonymous' });
    expect(await call(wangNainai, 'proposals.show', { number: id })).toMatchObject({
      author: '王奶奶',
      own: 'yes',
    });
    expect(await call(xiaoChen, 'proposals.show', { number: id })).toMatchObject({
      author: 'none',
      own: 'no',
      owner: '周敏',
      things: 0,
    });
    await desk.turn(zhouMin, context => askAuthor(context, id, '您几号楼？'));
    expect(await call(wangNainai, 'proposals.show', { number: id })).toMatchObject({
      question: '您几号楼？',
    });
    expect(await call(xiaoChen, 'proposals.show', { number: id })).toMatchObject({ question: 'none' });
    const own = await submit();
    expect(await refused(xiaoChen, 'proposals.show', { number: own })).toBe('not_found');
  },
  'proposals.ways': async () => {
    const id = await published();
    expect(await waysOf(wangNainai, id)).toEqual(['withdraw', 'history', 'nothing']);
    expect(await waysOf(xiaoChen, id)).toEqual(['endorse', 'history', 'nothing']);
    await call(xiaoChen, 'proposals.endorse', { proposal: id });
    expect(await waysOf(xiaoChen, id)).toEqual(['unendorse', 'history', 'nothing']);
    await answer(id);
    expect(await waysOf(wangNainai, id)).toEqual(['confirm', 'reopen', 'history', 'nothing']);
    await call(wangNainai, 'proposals.confirm', { proposal: id });
    expect(await waysOf(wangNainai, id)).toEqual(['rate', 'history', 'nothing']);
    const own = await submit();
    expect(await refused(xiaoChen, 'proposals.ways', { proposal: own })).toBe('not_found');
  },
  'proposals.history': async () => {
    const id = await published();
    await desk.turn(zhouMin, context => askAuthor(context, id, '您几号楼？'));
    const lines = async (who: Actor) =>
      ((await call(who, 'proposals.history', { proposal: id })) as { lines: string }).lines;
    expect(await lines(wangNainai)).toContain('您几号楼');
    expect(await lines(xiaoChen)).not.toContain('您几号楼');
    expect((await lines(xiaoChen)).split('\n')).toHaveLength(3);
    const own = await submit();
    expect(await refused(xiaoChen, 'proposals.history', { proposal: own })).toBe('not_found');
  },
  'proposals.endorse': async () => {
    const id = await published();
    expect(await call(xiaoChen, 'proposals.endorse', { proposal: id })).toMatchObject({ support: 1 });
    expect(await refused(xiaoChen, 'proposals.endorse', { proposal: id })).toBe('endorsed_already');
    expect(await refused(wangNainai, 'proposals.endorse', { proposal: id })).toBe('own');
    await answer(id);
    await call(wangNainai, 'proposals.confirm', { proposal: id });
    expect(await refused(nguyenVanAn, 'proposals.endorse', { proposal: id })).toBe('over');
    expect(await refused(xiaoChen, 'proposals.endorse', { proposal: await submit() })).toBe('not_found');
  },
  'proposals.unendorse': async () => {
    const id = await published();
    expect(await refused(xiaoChen, 'proposals.unendorse', { proposal: id })).toBe('not_endorsed');
    await call(xiaoChen, 'proposals.endorse', { proposal: id });
    expect(await call(xiaoChen, 'proposals.unendorse', { proposal: id })).toMatchObject({ support: 0 });
  },
  'proposals.reply': async () => {
    const id = await published();
    const reply = { text: '门口那盏', files: [{ kind: 'voice', ref: 'v1' }] };
    expect(await refused(wangNainai, 'proposals.reply', { proposal: id, reply })).toBe('not_now');
    await desk.turn(zhouMin, context => askAuthor(context, id, '哪一盏？'));
    const empty = { proposal: id, reply: { text: ' ', files: [] } };
    expect(await refused(wangNainai, 'proposals.reply', empty)).toBe('empty');
    expect(await refused(xiaoChen, 'proposals.reply', { proposal: id, reply })).toBe('not_found');
    expect(await call(wangNainai, 'proposals.reply', { proposal: id, reply })).toMatchObject({
      status: 'accepted',
    });
  },
  'proposals.confirm': async () => {
    const id = await published();
    expect(await refused(wangNainai, 'proposals.confirm', { proposal: id })).toBe('not_now');
    await answer(id);
    expect(await refused(xiaoChen, 'proposals.confirm', { proposal: id })).toBe('not_found');
    expect(await call(wangNainai, 'proposals.confirm', { proposal: id })).toMatchObject({
      status: 'closed',
      answer: '周五前修好。',
    });
    expect(await refused(wangNainai, 'proposals.confirm', { proposal: id })).toBe('over');
  },
  'proposals.reopen': async () => {
    const id = await published();
    await answer(id);
    expect(await refused(xiaoChen, 'proposals.reopen', { proposal: id, why: '没好' })).toBe('not_found');
    // What was answered before is history once it is open again.
    expect(await call(wangNainai, 'proposals.reopen', { proposal: id, why: '没好' })).toMatchObject({
      status: 'accepted',
      answer: 'none',
      said: '没好',
    });
  },
  'proposals.rate': async () => {
    const id = await published();
    await answer(id);
    await call(wangNainai, 'proposals.confirm', { proposal: id });
    expect(await refused(wangNainai, 'proposals.rate', { proposal: id, score: 6 })).toBe('not_a_score');
    expect(await refused(xiaoChen, 'proposals.rate', { proposal: id, score: 1 })).toBe('not_found');
    expect(await call(wangNainai, 'proposals.rate', { proposal: id, score: 5 })).toMatchObject({ score: 5 });
    expect(await refused(wangNainai, 'proposals.rate', { proposal: id, score: 1 })).toBe('rated_already');
  },
  'proposals.withdraw': async () => {
    const id = await published();
    expect(await refused(xiaoChen, 'proposals.withdraw', { proposal: id })).toBe('not_found');
    expect(await call(wangNainai, 'proposals.withdraw', { proposal: id })).toMatchObject({
      status: 'withdrawn',
    });
    expect(await refused(wangNainai, 'proposals.withdraw', { proposal: id })).toBe('over');
  },
};
