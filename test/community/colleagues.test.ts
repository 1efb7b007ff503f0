import { expect, it } from 'vitest';
import { takeProposal } from '../../src/community/proposals/handle.js';
import { submitProposal } from '../../src/community/proposals/submit.js';
import { changeRole, leave } from '../../src/community/staff/colleagues.js';
import { handovers } from '../../src/community/staff/handover.js';
import { askForPerson, takeOver } from '../../src/community/staff/person-wanted.js';
import { liZhuren, sunJie, wangNainai } from '../cast.js';
import { TestDesk } from './desk.js';

it('gives nobody a role in which what they have in hand would lie unseen', async () => {
  const desk = await TestDesk.open();
  await desk.hire(liZhuren, 'admin');
  const { id } = await desk.hire(sunJie, 'handler');
  const { value: proposal } = await desk.turn(wangNainai, context =>
    submitProposal(context, {
      kind: 'suggestion',
      text: '三号楼的路灯坏了两个月了',
      files: [],
      category: context.content.proposals.categories[0]!.id,
      shown: 'name',
    }),
  );
  await desk.turn(sunJie, context => takeProposal(context, proposal.id));
  expect(await desk.refusal(liZhuren, context => changeRole(context, id, 'spokesperson'))).toBe('in_hand');
  // At the front desk they handle it as before.
  await desk.turn(liZhuren, context => changeRole(context, id, 'desk'));
  await desk.turn(wangNainai, context => askForPerson(context));
  const [waiting] = await desk.store.read('huimin', tx => tx.find(handovers, 'waiting', { limit: 1 }));
  await desk.turn(sunJie, context => takeOver(context, waiting?.id ?? ''));
  expect(await desk.refusal(liZhuren, context => changeRole(context, id, 'auditor'))).toBe('in_hand');
  expect(await desk.refusal(liZhuren, context => leave(context, id))).toBe('in_hand');
});
