import { describe, expect, it } from 'vitest';
import { widthOf } from '../../src/platforms/telegram/keyboard.js';
import { Offset } from '../../src/platforms/telegram/offset.js';
import { readUpdate } from '../../src/platforms/telegram/read.js';
import { split } from '../../src/platforms/telegram/split.js';
import { SeededChance } from '../clock.js';

type Update = Parameters<typeof readUpdate>[0];

describe('splitting a text', () => {
  it('cuts between paragraphs where it can, else lines, sentences, words', () => {
    expect(split('一二三四五六七\n\n八九十甲', 12)).toEqual(['一二三四五六七', '八九十甲']);
    expect(split('一二三四五六七\n八九十甲乙丙', 12)).toEqual(['一二三四五六七', '八九十甲乙丙']);
    expect(split('一二三四五六七。八九十甲乙丙', 12)).toEqual(['一二三四五六七。', '八九十甲乙丙']);
    expect(split('one two three four', 12)).toEqual(['one two', 'three four']);
    expect(split('short', 12)).toEqual(['short']);
    expect(split('', 12)).toEqual(['']);
  });

  it('tears no character: not a family of emoji, not an accent, not a pair of surrogates', () => {
    const family = '👨‍👩‍👧';
    expect(split(family.repeat(5), 20)).toEqual([family.repeat(2), family.repeat(2), family]);
    expect(split('𠮷'.repeat(9), 5).join('')).toBe('𠮷'.repeat(9));
    for (const piece of split('é'.repeat(9), 5)) expect(piece).toMatch(/^(é)+$/);
  });

  it('loses nothing and keeps the limit, whatever the text', () => {
    const chance = new SeededChance(20261123);
    const pieces = ['量血压', ' ', '\n', '\n\n', '。', 'word', '👨‍👩‍👧', '𠮷', '，', 'x'.repeat(30)];
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: chance.below(120) }, () => chance.pick(pieces)).join('');
      const cut = split(text, 50);
      for (const piece of cut) expect(piece.length, `round ${round}`).toBeLessThanOrEqual(50);
      expect(cut.join('').replace(/\s/g, ''), `round ${round}`).toBe(text.replace(/\s/g, ''));
    }
  });
});

describe('the offset', () => {
  it('never passes what is not durable, whatever the order in which things end (seed 11)', () => {
    const chance = new SeededChance(11);
    for (let round = 0; round < 300; round++) {
      const offset = new Offset();
      const durable = new Set<number>();
      const flying: number[] = [];
      let last = 100;
      // Telegram answers a poll as of when it was asked for, and has forgotten what lay below any offset.
      let asked = offset.ask();
      let forgotten = 101;
      for (let step = 0; step < 60; step++) {
        const what = chance.below(3);
        if (what === 0) last += chance.below(4);
        if (what === 1) {
          const from = Math.max(asked, forgotten);
          const ids = Array.from({ length: Math.max(0, last - from + 1) }, (_, i) => from + i);
          const fresh = offset.polled(ids);
          for (const id of fresh) {
            expect(durable.has(id), `round ${round}: ${id} is handed in again`).toBe(false);
            expect(flying).not.toContain(id);
            flying.push(id);
          }
          asked = offset.ask();
          forgotten = Math.max(forgotten, asked);
        }
        if (what === 2 && flying.length > 0) {
          const [id] = flying.splice(chance.below(flying.length), 1);
          const ok = chance.chance(0.8);
          if (ok) durable.add(id!);
          offset.ended(id!, ok);
        }
        for (let id = 101; id < forgotten; id++)
          expect(durable.has(id), `round ${round}: ${id} was confirmed and is not durable`).toBe(true);
      }
    }
  });

  it('does not wait for ever for what was refused and never comes again', () => {
    const offset = new Offset();
    expect(offset.polled([1, 2])).toEqual([1, 2]);
    offset.ended(1, false);
    offset.ended(2, true);
    expect(offset.ask()).toBe(0);
    expect(offset.polled([3])).toEqual([3]);
    offset.ended(3, true);
    expect(offset.ask()).toBe(4);
  });

  it('leaves the number to Telegram after a quiet time, since it may begin anew with a lower one', () => {
    const offset = new Offset();
    offset.polled([900]);
    offset.ended(900, true);
    offset.polled([]);
    expect(offset.ask()).toBe(901);
    offset.polled([]);
    expect(offset.ask()).toBe(0);
    expect(offset.polled([12])).toEqual([12]);
  });
});

