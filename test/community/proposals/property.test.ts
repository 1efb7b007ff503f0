import { expect, it } from 'vitest';
import type { Context } from '../../../src/community/context.js';
import { addDays, dayOf } from '../../../src/community/day.js';
import { Problem } from '../../../src/community/problem.js';
import {
  confirmAnswer,
  rateProposal,
  reopenProposal,
  replyToStaff,
  withdrawProposal,
} from '../../../src/community/proposals/author.js';
import { isOverdue } from '../../../src/community/proposals/deadline.js';
import { endorse, takeBack } from '../../../src/community/proposals/endorse.js';
import { endorsements } from '../../../src/community/proposals/endorsement.js';
import { visibleProposal } from '../../../src/community/proposals/find.js';
import {
  answerProposal,
  askAuthor,
  giveBack,
  hideProposal,
  refuseProposal,
  takeProposal,
  transferProposal,
} from '../../../src/community/proposals/handle.js';
import { isTicking, type Proposal, proposals } from '../../../src/community/proposals/proposal.js';
import { WAYS, wayOf } from '../../../src/community/proposals/ways.js';
import { liZhuren, residents, sunJie, wangNainai, xiaoChen, zhouMin } from '../../cast.js';
import { SeededChance } from '../../clock.js';
import { type SetOff, TestDesk } from '../desk.js';
import { pass, submitted } from './proposal.js';

const STEPS = 250;
const SEEDS = [1, 2, 3, 4, 5, 6];
const ZONE = 'Asia/Shanghai';
type Deed = (context: Context, id: string) => Promise<unknown>;

const RESIDENTS: readonly Deed[] = [
  endorse,
  takeBack,
  confirmAnswer,
  withdrawProposal,
  visibleProposal,
  (context, id) => replyToStaff(context, id, '门口那盏', []),
  (context, id) => reopenProposal(context, id, '没修好'),
  (context, id) => rateProposal(context, id, 4),
];
const STAFF: readonly Deed[] = [
  takeProposal,
  takeProposal,
  giveBack,
  (context, id) => askAuthor(context, id, '是哪一盏？'),
  (context, id) => answerProposal(context, id, '修好了'),
  (context, id) => refuseProposal(context, id, 'no-means', undefined),
  (context, id) => transferProposal(context, id, 'm-sun-jie'),
  (context, id) => transferProposal(context, id, 'm-zhou-min'),
  (context, id) => hideProposal(context, id, context.chance.random() < 0.5),
];

/** Who may have done each deed. */
const BY_RESIDENT = ['submit', 'reply', 'confirm', 'reopen', 'rate', 'withdraw'];
const BY_DESK = ['remind', 'escalate', 'lapse', 'call', 'give-back'];

for (const seed of SEEDS) {
  it(`seed ${seed}: whatever anybody does, a proposal goes along the allowed ways alone, and no deadline is lost`, async () => {
    const chance = new SeededChance(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(chance.random() * from.length)]!;
    const desk = await TestDesk.open();
    desk.content = { ...desk.content, proposals: { ...desk.content.proposals, endorsements: 2 } };
    for (const [actor, role] of [
      [liZhuren, 'lead'],
      [sunJie, 'desk'],
      [zhouMin, 'handler'],
    ] as const)
      await desk.hire(actor, role);
    const ids: string[] = [];
    const set: SetOff[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const lot = chance.random();
      if (ids.length === 0 || lot < 0.04) ids.push((await submitted(desk, pick([wangNainai, xiaoChen]))).id);
      else if (lot < 0.2)
        set.push(...(await pass(desk, desk.now + Math.floor(chance.random() * 3 * 86_400_000))));
      else {
        const staff = chance.random() < 0.5;
        // Two at once, now and then.
        const doers = chance.random() < 0.3 ? 2 : 1;
        const id = pick(ids);
        const deed = pick(staff ? STAFF : RESIDENTS);
        const who = Array.from({ length: doers }, () =>
          pick(staff ? [liZhuren, sunJie, zhouMin] : residents),
        );
        await Promise.all(
          who.map(one =>
            desk
              .turn(one, context => deed(context, id))
              .then(
                ({ off }) => void set.push(off),
                error => {
                  if (!(error instanceof Problem)) throw error;
                },
              ),
          ),
        );
      }
    }
    set.push(...(await pass(desk, desk.now + 90 * 86_400_000)));
    for (const id of ids) {
      const proposal = (await desk.store.read('huimin', tx => tx.get(proposals, id)))!;
      followsTheWays(proposal);
      const own = await desk.store.read('huimin', tx =>
        tx.find(endorsements, 'byProposal', { prefix: [id], limit: 99 }),
      );
      expect(own).toHaveLength(proposal.support);
      expect(own.map(({ resident }) => resident)).not.toContain(proposal.resident);
      // Three months later nothing that ticks is unknown to the lead, and nothing answered is left open.
      if (isTicking(proposal)) expect(sinceReopened(proposal), id).toContain('escalate');
      expect(['answered', 'refused']).not.toContain(proposal.status);
      expect(isOverdue(proposal, addDays(dayOf(desk.now, ZONE), 1))).toBe(isTicking(proposal));
      escalatedOnceARun(proposal, set);
    }
    expect([...desk.timers.values()]).toEqual([]);
  });
}

function sinceReopened({ history }: Proposal): string[] {
  const deeds = history.map(({ what }) => what);
  return deeds.slice(deeds.lastIndexOf('reopen') + 1);
}

function followsTheWays({ history, status, resident }: Proposal): void {
  expect(history[0]).toMatchObject({ what: 'submit', status: 'received', by: resident });
  for (const [at, change] of history.slice(1).entries()) {
    const before = history[at]!;
    expect(wayOf(before.status, change.what), `${before.status} ${change.what}`).toBe(change.status);
    expect(change.at).toBeGreaterThanOrEqual(before.at);
    const { as, by, what } = change;
    if (as === 'resident') expect([by, BY_RESIDENT.includes(what)]).toEqual([resident, true]);
    else if (as === 'desk') expect([by, BY_DESK.includes(what)]).toEqual(['', true]);
    else expect(by).toMatch(/^m-(li-zhuren|sun-jie|zhou-min)$/);
    // Nobody takes what somebody has.
    if (what === 'take') expect(before.status).toBe('received');
  }
  expect(history.at(-1)!.status).toBe(status);
}

/** Between two runs of its clock the lead was told once at the most, and was really told each time. */
function escalatedOnceARun({ id, history }: Proposal, set: readonly SetOff[]): void {
  let since = 0;
  for (const { what } of history) {
    if (what === 'reopen') since = 0;
    if (what === 'escalate') since += 1;
    expect(since).toBeLessThanOrEqual(1);
  }
  const told = set
    .flatMap(({ told }) => told)
    .filter(({ notice }) => notice.text === 'staff_proposal_escalated' && notice.args.number === id);
  expect(told).toHaveLength(history.filter(({ what }) => what === 'escalate').length);
}

it('nothing is done to what is over, but for a word on how it was', () => {
  expect(WAYS.withdrawn).toEqual({});
  expect(Object.keys(WAYS.closed)).toEqual(['rate']);
});
