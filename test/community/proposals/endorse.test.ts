import { beforeEach, describe, expect, it } from 'vitest';
import { instantOf } from '../../../src/community/day.js';
import { endorse, takeBack } from '../../../src/community/proposals/endorse.js';
import { endorsements } from '../../../src/community/proposals/endorsement.js';
import { similarProposals } from '../../../src/community/proposals/find.js';
import { answerProposal, hideProposal, takeProposal } from '../../../src/community/proposals/handle.js';
import { proposals } from '../../../src/community/proposals/proposal.js';
import { residents } from '../../../src/community/residents/resident.js';
import {
  type Actor,
  hePing,
  liZhuren,
  nguyenVanAn,
  sunJie,
  wangNainai,
  xiaoChen,
  zhouMin,
} from '../../cast.js';
import { NOW } from '../../clock.js';
import { type SetOff, TestDesk } from '../desk.js';
import { pass, standing, submitted } from './proposal.js';

let desk: TestDesk;
beforeEach(async () => {
  desk = await TestDesk.open();
  await desk.hire(liZhuren, 'lead');
  await desk.hire(sunJie, 'desk');
  await desk.hire(zhouMin, 'handler');
  await desk.hire(hePing, 'spokesperson');
});

const at = (day: string, time: string): number => instantOf(day, time, 'Asia/Shanghai');
const told = ({ told }: SetOff) => told.map(({ resident, notice }) => `${resident} ${notice.text}`);
const deeds = async (id: string) => (await standing(desk, id)).history.map(({ what }) => what);

describe('endorsing', () => {
  it('counts once, can be taken back, and is not for one’s own', async () => {
    const { id } = await submitted(desk);
    await desk.turn(zhouMin, context => takeProposal(context, id));
    await Promise.allSettled([1, 2, 3].map(() => desk.turn(xiaoChen, context => endorse(context, id))));
    expect((await standing(desk, id)).support).toBe(1);
    expect(await desk.refusal(xiaoChen, context => endorse(context, id))).toBe('endorsed_already');
    expect(await desk.refusal(wangNainai, context => endorse(context, id))).toBe('own');
    await desk.turn(xiaoChen, context => takeBack(context, id));
    expect((await standing(desk, id)).support).toBe(0);
    expect(await desk.refusal(xiaoChen, context => takeBack(context, id))).toBe('not_endorsed');
  });

  it('calls for a public answer, once, when enough do', async () => {
    const proposals = { ...desk.content.proposals, endorsements: 2 };
    desk.content = { ...desk.content, proposals };
    const { id } = await submitted(desk);
    await desk.turn(zhouMin, context => takeProposal(context, id));
    await desk.turn(xiaoChen, context => endorse(context, id));
    const { off } = await desk.turn(nguyenVanAn, context => endorse(context, id));
    expect(told(off)).toEqual([
      'zhou-min staff_proposal_called',
      'wang-nainai proposal_news_call',
      'xiao-chen proposal_news_follower',
    ]);
    await desk.turn(nguyenVanAn, context => takeBack(context, id));
    expect((await desk.turn(nguyenVanAn, context => endorse(context, id))).off.told).toEqual([]);
    expect((await deeds(id)).filter(what => what === 'call')).toHaveLength(1);
  });

  it('makes a follower, who hears of every change outside quiet hours, however many they are', async () => {
    const { id } = await submitted(desk);
    await desk.turn(zhouMin, context => takeProposal(context, id));
    await desk.turn(xiaoChen, context => endorse(context, id));
    await desk.store.transact('huimin', async tx => {
      const proposal = await tx.get(proposals, id);
      for (let count = 0; count < 74; count += 1) {
        const resident = `neighbour-${String(count).padStart(2, '0')}`;
        await tx.put(residents, { id: resident, locale: 'en', since: NOW, kept: {}, consents: [] });
        await tx.put(endorsements, { id: `${id}/${resident}`, proposal: id, resident, at: NOW });
      }
      await tx.put(proposals, { ...proposal!, support: 75 });
    });
    desk.now = at('2026-11-23', '21:30');
    const first = await desk.turn(zhouMin, context => answerProposal(context, id, '周五前修好。'));
    const later = await pass(desk, desk.now);
    const all = [first.off, ...later].flatMap(({ told }) => told);
    const followers = all.filter(({ notice }) => notice.text === 'proposal_news_follower');
    expect(first.off.told.length).toBeLessThan(40);
    expect(followers).toHaveLength(75);
    expect(new Set(followers.map(({ resident }) => resident)).size).toBe(75);
    for (const { notBefore } of all) expect(notBefore).toBe(at('2026-11-24', '08:00'));
  });

  it('tells followers no more of one that was taken out of the public’s sight', async () => {
    const { id } = await submitted(desk);
    await desk.turn(zhouMin, context => takeProposal(context, id));
    await desk.turn(xiaoChen, context => endorse(context, id));
    await desk.turn(zhouMin, context => hideProposal(context, id, true));
    const { off } = await desk.turn(zhouMin, context => answerProposal(context, id, '周五前修好。'));
    expect(told(off)).toEqual(['wang-nainai proposal_news_answer']);
  });
});

describe('one that is like another', () => {
  it('is shown as long as it is public and open, the likest first', async () => {
    const { id } = await submitted(desk);
    await submitted(desk, xiaoChen, { text: '希望小区多装几个电动车充电桩', category: 'safety' });
    const like = async (who: Actor, text: string) =>
      (await desk.turn(who, context => similarProposals(context, text))).value.map(one => one.id);
    expect(await like(xiaoChen, '三号楼路灯坏了，太黑了')).toEqual([]);
    await desk.turn(zhouMin, context => takeProposal(context, id));
    expect(await like(xiaoChen, '三号楼路灯坏了，太黑了')).toEqual([id]);
    expect(await like(wangNainai, '三号楼路灯坏了，太黑了')).toEqual([]);
    expect(await like(xiaoChen, '楼上半夜装修，吵得睡不着')).toEqual([]);
  });
});
