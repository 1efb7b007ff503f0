import { beforeEach, describe, expect, it } from 'vitest';
import { isKept } from '../../../src/community/kept-file.js';
import { replyToStaff } from '../../../src/community/proposals/author.js';
import { proposalBelonging } from '../../../src/community/proposals/belonging.js';
import { endorse } from '../../../src/community/proposals/endorse.js';
import { endorsements } from '../../../src/community/proposals/endorsement.js';
import { endorsementBelonging } from '../../../src/community/proposals/endorsement-belonging.js';
import { visibleProposal } from '../../../src/community/proposals/find.js';
import { answerProposal, askAuthor, takeProposal } from '../../../src/community/proposals/handle.js';
import { belongings } from '../../../src/community/residents/belongings.js';
import { makeCode, useCode } from '../../../src/community/residents/linking-code.js';
import { nguyenVanAn, wangNainai, xiaoChen, zhouMin } from '../../cast.js';
import { TestDesk } from '../desk.js';
import { standing, submitted } from './proposal.js';

let desk: TestDesk;
beforeEach(async () => {
  desk = await TestDesk.open();
  await desk.hire(zhouMin, 'handler');
});

const taken = async (who = wangNainai): Promise<string> => {
  const { id } = await submitted(desk, who, { place: { text: '惠民苑3号楼2单元501' } });
  await desk.turn(zhouMin, context => takeProposal(context, id));
  return id;
};

describe('a resident’s proposals', () => {
  it('are shown with where they stand, who has them, and the way to them', async () => {
    const id = await taken();
    const { value } = await desk.turn(wangNainai, context => proposalBelonging.mine(context, wangNainai.id));
    expect(value).toEqual([
      {
        kind: 'proposal',
        number: id,
        title: '3号楼前的路灯坏了，晚上太黑',
        state: 'mine_proposal_accepted',
        next: 'mine_proposal_next_accepted',
        owner: '周敏',
        day: '2026-11-30',
        begin: 'proposal',
        slots: { number: id },
      },
    ]);
    await desk.turn(xiaoChen, context => endorse(context, id));
    const followed = await desk.turn(xiaoChen, context => endorsementBelonging.mine(context, xiaoChen.id));
    expect(followed.value).toMatchObject([{ number: id, state: 'mine_endorsement_accepted' }]);
    expect(await desk.store.read('huimin', tx => proposalBelonging.inHand!(tx, 'm-zhou-min'))).toEqual([id]);
    const own = await desk.store.read('huimin', tx => proposalBelonging.exported(tx, wangNainai.id));
    expect(own).toMatchObject([{ id, text: expect.stringContaining('路灯') }]);
  });

  it('leave nothing of them once they are forgotten, and endorsements count no more', async () => {
    const open = await taken();
    await desk.turn(zhouMin, context => askAuthor(context, open, '您几号楼？'));
    await desk.turn(wangNainai, context =>
      replyToStaff(context, open, '王奶奶，501', [
        { account: 'wechat', attachment: { kind: 'voice', ref: 'v-1' } },
      ]),
    );
    const file = { account: 'wechat', ref: 'v-1' };
    expect(await desk.store.read('huimin', tx => isKept(tx, file))).toBe(true);
    const answered = await taken();
    await desk.turn(zhouMin, context => answerProposal(context, answered, '好了。'));
    const neighbours = await taken(xiaoChen);
    await desk.turn(wangNainai, context => endorse(context, neighbours));
    await desk.turn(wangNainai, async context => {
      for (const { noun, forget } of belongings)
        if (noun === 'proposal' || noun === 'endorsement') await forget(context, wangNainai.id);
    });
    expect(await desk.store.read('huimin', tx => isKept(tx, file))).toBe(false);
    const gone = await standing(desk, open);
    expect(gone).toMatchObject({ status: 'withdrawn', resident: '', category: 'repairs' });
    expect(await standing(desk, answered)).toMatchObject({ status: 'closed', resident: '' });
    for (const id of [open, answered]) {
      expect(JSON.stringify(await standing(desk, id))).not.toMatch(/wang|王奶奶|路灯|501/);
      expect(await desk.refusal(xiaoChen, context => visibleProposal(context, id))).toBe('not_found');
    }
    expect((await standing(desk, neighbours)).support).toBe(0);
    expect([...desk.timers.keys()].every(id => id.includes(neighbours))).toBe(true);
  });

  it('go along when two chats are joined, and two who endorsed count as one', async () => {
    const own = await taken(xiaoChen);
    const other = await taken(nguyenVanAn);
    await desk.turn(wangNainai, context => endorse(context, own));
    await desk.turn(wangNainai, context => endorse(context, other));
    await desk.turn(xiaoChen, context => endorse(context, other));
    const { value: code } = await desk.turn(wangNainai, makeCode);
    await desk.turn(xiaoChen, context => useCode(context, code));
    expect(await standing(desk, own)).toMatchObject({ resident: 'wang-nainai', support: 0 });
    expect(await standing(desk, other)).toMatchObject({ resident: 'nguyen-van-an', support: 1 });
    const left = await desk.store.read('huimin', tx =>
      tx.find(endorsements, 'byResident', { prefix: [wangNainai.id], limit: 9 }),
    );
    expect(left.map(({ proposal }) => proposal)).toEqual([other]);
    const { history } = await standing(desk, own);
    expect(JSON.stringify(history)).not.toContain('xiao-chen');
  });
});
