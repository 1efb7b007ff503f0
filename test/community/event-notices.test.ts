import { expect, it } from 'vitest';
import type { Notice } from '../../src/community/context.js';
import { cancelEvent, moveEvent, resizeEvent } from '../../src/community/events/plan.js';
import { resize, signUp, waitFor } from '../../src/community/events/rsvp.js';
import { argumentsOf } from '../../src/conversation/message.js';
import { startToken } from '../../src/desk/start-token.js';
import { hePing, nguyenVanAn, wangNainai, xiaoChen } from '../cast.js';
import { TestDesk } from './desk.js';
import { letHappen, publish } from './event.js';
import { folder } from './play.js';

/** Every notice about events, from real turns. */
async function everyNotice(): Promise<Notice[]> {
  const desk = await TestDesk.open();
  await desk.hire(hePing, 'spokesperson');
  const sent: Notice[] = [];
  const turn: typeof desk.turn = async (who, body) => {
    const done = await desk.turn(who, body);
    sent.push(...done.off.told.map(one => one.notice));
    return done;
  };
  const pass = async (hours: number) => {
    const told = await letHappen(desk, desk.now + hours * 3_600_000);
    sent.push(...told.map(one => one.notice));
  };
  const { id } = await publish(desk, { capacity: 2 });
  const { id: small } = await publish(desk, { capacity: 1, day: '2026-11-29' });
  const { id: off } = await publish(desk);
  await turn(wangNainai, context => signUp(context, id, 2));
  await turn(xiaoChen, context => waitFor(context, id, 2));
  await turn(nguyenVanAn, context => waitFor(context, id, 1));
  await turn(wangNainai, context => signUp(context, small, 1));
  await turn(nguyenVanAn, context => waitFor(context, small, 1));
  await turn(wangNainai, context => signUp(context, off, 1));
  await turn(hePing, context => moveEvent(context, id, '2026-11-28', '19:00'));
  await turn(hePing, context => cancelEvent(context, off, '下雨'));
  await turn(wangNainai, context => resize(context, id, 1));
  // Neither of the two answers in time.
  await pass(5);
  await turn(hePing, context => resizeEvent(context, id, null));
  await pass(24 * 7);
  return sent;
}

it('have a text in both languages for everything that is said of events, and lead where they say', async () => {
  const sent = await everyNotice();
  expect([...new Set(sent.map(notice => notice.text))].sort()).toEqual([
    'event_cancelled',
    'event_changed',
    'event_changed_waiting',
    'event_eve',
    'event_feedback',
    'event_held',
    'event_held_some',
    'event_lapsed',
    'event_lapsed_some',
    'event_missed',
    'event_moved_up',
    'event_soon',
  ]);
  for (const { text, args, choices = [] } of sent) {
    for (const [locale, texts] of Object.entries(folder.notices)) {
      const wanted = argumentsOf(texts[text] ?? '{missing}').map(argument => argument.name);
      expect(Object.keys(args), `${locale} ${text}`).toEqual(expect.arrayContaining(wanted));
      for (const { label } of choices) expect(texts[label], label).toBeDefined();
    }
    for (const { begin, slots } of choices) {
      const definition = folder.definitions.find(one => one.conversation === begin);
      const asked = definition?.steps.filter(step => step.kind === 'ask').map(step => step.name);
      expect(asked, begin).toEqual(expect.arrayContaining(Object.keys(slots)));
      expect(startToken(begin, slots).length).toBeLessThan(64);
    }
  }
});
