import { beforeEach, describe, expect, it } from 'vitest';
import {
  confirmAnswer,
  reopenProposal,
  replyToStaff,
  withdrawProposal,
} from '../../../src/community/proposals/author.js';
import { endorse } from '../../../src/community/proposals/endorse.js';
import { meantProposal, visibleProposal } from '../../../src/community/proposals/find.js';
import {
  answerProposal,
  askAuthor,
  giveBack,
  hideProposal,
  refuseProposal,
  takeProposal,
  transferProposal,
} from '../../../src/community/proposals/handle.js';
import { type Actor, hePing, liZhuren, sunJie, wangNainai, xiaoChen, zhouMin } from '../../cast.js';
import { TestDesk } from '../desk.js';
import { submitted } from './proposal.js';

let desk: TestDesk;
beforeEach(async () => {
  desk = await TestDesk.open();
  await desk.hire(liZhuren, 'lead');
  await desk.hire(sunJie, 'desk');
  await desk.hire(zhouMin, 'handler');
  await desk.hire(hePing, 'spokesperson');
});

describe('whose a proposal is', () => {
  it('its author’s and the public’s: an unpublished one does not exist for others, by any way', async () => {
    const { id } = await submitted(desk);
    const others: Record<string, (who: Actor) => Promise<string>> = {
      see: who => desk.refusal(who, context => visibleProposal(context, id)),
      find: who => desk.refusal(who, context => meantProposal(context, id)),
      endorse: who => desk.refusal(who, context => endorse(context, id)),
      reply: who => desk.refusal(who, context => replyToStaff(context, id, '好', [])),
      confirm: who => desk.refusal(who, context => confirmAnswer(context, id)),
      reopen: who => desk.refusal(who, context => reopenProposal(context, id, '不')),
      withdraw: who => desk.refusal(who, context => withdrawProposal(context, id)),
    };
    for (const [name, refusal] of Object.entries(others))
      expect(await refusal(xiaoChen), name).toBe('not_found');
    expect((await desk.turn(wangNainai, context => visibleProposal(context, id))).value.id).toBe(id);
    // Where others read along, an author's own that is not public stays unseen.
    const inGroup = desk.refusal(wangNainai, context =>
      visibleProposal({ ...context, chat: { account: 'wechat', chat: 'g', kind: 'group' } }, id),
    );
    expect(await inGroup).toBe('not_found');

    await desk.turn(zhouMin, context => takeProposal(context, id));
    expect((await desk.turn(xiaoChen, context => visibleProposal(context, id))).value.id).toBe(id);
    await desk.turn(zhouMin, context => hideProposal(context, id, true));
    expect(await desk.refusal(xiaoChen, context => visibleProposal(context, id))).toBe('not_found');
    await desk.turn(zhouMin, context => hideProposal(context, id, false));
    expect(await others.confirm!(xiaoChen)).toBe('not_found');

    const quiet = await submitted(desk, wangNainai, { shown: 'staff' });
    await desk.turn(zhouMin, context => takeProposal(context, quiet.id));
    expect(await desk.refusal(xiaoChen, context => visibleProposal(context, quiet.id))).toBe('not_found');
  });

  it('is in the hands of its owner, or a lead; whoever is not staff is a bug', async () => {
    const { id } = await submitted(desk);
    expect(await desk.refusal(sunJie, context => answerProposal(context, id, '好'))).toBe('not_taken');
    await desk.turn(zhouMin, context => takeProposal(context, id));
    for (const act of [
      (who: Actor) => desk.refusal(who, context => answerProposal(context, id, '好')),
      (who: Actor) => desk.refusal(who, context => askAuthor(context, id, '好')),
      (who: Actor) => desk.refusal(who, context => giveBack(context, id)),
      (who: Actor) => desk.refusal(who, context => transferProposal(context, id, 'm-sun-jie')),
      (who: Actor) => desk.refusal(who, context => refuseProposal(context, id, 'not-ours', undefined)),
      (who: Actor) => desk.refusal(who, context => hideProposal(context, id, true)),
    ])
      expect(await act(sunJie)).toBe('not_yours');
    for (const who of [wangNainai, hePing])
      await expect(desk.turn(who, context => takeProposal(context, id))).rejects.toThrow('staff alone');
    expect(await desk.refusal(zhouMin, context => transferProposal(context, id, 'm-he-ping'))).toBe(
      'not_a_handler',
    );
    await desk.turn(liZhuren, context => transferProposal(context, id, 'm-sun-jie'));
    await desk.turn(sunJie, context => answerProposal(context, id, '好'));
  });
});
