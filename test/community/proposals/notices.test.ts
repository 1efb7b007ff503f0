import { expect, it } from 'vitest';
import type { Context, Notice } from '../../../src/community/context.js';
import {
  confirmAnswer,
  rateProposal,
  reopenProposal,
  replyToStaff,
  withdrawProposal,
} from '../../../src/community/proposals/author.js';
import { endorse } from '../../../src/community/proposals/endorse.js';
import {
  answerProposal,
  askAuthor,
  giveBack,
  refuseProposal,
  takeProposal,
  transferProposal,
} from '../../../src/community/proposals/handle.js';
import { PROPOSAL_DEEDS, PROPOSAL_STATUSES } from '../../../src/community/proposals/proposal.js';
import { submitProposal } from '../../../src/community/proposals/submit.js';
import { argumentsOf } from '../../../src/conversation/message.js';
import { readStartToken, startToken } from '../../../src/desk/start-token.js';
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
import { TestDesk } from '../desk.js';
import { folder } from '../play.js';
import { pass, submitted } from './proposal.js';

const DAY = 86_400_000;
/** What the desk adds to every text. */
const FACTS = ['bot', 'community', 'phone'];

/** Every notice of a proposal's, from real turns. */
async function everyNotice(): Promise<Notice[]> {
  const desk = await TestDesk.open();
  desk.content = { ...desk.content, proposals: { ...desk.content.proposals, endorsements: 2 } };
  for (const [actor, role] of [
    [liZhuren, 'lead'],
    [sunJie, 'desk'],
    [zhouMin, 'handler'],
    [hePing, 'spokesperson'],
  ] as const)
    await desk.hire(actor, role);
  const sent: Notice[] = [];
  const turn = async (who: Actor, body: (context: Context) => Promise<unknown>) => {
    const { off } = await desk.turn(who, body);
    sent.push(...off.staff, ...off.told.map(({ notice }) => notice));
  };
  const { id } = await submitted(desk);
  await turn(wangNainai, context =>
    submitProposal(context, { kind: 'help', text: '帮忙', files: [], category: 'other', shown: 'staff' }),
  );
  const inGroup = { account: 'telegram', chat: '-1009', kind: 'group' } as const;
  await turn(zhouMin, context => takeProposal({ ...context, chat: inGroup }, id));
  await turn(xiaoChen, context => endorse(context, id));
  await turn(nguyenVanAn, context => endorse(context, id));
  await turn(zhouMin, context => askAuthor(context, id, '哪一盏？'));
  await turn(wangNainai, context => replyToStaff(context, id, '门口那盏', []));
  await turn(zhouMin, context => transferProposal(context, id, 'm-sun-jie'));
  await turn(sunJie, context => giveBack(context, id));
  await turn(sunJie, context => takeProposal(context, id));
  for (const { staff, told } of await pass(desk, desk.now + 20 * DAY))
    sent.push(...staff, ...told.map(({ notice }) => notice));
  await turn(sunJie, context => refuseProposal(context, id, 'not-ours', undefined));
  await turn(wangNainai, context => reopenProposal(context, id, '不行'));
  await turn(sunJie, context => answerProposal(context, id, '好了。'));
  await turn(wangNainai, context => confirmAnswer(context, id));
  await turn(wangNainai, context => rateProposal(context, id, 5));
  const lapsing = (await submitted(desk)).id;
  await turn(sunJie, context => takeProposal(context, lapsing));
  await turn(sunJie, context => answerProposal(context, lapsing, '好了。'));
  for (const { told } of await pass(desk, desk.now + 20 * DAY))
    sent.push(...told.map(({ notice }) => notice));
  const withdrawn = (await submitted(desk)).id;
  await turn(wangNainai, context => withdrawProposal(context, withdrawn));
  return sent;
}

it('each has its text in every language, which uses only what it is given, and buttons that fit', async () => {
  const sent = await everyNotice();
  const said = new Set(sent.map(({ text }) => text));
  for (const { text, args, choices = [] } of sent) {
    for (const [locale, texts] of Object.entries(folder.notices)) {
      const words = texts[text];
      expect(words, `${text} in ${locale}`).toBeDefined();
      const used = argumentsOf(words ?? '').map(({ name }) => name);
      expect([...Object.keys(args), ...FACTS], text).toEqual(expect.arrayContaining(used));
      for (const { label } of choices) expect(texts[label], label).toBeDefined();
    }
    for (const { begin, slots } of choices) {
      const token = startToken(begin, slots);
      expect(readStartToken(token)?.conversation).toBe(begin);
      expect(folder.definitions.map(({ conversation }) => conversation)).toContain(begin);
    }
  }
  const written = Object.keys(folder.notices['zh-Hans'] ?? {}).filter(key =>
    /^(staff_proposal|proposal_news)_/.test(key),
  );
  // The photos and voice messages come by another door.
  expect(written.filter(key => !said.has(key))).toEqual(['staff_proposal_things']);
});

it('says every deed and every standing in words of its own', () => {
  for (const [locale, texts] of Object.entries(folder.notices)) {
    for (const what of PROPOSAL_DEEDS.filter(deed => deed !== 'move'))
      expect(texts.proposal_did, `${what} in ${locale}`).toContain(`${what.replace('-', '_')} {`);
    for (const status of PROPOSAL_STATUSES.filter(one => one !== 'withdrawn'))
      expect(texts.proposal_line, `${status} in ${locale}`).toContain(`${status} {`);
    for (const status of PROPOSAL_STATUSES.filter(one => one !== 'closed' && one !== 'withdrawn')) {
      expect(texts[`mine_proposal_${status}`], status).toBeDefined();
      expect(texts[`mine_proposal_next_${status}`], status).toBeDefined();
      expect(texts[`mine_endorsement_${status}`], status).toBeDefined();
    }
  }
});