describe('reading an update', () => {
  const me = {
    id: 100,
    is_bot: true as const,
    first_name: '小惠',
    username: 'linli_bot',
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
  };
  const from = { id: 7, is_bot: false, first_name: 'An', last_name: 'Nguyễn', language_code: 'zh-hans' };
  const chat = { id: 7, type: 'private', first_name: 'An' };
  const head = { message_id: 3, date: 1_700_000_000, from, chat };
  const read = (update: object) => readUpdate({ update_id: 9, ...update } as Update, me, 42);
  const saidOf = (content: object) => read({ message: { ...head, ...content } })?.said;

  it('says who, where, when, and in which language', () => {
    expect(read({ message: { ...head, text: '你好' } })).toEqual({
      id: '9',
      chat: { id: '7', kind: 'direct' },
      person: { id: '7', name: 'An Nguyễn', locale: 'zh-Hans' },
      at: 1_700_000_000_000,
      addressed: true,
      said: { kind: 'text', text: '你好' },
    });
  });

  it('gives a press the time of its arrival, and the message that it hung on', () => {
    const callback_query = { id: 'q', from, message: { ...head, date: 0 }, data: 't1', chat_instance: 'x' };
    expect(read({ callback_query })).toMatchObject({
      at: 42,
      said: { kind: 'press', token: 't1', messageId: '3' },
    });
  });

  it('knows every kind of content', () => {
    const file = { file_id: 'f', file_unique_id: 'u' };
    expect(saidOf({ photo: [{ ...file, file_id: 'small' }, file] })).toMatchObject({
      attachment: { kind: 'photo', ref: 'f', mime: 'image/jpeg' },
    });
    expect(saidOf({ video_note: file })).toMatchObject({ attachment: { kind: 'video' } });
    expect(saidOf({ animation: file, document: file })).toMatchObject({ attachment: { kind: 'video' } });
    expect(saidOf({ audio: file })).toMatchObject({ attachment: { kind: 'file' } });
    expect(saidOf({ location: { latitude: 1, longitude: 2 }, venue: { title: '超市' } })).toEqual({
      kind: 'location',
      latitude: 1,
      longitude: 2,
      title: '超市',
    });
    for (const what of ['sticker', 'poll', 'dice', 'game', 'story', 'invoice', 'gift_of_next_year'])
      expect(saidOf({ [what]: {} })).toEqual({ kind: 'other', what });
  });

  it('does not take a stranger’s card for the sender’s own number', () => {
    const contact = (user_id?: number) =>
      saidOf({ contact: { phone_number: '1', first_name: 'X', user_id } });
    expect(contact(7)).toMatchObject({ own: true });
    expect(contact(8)).toMatchObject({ own: false });
    expect(contact()).toMatchObject({ own: false });
  });

  it('passes over what nobody said', () => {
    const edit = { ...head, edit_date: 1_700_000_001 };
    expect(read({ edited_message: { ...edit, location: { latitude: 1, longitude: 2 } } })).toBeNull();
    for (const service of ['message_auto_delete_timer_changed', 'migrate_from_chat_id', 'pinned_message'])
      expect(read({ message: { ...head, [service]: {} } })).toBeNull();
    expect(read({ poll: {} })).toBeNull();
    expect(read({ callback_query: { id: 'q', from, inline_message_id: 'i', data: 'x' } })).toBeNull();
    const member = (status: string) => ({ user: me, status });
    const change = { chat, from, date: 1, old_chat_member: member('member') };
    expect(read({ my_chat_member: { ...change, new_chat_member: member('administrator') } })).toBeNull();
  });

  it('reads an edited caption as an edited text', () => {
    const edit = { ...head, edit_date: 1_700_000_001, photo: [], caption: '三号楼的灯' };
    expect(read({ edited_message: edit })?.said).toEqual({ kind: 'text', text: '三号楼的灯', edited: true });
  });

  it('takes a deep link for the command that it carries', () => {
    expect(saidOf({ text: '/start book-service' })).toEqual({
      kind: 'command',
      name: 'book-service',
      args: '',
    });
    expect(saidOf({ text: '/START' })).toEqual({ kind: 'command', name: 'start', args: '' });
  });
});

it('measures labels in Latin letters', () => {
  expect(['abc', '量血压', 'Kiểm tra', '📱 a'].map(widthOf)).toEqual([3, 6, 8, 4]);
});
