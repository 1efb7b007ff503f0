import { expect, test } from 'vitest';
import { Talk, trial } from '../play.js';
import { visit } from '../visit.js';

test('says something and goes on; after the last step the conversation is over', () => {
  const talk = new Talk(trial('  - say: hello\n  - say: goodbye', ['goodbye: 再见']));
  expect(talk.begin()).toBe('您好\n再见');
  expect(talk.over).toBe('done');
});

test('speaks the language of the person, or the nearest there is', () => {
  const definition = trial('  - say: hello');
  expect(new Talk(definition, {}, { locale: 'en-GB' }).begin()).toBe('Hello');
  expect(new Talk(definition, {}, { locale: 'zh-Hant' }).begin()).toBe('您好');
  expect(new Talk(definition, {}, { locale: 'vi' }).begin()).toBe('您好');
});

test('sends the files along that an action gave', () => {
  const talk = visit();
  talk.begin({
    service: '量血压',
    day: '2026-11-24',
    time: '下午',
    address: '幸福路8号',
    phone: '13812345678',
  });
  talk.say('确认');
  expect(talk.last.find(outcome => outcome.kind === 'said')).toEqual({
    kind: 'said',
    text: '约好了，编号 YY-0042，李主任 会上门。',
    files: [{ name: 'visit.ics', mime: 'text/calendar', base64: 'QkVHSU4=' }],
  });
});

test('has no file to send where none was given', () => {
  const talk = new Talk(trial('  - do: x.y\n    into: letter\n  - say: hello\n    attach: letter'), {
    'x.y': () => ({ files: [{ name: 'no bytes' }] }),
  });
  talk.begin();
  expect(talk.last[0]).toEqual({ kind: 'said', text: '您好' });
});

test('shows what was sent to us, photos and voice', () => {
  const photo = { account: 'wechat', attachment: { kind: 'photo', ref: 'p1', mime: 'image/jpeg' } };
  const talk = new Talk(trial('  - do: x.y\n    into: letter\n  - say: hello\n    attach: letter'), {
    'x.y': () => ({
      passes: [photo, { account: 'wechat' }, { account: 'wechat', attachment: { kind: 'voice' } }],
    }),
  });
  talk.begin();
  expect(talk.last[0]).toEqual({ kind: 'said', text: '您好', passes: [photo] });
});

test('hangs out the conversations that an action named', () => {
  const talk = new Talk(trial('  - do: x.y\n    into: mine\n  - say: hello\n    offer: mine'), {
    'x.y': () => ({
      choices: [{ label: 'YY-0042', begin: 'my-bookings', slots: { booking: 'YY-0042' } }, {}],
    }),
  });
  talk.begin();
  expect(talk.last.slice(0, 2)).toEqual([
    { kind: 'said', text: '您好' },
    {
      kind: 'offered',
      choices: [{ label: 'YY-0042', begin: 'my-bookings', slots: { booking: 'YY-0042' } }],
    },
  ]);
});
