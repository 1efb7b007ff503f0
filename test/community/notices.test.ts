import { describe, expect, it } from 'vitest';
import { acknowledge, book, cancel, reschedule } from '../../src/community/bookings/book.js';
import type { Notice } from '../../src/community/context.js';
import { makeCode, useCode } from '../../src/community/residents/linking-code.js';
import { argumentsOf } from '../../src/conversation/message.js';
import { timed } from '../../src/desk/timed.js';
import { DANGERS } from '../../src/language/danger/kinds.js';
import { wangNainai, xiaoChen } from '../cast.js';
import { TestDesk } from './desk.js';
import { folder } from './play.js';

const { notices } = folder;
/** What the desk adds to every text. */
const FACTS = ['bot', 'community', 'phone'];
const argumentNames = (text: string) =>
  argumentsOf(text)
    .map(argument => argument.name)
    .sort();

/** Every notice that the domain sends, from real turns. */
async function everyNotice(): Promise<Notice[]> {
  const desk = await TestDesk.open();
  const wish = { service: 'blood-pressure', address: wangNainai.address, phone: wangNainai.e164 };
  const sent: Notice[] = [];
  const turn: typeof desk.turn = async (who, body) => {
    const done = await desk.turn(who, body);
    sent.push(...done.off.staff, ...done.off.told.map(one => one.notice));
    return done;
  };
  const { value } = await turn(wangNainai, context =>
    book(context, { ...wish, day: '2026-11-24', time: '15:00' }),
  );
  await turn(wangNainai, context => reschedule(context, value.id, '2026-11-25', '15:00'));
  for (const now of ['2026-11-24T18:00:00+08:00', '2026-11-25T13:00:00+08:00']) {
    desk.now = Date.parse(now);
    for (const timer of desk.due())
      await turn(wangNainai, context => timed[timer.name]!(context, timer.data));
  }
  await turn(wangNainai, context => acknowledge(context, value.id));
  await turn(wangNainai, context => cancel(context, value.id));
  const { value: code } = await turn(wangNainai, makeCode);
  await turn(xiaoChen, context => useCode(context, code));
  return sent;
}

describe('notices', () => {
  it('have the same texts with the same arguments in both languages', () => {
    const { 'zh-Hans': zh = {}, en = {} } = notices;
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
    for (const [key, text] of Object.entries(zh)) {
      const same = argumentNames(text).filter(name => !FACTS.includes(name));
      expect(
        argumentNames(en[key] ?? '').filter(name => !FACTS.includes(name)),
        key,
      ).toEqual(same);
    }
  });

  it('have a text for everything the domain says, which uses only what it is given', async () => {
    const sent = await everyNotice();
    expect(new Set(sent.map(notice => notice.text))).toEqual(
      new Set([
        'staff_booked',
        'staff_rescheduled',
        'staff_cancelled',
        'remind_eve',
        'remind_soon',
        'linked_elsewhere',
      ]),
    );
    for (const { text, args, choices = [] } of sent) {
      for (const [locale, texts] of Object.entries(notices)) {
        const wanted = argumentNames(texts[text] ?? '{missing}').filter(name => !FACTS.includes(name));
        expect(Object.keys(args), `${locale} ${text}`).toEqual(expect.arrayContaining(wanted));
        for (const { label } of choices) expect(texts[label], label).toBeDefined();
      }
    }
  });

  it('answer every danger that is understood with its number, and name it to the staff', () => {
    for (const [locale, texts] of Object.entries(notices)) {
      for (const kind of DANGERS) {
        expect(texts[`danger_${kind}`], `${locale} ${kind}`).toContain('{number}');
        expect(texts[`danger_name_${kind}`], `${locale} ${kind}`).toBeDefined();
      }
    }
  });

  it('begin only conversations that there are, at a slot that they ask for', async () => {
    for (const { choices = [] } of await everyNotice()) {
      for (const { begin, slots } of choices) {
        const definition = folder.definitions.find(one => one.conversation === begin);
        const asked = definition?.steps.filter(step => step.kind === 'ask').map(step => step.name);
        expect(asked, begin).toEqual(expect.arrayContaining(Object.keys(slots)));
      }
    }
  });
});
