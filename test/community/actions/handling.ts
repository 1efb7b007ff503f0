import { expect } from 'vitest';
import { actions } from '../../../src/desk/actions.js';
import { type Actor, hePing, liZhuren, sunJie, wangNainai, xiaoChen, zhouMin } from '../../cast.js';
import { call, desk, refused, type Specs, values } from './call.js';
import { submit } from './proposals.js';

const waysOf = async (who: Actor, proposal: string) => values(await call(who, 'handling.ways', { proposal }));

/** A complaint that waits, and everybody who may handle it. */
async function waiting(): Promise<string> {
  await desk.hire(liZhuren, 'lead');
  await desk.hire(sunJie, 'desk');
  await desk.hire(zhouMin, 'handler');
  return submit();
}
const taken = async (): Promise<string> => {
  const id = await waiting();
  await call(zhouMin, 'handling.take', { proposal: id });
  return id;
};

const ARGS = {
  queue: 'mine',
  question: '哪一盏？',
  answer: '周五前修好。',
  reason: 'no-means',
  colleague: 'm-sun-jie',
};

/** What only whoever has it may do: others are told who has it, and whoever does not handle proposals cannot get here. */
async function guarded(name: string): Promise<string> {
  const id = await waiting();
  const args = { ...ARGS, proposal: id };
  const unless = name === 'handling.refuse' || name === 'handling.take';
  if (!unless) expect(await refused(sunJie, name, args)).toBe('not_taken');
  await call(zhouMin, 'handling.take', { proposal: id });
  if (name !== 'handling.take') expect(await refused(sunJie, name, args)).toBe('not_yours');
  await closedToOthers(name, id);
  expect(await refused(zhouMin, name, { ...args, proposal: 'HQ-2026-9999' })).toBe('not_found');
  return id;
}

/** Residents and those with other roles are kept out by the domain too, and residents' groups by its eyes. */
async function closedToOthers(name: string, proposal: string): Promise<void> {
  await desk.hire(hePing, 'spokesperson');
  for (const who of [wangNainai, xiaoChen, hePing])
    await expect(call(who, name, { ...ARGS, proposal, number: proposal }), name).rejects.toThrow(/staff/);
  const chat = { account: 'wechat', chat: 'g', kind: 'group' } as const;
  const code = await desk.refusal(liZhuren, context =>
    actions[name]!.run({ ...context, chat }, { ...ARGS, proposal, number: proposal }, key => key),
  );
  expect(code, name).toBe('not_here');
  expect(actions[name]!.role).toEqual(['handler', 'desk']);
}

