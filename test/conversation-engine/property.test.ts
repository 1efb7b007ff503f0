import { expect, test } from 'vitest';
import type { Json } from '../../src/conversation/json.js';
import { definitionSchema } from '../../src/conversation/schema.js';
import type { Event, Heard } from '../../src/conversation/session.js';
import { story } from '../../src/conversation/slots/story.js';
import { type Action, define, Talk } from './play.js';

/** Every kind of step and answer in one conversation, with a way back from everywhere. */
const definition = define(
  `
conversation: everything
title: { zh-Hans: 样样都有, en: Everything }
steps:
  - ask: service
    as: choice
    from: services.open
    say: q
    none: { say: full, go: note }
  - ask: day
    as: date
    from: days.free
    say: q
    none: { say: full, back: service }
  - ask: time
    as: time
    say: q
    check: times.look
    fails: { closed: { say: full }, taken: { say: full, back: day } }
  - if: { slot: service, is: repair }
    then: place
  - ask: people
    as: number
    min: 1
    max: 9
    say: q
  - go: note
  - ask: place
    as: place
    remember: resident.place
    say: q
  - ask: pictures
    as: photos
    optional: true
    max: 3
    say: q
  - ask: note
    as: text
    optional: true
    say: q
  - ask: matter
    as: story
    max: 700
    check: words.look
    fails: { rude: { say: full } }
    say: q
  - ask: wishes
    as: choices
    options: [a, b, c]
    say: q
  - ask: phone
    as: phone
    remember: resident.phone
    say: q
  - ask: sms
    as: yesno
    say: q
  - confirm: summary
  - do: visits.book
    into: booking
    fails: { taken: { say: full, back: time }, strange: { go: help_desk } }
  - say: booked
    attach: booking
  - end: finish
  - person: true
    name: help_desk
texts:
  zh-Hans: &texts
    q: 请回答
    full: 不行
    a: 甲
    b: 乙
    c: 丙
    summary: "{service} {day} {time} {people} {place} {pictures} {note} {matter} {wishes} {phone} {sms}"
    booked: 好了 {booking_number}
    label_people: 人数
    label_pictures: 图片
    label_matter: 内容
    label_wishes: 愿望
    label_sms: 短信
  en: *texts
`,
  'conversations/everything.yaml',
);

