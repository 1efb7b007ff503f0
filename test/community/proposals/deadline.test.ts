import { beforeEach, describe, expect, it } from 'vitest';
import { instantOf } from '../../../src/community/day.js';
import { rateProposal, reopenProposal, replyToStaff } from '../../../src/community/proposals/author.js';
import { answerProposal, askAuthor, takeProposal } from '../../../src/community/proposals/handle.js';
import { proposalsInQueue } from '../../../src/community/proposals/queue.js';
import { hePing, liZhuren, sunJie, wangNainai, zhouMin } from '../../cast.js';
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

describe('the clock', () => {
  it('reminds the owner, then tells the lead, once each', async () => {
    const { id } = await submitted(desk);
    await desk.turn(zhouMin, context => takeProposal(context, id));
    // Repairs: five working days from Monday is the Monday after; two working days before it is Thursday.
    expect(await pass(desk, at('2026-11-26', '08:59'))).toEqual([]);
    const reminded = await pass(desk, at('2026-11-26', '09:00'));
    expect(reminded.flatMap(told)).toEqual(['zhou-min staff_proposal_due']);
    expect(await pass(desk, at('2026-11-30', '23:59'))).toEqual([]);
    const escalated = await pass(desk, at('2026-12-01', '09:00'));
    expect(escalated.flatMap(told)).toEqual([
      'li-zhuren staff_proposal_escalated',
      'zhou-min staff_proposal_overdue',
      'wang-nainai proposal_news_escalate',
    ]);
    expect((await desk.turn(zhouMin, context => proposalsInQueue(context, 'overdue'))).value).toHaveLength(1);
    expect(await pass(desk, at('2026-12-31', '09:00'))).toEqual([]);
    expect((await deeds(id)).filter(what => what === 'escalate')).toHaveLength(1);
  });

  it('escalates what nobody took, though the lead alone is left', async () => {
    const { id } = await submitted(desk);
    const off = await pass(desk, at('2026-12-02', '09:00'));
    expect(off.flatMap(told)).toContain('li-zhuren staff_proposal_escalated');
    expect((await standing(desk, id)).escalated).toBe(true);
  });

  it('stands still while the author is asked, and goes on with what was left', async () => {
    const { id } = await submitted(desk);
    await desk.turn(zhouMin, context => takeProposal(context, id));
    desk.now = at('2026-11-25', '10:00');
    await desk.turn(zhouMin, context => askAuthor(context, id, '是哪一盏？'));
    expect(await standing(desk, id)).toMatchObject({ status: 'asked', left: 3 });
    expect(await pass(desk, at('2026-12-10', '12:00'))).toEqual([]);
    await desk.turn(wangNainai, context => replyToStaff(context, id, '门口那盏', []));
    expect(await standing(desk, id)).toMatchObject({ status: 'accepted', due: '2026-12-15' });
    const off = await pass(desk, at('2026-12-16', '09:00'));
    expect(off.flatMap(told)).toContain('li-zhuren staff_proposal_escalated');
  });

  it('leaves one day at least after a reply to a question that came late', async () => {
    const { id } = await submitted(desk);
    await desk.turn(zhouMin, context => takeProposal(context, id));
    await pass(desk, at('2026-12-03', '10:00'));
    await desk.turn(zhouMin, context => askAuthor(context, id, '是哪一盏？'));
    await desk.turn(wangNainai, context => replyToStaff(context, id, '门口那盏', []));
    expect((await standing(desk, id)).due).toBe('2026-12-04');
  });

  it('waits for a day that was closed since, and does not lose the escalation', async () => {
    const { id } = await submitted(desk);
    await pass(desk, at('2026-11-30', '12:00'));
    const closures = [{ day: '2026-12-01', reason: { 'zh-Hans': '停电' } }];
    desk.content = { ...desk.content, community: { ...desk.content.community, closures } };
    await pass(desk, at('2026-12-01', '12:00'));
    expect((await standing(desk, id)).escalated).toBeUndefined();
    const off = await pass(desk, at('2026-12-02', '09:00'));
    expect(off.flatMap(told)).toContain('li-zhuren staff_proposal_escalated');
  });

  it('begins anew when an answer would not do, reminder and escalation included', async () => {
    const { id } = await submitted(desk);
    await desk.turn(zhouMin, context => takeProposal(context, id));
    await pass(desk, at('2026-12-01', '10:00'));
    await desk.turn(zhouMin, context => answerProposal(context, id, '修好了。'));
    await desk.turn(wangNainai, context => reopenProposal(context, id, '还是不亮'));
    const off = await pass(desk, at('2026-12-09', '09:00'));
    expect(off.flatMap(told)).toEqual([
      'zhou-min staff_proposal_due',
      'li-zhuren staff_proposal_escalated',
      'zhou-min staff_proposal_overdue',
      'wang-nainai proposal_news_escalate',
    ]);
  });

  it('closes what was answered and nobody objected to within five working days', async () => {
    const { id } = await submitted(desk);
    await desk.turn(zhouMin, context => takeProposal(context, id));
    await desk.turn(zhouMin, context => answerProposal(context, id, '周五前修好。'));
    expect(await pass(desk, at('2026-11-30', '17:59'))).toEqual([]);
    const off = await pass(desk, at('2026-11-30', '18:00'));
    expect(off.flatMap(told)).toEqual(['wang-nainai proposal_news_lapse']);
    expect(await standing(desk, id)).toMatchObject({ status: 'closed' });
    await desk.turn(wangNainai, context => rateProposal(context, id, 4));
  });
});