export const handling: Specs = {
  'handling.queue': async () => {
    const id = await waiting();
    const queue = (who: Actor, queue: string) => call(who, 'handling.queue', { queue });
    expect(await queue(zhouMin, 'waiting')).toMatchObject({
      count: 1,
      choices: [{ begin: 'handle', slots: { number: id } }],
    });
    expect(await queue(zhouMin, 'mine')).toMatchObject({ count: 0 });
    await call(zhouMin, 'handling.take', { proposal: id });
    expect(await queue(zhouMin, 'mine')).toMatchObject({ count: 1 });
    expect(await queue(sunJie, 'mine')).toMatchObject({ count: 0 });
    expect(await queue(sunJie, 'overdue')).toMatchObject({ count: 0 });
    desk.now = Date.parse('2026-12-01T09:00:00+08:00');
    expect(await queue(liZhuren, 'overdue')).toMatchObject({ count: 1 });
    await closedToOthers('handling.queue', id);
  },
  'handling.known': async () => {
    const id = await waiting();
    expect(await call(zhouMin, 'handling.known', { number: String(Number(id.slice(-4))) })).toEqual({});
    expect(await refused(zhouMin, 'handling.known', { number: '没有' })).toBe('not_found');
    await closedToOthers('handling.known', id);
  },
  'handling.show': async () => {
    const id = await submit(wangNainai, { shown: 'anonymous' });
    await desk.hire(zhouMin, 'handler');
    // Staff know who wrote it, whatever the public sees.
    expect(await call(zhouMin, 'handling.show', { number: id })).toMatchObject({
      author: '王奶奶',
      shown: 'anonymous',
      visible: 'no',
    });
    expect(await refused(zhouMin, 'handling.show', { number: 'HQ-2026-9999' })).toBe('not_found');
    await desk.hire(liZhuren, 'lead');
    await closedToOthers('handling.show', id);
  },
  'handling.ways': async () => {
    const id = await waiting();
    expect(await waysOf(zhouMin, id)).toEqual(['take', 'refuse', 'history', 'nothing']);
    expect(await waysOf(liZhuren, id)).toEqual(['take', 'transfer', 'refuse', 'history', 'nothing']);
    await call(zhouMin, 'handling.take', { proposal: id });
    expect(await waysOf(sunJie, id)).toEqual(['history', 'nothing']);
    expect(await waysOf(zhouMin, id)).toEqual([
      'answer',
      'ask',
      'transfer',
      'refuse',
      'give_back',
      'hide',
      'history',
      'nothing',
    ]);
    await closedToOthers('handling.ways', id);
  },
  'handling.history': async () => {
    const id = await taken();
    await call(zhouMin, 'handling.ask', { proposal: id, question: '您几号楼？' });
    const { lines } = (await call(sunJie, 'handling.history', { proposal: id })) as { lines: string };
    expect(lines).toContain('您几号楼');
    await closedToOthers('handling.history', id);
  },
  'handling.things': async () => {
    await desk.hire(zhouMin, 'handler');
    await desk.hire(liZhuren, 'lead');
    const photo = { kind: 'photo', ref: 'p1' };
    const id = await submit(wangNainai, { story: { text: '看照片', files: [photo] } });
    const { off, value } = await desk.turn(zhouMin, context =>
      actions['handling.things']!.run(context, { proposal: id }, key => key),
    );
    expect(value).toEqual({ count: 1 });
    expect(off.told).toMatchObject([
      { resident: 'zhou-min', notice: { passes: [{ account: 'wechat', attachment: photo }] } },
    ]);
    expect(await call(zhouMin, 'handling.things', { proposal: await submit() })).toEqual({ count: 0 });
    await closedToOthers('handling.things', id);
  },
  'handling.colleagues': async () => {
    const id = await taken();
    expect(await call(zhouMin, 'handling.colleagues', { proposal: id })).toEqual([
      { value: 'm-sun-jie', label: '孙洁' },
      { value: 'm-li-zhuren', label: '李主任' },
    ]);
    await closedToOthers('handling.colleagues', id);
  },
  'handling.reasons': async () => {
    expect(values(await call(zhouMin, 'handling.reasons'))).toContain('not-ours');
  },
  'handling.take': async () => {
    const id = await guarded('handling.take');
    expect(await refused(sunJie, 'handling.take', { proposal: id })).toBe('taken');
    expect(await refused(zhouMin, 'handling.take', { proposal: id })).toBe('yours_already');
    const withdrawn = await submit();
    await call(wangNainai, 'proposals.withdraw', { proposal: withdrawn });
    expect(await refused(sunJie, 'handling.take', { proposal: withdrawn })).toBe('over');
  },
  'handling.ask': async () => {
    const proposal = await guarded('handling.ask');
    const args = { proposal, question: '哪一盏？' };
    expect(await call(zhouMin, 'handling.ask', args)).toMatchObject({
      status: 'asked',
      question: '哪一盏？',
    });
    expect(await refused(zhouMin, 'handling.ask', args)).toBe('not_now');
  },
  'handling.answer': async () => {
    const proposal = await guarded('handling.answer');
    const args = { proposal, answer: '周五前修好。' };
    expect(await call(zhouMin, 'handling.answer', args)).toMatchObject({
      status: 'answered',
      visible: 'yes',
    });
  },
  'handling.refuse': async () => {
    const proposal = await guarded('handling.refuse');
    expect(await refused(zhouMin, 'handling.refuse', { proposal, reason: 'no-such' })).toBe('no_such_reason');
    expect(await call(zhouMin, 'handling.refuse', { proposal, reason: 'not-ours' })).toMatchObject({
      status: 'refused',
      reason: '不归社区管',
      answer: 'none',
    });
    // What nobody should ever read is refused before it is taken, and never becomes public.
    const spam = await submit();
    expect(await call(sunJie, 'handling.refuse', { proposal: spam, reason: 'unclear' })).toMatchObject({
      owner: '孙洁',
      visible: 'no',
    });
  },
  'handling.transfer': async () => {
    const proposal = await guarded('handling.transfer');
    expect(await refused(zhouMin, 'handling.transfer', { proposal, colleague: 'm-he-ping' })).toBe(
      'not_a_handler',
    );
    expect(await refused(zhouMin, 'handling.transfer', { proposal, colleague: 'm-zhou-min' })).toBe(
      'not_a_handler',
    );
    expect(await call(zhouMin, 'handling.transfer', { proposal, colleague: 'm-sun-jie' })).toMatchObject({
      owner: '孙洁',
    });
  },
  'handling.give_back': async () => {
    const proposal = await guarded('handling.give_back');
    expect(await call(zhouMin, 'handling.give_back', { proposal })).toMatchObject({
      status: 'received',
      owner: 'none',
    });
  },
  'handling.hide': async () => {
    const proposal = await guarded('handling.hide');
    expect(await call(zhouMin, 'handling.hide', { proposal })).toMatchObject({ visible: 'no' });
    expect(await refused(zhouMin, 'handling.hide', { proposal })).toBe('not_public');
    expect(await refused(xiaoChen, 'proposals.show', { number: proposal })).toBe('not_found');
  },
  'handling.unhide': async () => {
    const proposal = await guarded('handling.unhide');
    expect(await refused(zhouMin, 'handling.unhide', { proposal })).toBe('not_public');
    await call(zhouMin, 'handling.hide', { proposal });
    expect(await call(zhouMin, 'handling.unhide', { proposal })).toMatchObject({ visible: 'yes' });
  },
};
