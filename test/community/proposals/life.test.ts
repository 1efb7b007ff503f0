import { beforeEach, describe, expect, it } from 'vitest';
import { instantOf } from '../../../src/community/day.js';
import {
  confirmAnswer,
  rateProposal,
  reopenProposal,
  replyToStaff,
  withdrawProposal,
} from '../../../src/community/proposals/author.js';
import {
  answerProposal,
  askAuthor,
  giveBack,
  refuseProposal,
  takeProposal,
  transferProposal,
} from '../../../src/community/proposals/handle.js';
import { submitProposal } from '../../../src/community/proposals/submit.js';
import { acts } from '../../../src/community/staff/act.js';
import { members } from '../../../src/community/staff/staff.js';
import { type Actor, hePing, liZhuren, sunJie, wangNainai, xiaoChen, zhouMin } from '../../cast.js';
import { type SetOff, TestDesk } from '../desk.js';
import { LAMP, standing, submitted } from './proposal.js';

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

describe('a proposal', () => {
  it('has a number of its year, waits for staff, and hangs in their chat', async () => {
    const first = await submitted(desk);
    const { value, off } = await desk.turn(xiaoChen, async context => {
      return submitProposal(context, {
        kind: 'help',
        text: '请帮忙送饭',
        files: [],
        category: 'elders',
        shown: 'staff',
      });
    });
    expect([first.id, value.id].map(id => id.slice(0, 10))).toEqual(['HQ-2026-00', 'HQ-2026-00']);
    expect(value.id > first.id).toBe(true);
    expect(first).toMatchObject({ status: 'received', due: '2026-11-30', name: '王奶奶' });
    expect(off.staff[0]).toMatchObject({
      text: 'staff_proposal_new',
      choices: [{ begin: 'take', slots: { number: value.id } }],
    });
    desk.now = at('2027-01-04', '09:00');
    expect((await submitted(desk)).id).toMatch(/^HQ-2027-000\d$/);
  });

  it('that says nothing, or far too much, or comes in dozens, is not taken', async () => {
    const wish = { kind: 'help', text: ' ', files: [], category: 'other', shown: 'name' } as const;
    expect(await desk.refusal(wangNainai, context => submitProposal(context, wish))).toBe('empty');
    const long = { ...wish, text: '长'.repeat(2001) };
    expect(await desk.refusal(wangNainai, context => submitProposal(context, long))).toBe('too_long');
    for (let count = 0; count < 10; count += 1) await submitted(desk);
    const one = { ...wish, text: LAMP };
    expect(await desk.refusal(wangNainai, context => submitProposal(context, one))).toBe('too_many');
    desk.now = at('2026-11-24', '00:00');
    await submitted(desk);
  });

  it('goes from hand to hand, and its author hears of each step', async () => {
    const { id } = await submitted(desk);
    const taken = await desk.turn(zhouMin, context => takeProposal(context, id));
    expect(told(taken.off)).toEqual(['wang-nainai proposal_news_take']);
    const asked = await desk.turn(zhouMin, context => askAuthor(context, id, '是哪一盏？'));
    expect(asked.off.told[0]).toMatchObject({
      notice: {
        args: { words: '是哪一盏？' },
        choices: [{ begin: 'proposal', slots: { number: id, wish: 'reply' } }],
      },
    });
    const replied = await desk.turn(wangNainai, context => replyToStaff(context, id, '门口那盏', []));
    expect(told(replied.off)).toEqual(['zhou-min staff_proposal_replied']);
    const moved = await desk.turn(zhouMin, context => transferProposal(context, id, 'm-sun-jie'));
    expect(told(moved.off)).toEqual(['sun-jie staff_proposal_yours', 'wang-nainai proposal_news_transfer']);
    const answered = await desk.turn(sunJie, context => answerProposal(context, id, '周五前修好。'));
    expect(told(answered.off)).toEqual(['wang-nainai proposal_news_answer']);
    const confirmed = await desk.turn(wangNainai, context => confirmAnswer(context, id));
    expect(told(confirmed.off)).toEqual(['sun-jie staff_proposal_confirmed']);
    await desk.turn(wangNainai, context => rateProposal(context, id, 5));
    expect(await standing(desk, id)).toMatchObject({ status: 'closed', score: 5, owner: 'm-sun-jie' });
    expect(await deeds(id)).toEqual('submit take ask reply transfer answer confirm rate'.split(' '));
    expect(await desk.refusal(wangNainai, context => rateProposal(context, id, 1))).toBe('rated_already');
    const recorded = await desk.store.read('huimin', tx =>
      tx.find(acts, 'byMatter', { prefix: [id], limit: 20 }),
    );
    expect(recorded.map(({ what, by }) => `${by} ${what}`)).toEqual([
      'm-zhou-min proposal.take',
      'm-zhou-min proposal.ask',
      'm-zhou-min proposal.transfer',
      'm-sun-jie proposal.answer',
    ]);
  });

  it('is taken by the first who taps; the second hears who has it', async () => {
    const { id } = await submitted(desk);
    const take = (who: Actor) =>
      desk
        .turn(who, context => takeProposal(context, id))
        .then(
          () => 'had it',
          error => `${error.code} ${error.details?.by ?? ''}`.trim(),
        );
    expect((await Promise.all([take(zhouMin), take(sunJie)])).sort()).toEqual(['had it', 'taken 周敏']);
    expect(await take(zhouMin)).toBe('yours_already');
    expect((await deeds(id)).filter(what => what === 'take')).toHaveLength(1);
  });

  it('is refused with a reason, reopened, and answered after all', async () => {
    const { id } = await submitted(desk);
    expect(await desk.refusal(zhouMin, context => refuseProposal(context, id, 'no-such', undefined))).toBe(
      'no_such_reason',
    );
    await desk.turn(zhouMin, context => takeProposal(context, id));
    const refused = await desk.turn(zhouMin, context => refuseProposal(context, id, 'not-ours', '归市政管'));
    expect(refused.off.told[0]!.notice).toMatchObject({
      text: 'proposal_news_refuse',
      args: { reason: '不归社区管', words: '归市政管' },
    });
    desk.now = at('2026-11-25', '09:00');
    const reopened = await desk.turn(wangNainai, context => reopenProposal(context, id, '市政说归社区'));
    expect(told(reopened.off)).toEqual(['zhou-min staff_proposal_reopened']);
    expect(await standing(desk, id)).toMatchObject({ status: 'accepted', due: '2026-12-02' });
    await desk.turn(zhouMin, context => answerProposal(context, id, '我们来协调。'));
  });

  it('goes back into the queue, or to it when its owner has left by the time it is reopened', async () => {
    const { id } = await submitted(desk);
    await desk.turn(zhouMin, context => takeProposal(context, id));
    const back = await desk.turn(zhouMin, context => giveBack(context, id));
    expect(back.off.staff[0]!.text).toBe('staff_proposal_waiting');
    await desk.turn(sunJie, context => takeProposal(context, id));
    await desk.turn(sunJie, context => answerProposal(context, id, '好了。'));
    await desk.store.transact('huimin', async tx => {
      const member = await tx.get(members, 'm-sun-jie');
      await tx.put(members, { ...member!, left: desk.now });
    });
    const reopened = await desk.turn(wangNainai, context => reopenProposal(context, id, '没好'));
    expect(reopened.off.staff[0]!.text).toBe('staff_proposal_waiting');
    expect(await standing(desk, id)).toMatchObject({ status: 'received' });
    expect((await standing(desk, id)).owner).toBeUndefined();
  });

  it('can be withdrawn until it is answered', async () => {
    const { id } = await submitted(desk);
    const off = (await desk.turn(wangNainai, context => withdrawProposal(context, id))).off;
    expect(off.staff[0]!.text).toBe('staff_proposal_withdrawn');
    expect(desk.timers.size).toBe(0);
    expect(await desk.refusal(zhouMin, context => takeProposal(context, id))).toBe('over');
    const other = await submitted(desk);
    await desk.turn(zhouMin, context => takeProposal(context, other.id));
    await desk.turn(zhouMin, context => answerProposal(context, other.id, '好了。'));
    expect(await desk.refusal(wangNainai, context => withdrawProposal(context, other.id))).toBe('not_now');
  });
});
