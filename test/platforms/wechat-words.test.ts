import { describe, expect, it } from 'vitest';
import { types } from 'wechaty';
import { SendFailure } from '../../src/desk/platform.js';
import { failureBefore, failureOf } from '../../src/platforms/wechat/failure.js';
import { readEndpoint } from '../../src/platforms/wechat/probe.js';
import { KIND, readText } from '../../src/platforms/wechat/said.js';
import { split } from '../../src/platforms/wechat/split.js';
import { readWords } from '../../src/platforms/words.js';
import { SeededChance } from '../clock.js';

const DASHES = '- - - - - - - - - - - - - - -';
const read = (raw: string, mentioned = false, names = ['小惠']) => readText(raw, mentioned, names);

describe('the words of a message', () => {
  it.each([
    ['brackets and colons', `「${'：」'.repeat(50_000)}`],
    ['one bracket and empty lines', `「a：」${'\n'.repeat(100_000)}`],
    ['one bracket and blanks', `「a：」${'\n '.repeat(50_000)}`],
    ['dashes', `「a：」\n${'- '.repeat(50_000)}`],
    ['quotations', `「a：」\n-----\n`.repeat(10_000)],
  ])('are read at once, though they are 100 kB of %s', (_, raw) => {
    const began = performance.now();
    read(raw);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it.each([
    ['a phone', '@小惠\u2005我想预约', '我想预约'],
    ['a computer', '@小惠 我想预约', '我想预约'],
    ['in the middle', '你好 @小惠\u2005我想预约', '你好 我想预约'],
    ['at the end', '我想预约@小惠', '我想预约'],
    ['twice', '@小惠\u2005@小惠\u2005我想预约', '我想预约'],
  ])('take out a mention as %s writes it', (_, raw, text) => {
    expect(read(raw)).toEqual({ text, addressed: true });
  });

  it('leave the mention of somebody whose name begins like ours', () => {
    expect(read('@小惠子\u2005下棋吗')).toEqual({ text: '@小惠子\u2005下棋吗', addressed: false });
  });

  it('take out the name that we have in the room, whatever signs are in it', () => {
    expect(read('@小惠(社区*)\u2005在吗', true, ['小惠', '小惠(社区*)'])).toEqual({
      text: '在吗',
      addressed: true,
    });
  });

  it('take out a mention by a name that we did not know of, when the wire says it is us', () => {
    expect(read('@社区小助手\u2005在吗', true)).toEqual({ text: '在吗', addressed: true });
  });

  it('stand alone when they quote us, and are then meant for us', () => {
    expect(read(`「小惠：要约哪项？\n1 量血压\n2 上门理发」\n${DASHES}\n2`)).toEqual({
      text: '2',
      addressed: true,
    });
  });

  it('stand alone when they quote somebody else, and are not meant for us', () => {
    expect(read(`「小陈：明天几点」\n${DASHES}\n三点`)).toEqual({ text: '三点', addressed: false });
    expect(read(`「小陈：「小惠：几点」\n${DASHES}\n三点」\n${DASHES}\n好`)).toEqual({
      text: '好',
      addressed: false,
    });
  });

  it('are a command after a slash, not after the slash of an old emoticon', () => {
    expect(readWords('/预约 明天')).toEqual({ kind: 'command', name: '预约', args: '明天' });
    expect(readWords('/Book')).toEqual({ kind: 'command', name: 'book', args: '' });
    expect(readWords('/:rose谢谢')).toEqual({ kind: 'text', text: '/:rose谢谢' });
    expect(readWords('3/4')).toEqual({ kind: 'text', text: '3/4' });
  });

  it('are told from pictures by the numbers that wechaty uses', () => {
    const { Message } = types;
    expect(KIND).toEqual({
      attachment: Message.Attachment,
      audio: Message.Audio,
      contact: Message.Contact,
      chatHistory: Message.ChatHistory,
      emoticon: Message.Emoticon,
      image: Message.Image,
      text: Message.Text,
      location: Message.Location,
      miniProgram: Message.MiniProgram,
      groupNote: Message.GroupNote,
      transfer: Message.Transfer,
      redEnvelope: Message.RedEnvelope,
      recalled: Message.Recalled,
      url: Message.Url,
      video: Message.Video,
      post: Message.Post,
    });
  });
});

describe('a long text', () => {
  it('is cut after a line before a sentence, and after a sentence before a word', () => {
    expect(split('一二三四五。\n六七八九。十', 10)).toEqual(['一二三四五。', '六七八九。十']);
    expect(split('一二三四五。六七八九十', 10)).toEqual(['一二三四五。', '六七八九十']);
    expect(split('one two three four', 10)).toEqual(['one two', 'three four']);
  });

  it('never cuts a character in two, keeps to the length, and loses nothing but blanks', () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const chance = new SeededChance(seed);
    const signs = ['好', '👵', '𠮷', 'a', ' ', '\n', '。', '，', '\n\n'];
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: chance.below(200) }, () => chance.pick(signs)).join('');
      const pieces = split(text, 20);
      const why = `seed ${seed}, round ${round}`;
      expect(pieces.join('').replace(/\s/g, ''), why).toBe(text.replace(/\s/g, ''));
      for (const piece of pieces) {
        expect(piece.length, why).toBeLessThanOrEqual(20);
        expect(piece, why).not.toMatch(/^\p{Surrogate}|\p{Surrogate}$/u);
      }
    }
  });
});

describe('an error of the puppet', () => {
  const grpc = (code: number, message: string) => Object.assign(new Error(message), { code });
  it.each([
    [
      grpc(14, '14 UNAVAILABLE: No connection established. Last error: connect ECONNREFUSED 127.0.0.1:1'),
      'not-sent',
    ],
    [grpc(14, '14 UNAVAILABLE: Connection dropped'), 'unknown'],
    [grpc(14, '14 UNAVAILABLE: read ECONNRESET'), 'unknown'],
    [grpc(16, '16 UNAUTHENTICATED: Invalid Wechaty TOKEN'), 'not-sent'],
    [grpc(2, '2 UNKNOWN: not logged in'), 'not-sent'],
    [grpc(2, '2 UNKNOWN: no payload found for id wxid_x'), 'gone'],
    [grpc(2, '2 UNKNOWN: 对方开启了朋友验证，你还不是他（她）朋友'), 'gone'],
    [grpc(2, '2 UNKNOWN: something'), 'unknown'],
    ['a string', 'unknown'],
  ])('%s means %s', (error, kind) => {
    const failure = failureOf(error);
    expect(failure).toBeInstanceOf(SendFailure);
    expect(failure.outcome.kind).toBe(kind);
  });

  it('before anything was sent means that nothing was', () => {
    expect(failureBefore(grpc(14, 'read ECONNRESET')).outcome.kind).toBe('not-sent');
    expect(failureBefore(grpc(2, 'no payload found')).outcome.kind).toBe('gone');
  });
});

describe('the address of the service', () => {
  it.each([
    ['127.0.0.1:8788', { host: '127.0.0.1', port: 8788 }],
    ['puppet.example.org:443', { host: 'puppet.example.org', port: 443 }],
    ['[::1]:8788', { host: '::1', port: 8788 }],
    ['dns:///puppet:8788', { host: 'puppet', port: 8788 }],
  ])('%s can be probed', (endpoint, address) => expect(readEndpoint(endpoint)).toEqual(address));
  it.each([undefined, '', 'wechaty://api.chatie.io/token'])('%s cannot', endpoint =>
    expect(readEndpoint(endpoint)).toBeNull(),
  );
});