/** A small generator of chance with a seed, so that what fails fails again. */
function chance(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return below => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const WORDS = [
  '1',
  '2',
  '３',
  '四',
  '9',
  '量血压',
  '修东西',
  '2026-11-24',
  '2026-11-25',
  '15:00',
  '25:00',
  '幸福路8号',
  '3',
  '13812345678',
  '123',
  '是',
  '不',
  '确认',
  '甲、丙',
  '1 2',
  '帮助',
  '返回',
  '取消',
  '人工',
  '跳过',
  '完成',
  '重来',
  '没有',
  '改内容',
  '照旧',
  '改时间',
  '改日期到2026-11-25',
  '时间不对',
  '改',
  'change day',
  '要收费吗',
  '！！',
  '',
  ' ',
  '{x}',
  '😀',
  '__proto__',
  '长'.repeat(600),
  'help',
  'back',
  '返回',
  '返回',
  '改服务',
  '改电话 13900000000',
];

function events(talk: Talk, next: (below: number) => number): Event {
  const what = next(20);
  if (what === 0) return { kind: 'resume' };
  if (what === 1) return { kind: 'moved' };
  if (what === 2 && next(6) === 0) return { kind: 'expire' };
  return { kind: 'heard', heard: heard(talk, next) };
}

const seen: string[] = [];
function heard(talk: Talk, next: (below: number) => number): Heard {
  const buttons = talk.last.flatMap(one => (one.kind === 'asked' ? [...one.choices, ...one.controls] : []));
  seen.push(...buttons.map(one => one.token));
  const button = buttons[next(buttons.length + 1)];
  switch (next(12)) {
    case 0:
      return { attachment: { kind: 'photo', ref: 'x' }, ...(next(2) ? { text: '看这里' } : {}) };
    case 1:
      return { attachment: { kind: (['voice', 'video', 'file'] as const)[next(3)] ?? 'file' } };
    case 2:
      return next(2) ? { location: { latitude: 31, longitude: 121 } } : { contact: { phone: '13812345678' } };
    case 3:
      return { other: 'sticker' };
    case 4:
      return { token: seen[next(seen.length)] ?? 'none', messageId: 'm1' };
    case 5:
    case 6:
    case 7:
      return button && !button.token.endsWith('cancel') && !button.token.endsWith('person')
        ? { token: button.token, messageId: 'm1' }
        : { text: '1' };
    default:
      return { text: WORDS[next(WORDS.length)] ?? '' };
  }
}

function actions(next: (below: number) => number): Record<string, Action> {
  return {
    'services.open': () =>
      next(20) === 0
        ? []
        : [
            { value: 'pressure', label: '量血压' },
            { value: 'repair', label: '修东西' },
          ],
    'days.free': () => (next(15) === 0 ? [] : [{ value: '2026-11-24' }, { value: '2026-11-25' }]),
    'times.look': () => (next(6) === 0 ? { fail: next(2) ? 'closed' : 'taken' } : null),
    'words.look': () => (next(6) === 0 ? { fail: 'rude' } : null),
    'visits.book': () =>
      next(4) === 0
        ? { fail: ['taken', 'strange', 'unknown'][next(3)] ?? 'taken' }
        : { number: 'YY-1', files: [] },
  };
}

const SEEDS = 400;
const first = Math.floor(Date.now() / 1000) % 1_000_000;

test(`whatever is said, there is a prompt or an end, and no answer is lost in silence (seed ${first})`, () => {
  expect(definitionSchema.parse(JSON.parse(JSON.stringify(definition)))).toEqual(definition);
  let turns = 0;
  for (let seed = first; seed < first + SEEDS; seed++) {
    const next = chance(seed);
    let left = false;
    const elsewhere = () => {
      left = next(8) === 0;
      return left ? { leave: true } : next(3) === 0 ? { text: '是这样的。' } : null;
    };
    const talk = new Talk(definition, actions(next), {}, elsewhere);
    talk.begin(
      next(2) ? { service: '血压', day: '2026-11-24', time: '15:00' } : undefined,
      next(2) ? { 'resident.phone': '13800000000', 'resident.place': { text: '幸福路8号' } } : undefined,
    );
    for (let turn = 0; turn < 60 && talk.over === null; turn++) {
      turns += 1;
      const event = events(talk, next);
      const before = talk.session;
      try {
        left = false;
        talk.send(event);
        promised(talk, before, event, left);
      } catch (error) {
        throw new Error(`seed ${seed}, turn ${turn}, ${JSON.stringify(event)}`, { cause: error });
      }
    }
  }
  expect(turns).toBeGreaterThan(SEEDS);
});

function promised(talk: Talk, before: Talk['session'], event: Event, left: boolean): void {
  const { session } = talk;
  if (!session || !before) throw new Error('there is no session');
  expect(session.pending).toBeNull();
  expect(session.revision).toBeGreaterThan(before.revision);
  expect(session.prompt === null).toBe(talk.over !== null);
  if (talk.over !== null) return;
  if (!left) expect(talk.last.at(-1)?.kind).toBe('asked');
  for (const name of session.trail) expect(session.slots[name], `${name} is in the trail`).toBeDefined();
  // What was told is still there: at its question, kept for it, answered, or thrown away with a word.
  const draft = before.step === 'matter' ? (before.prompt?.draft ?? []) : [];
  const open = session.step === 'matter' ? session.prompt?.draft : undefined;
  const kept = open ?? session.unfinished?.draft ?? story.gather?.pieces(session.slots.matter?.value ?? null);
  const whole = (pieces: readonly Json[] = []) => JSON.stringify(story.gather?.whole(pieces));
  const pieces = draft.map(piece => JSON.stringify(piece).slice(1, -1));
  if (!pieces.every(piece => whole(kept).includes(piece))) {
    expect(said(talk)).toMatch(/前面的不算，从头来|现在填的内容是/);
  }
  // An answer that held is still there, or something was said besides the next question.
  const lost = before.trail.filter(name => !(name in session.slots));
  const told = talk.last.some(outcome => outcome.kind === 'said') || event.kind === 'moved';
  if (lost.length > 0) expect(told, `${lost.join(', ')} vanished without a word`).toBe(true);
  expect(JSON.parse(JSON.stringify(session))).toEqual(session);
}

const said = (talk: Talk): string =>
  talk.last.flatMap(outcome => (outcome.kind === 'said' ? [outcome.text] : [])).join('\n');
