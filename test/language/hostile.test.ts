import { describe, expect, it } from 'vitest';
import {
  danger,
  faqIndex,
  readers,
  readMoment,
  routes,
  slotsIn,
  smallTalk,
} from '../../src/language/index.js';

const how = { locale: 'zh-Hans', now: Date.parse('2026-11-23T09:00:00+08:00'), zone: 'Asia/Shanghai' };
const read = readers({ phone: { area: '027' } });
const desk = routes([{ name: 'book', commands: ['预约'], examples: { 'zh-Hans': ['我想预约上门'] } }]);
const faq = faqIndex([]);

const ALL: Readonly<Record<string, (text: string) => unknown>> = {
  readMoment: text => readMoment(text, how),
  date: text => read.date(text, how),
  time: text => read.time(text, how),
  phone: text => read.phone(text, how),
  number: text => read.number(text, how),
  yesno: text => read.yesno(text, how),
  danger,
  slotsIn: text => slotsIn(text, how),
  smallTalk,
  routes: text => desk.pick(text),
  faq: text => faq.find(text),
};
const PIECES = [
  '1',
  '一',
  '周',
  '周一、',
  'a ',
  '((',
  '下',
  '1-',
  '三点',
  '胸口',
  '被',
  '我在电梯',
  'my husband ',
  'in the ',
  '2026-',
  '不',
  '煤气',
  'from 3 to ',
  '\u{1F600}',
  '\ud83d',
  'م',
  '去年',
  'twenty ',
  '二十',
  '老公打',
  '\u0000',
  '\n',
  '12.',
  '，',
  '的',
  "can't ",
];

describe('whatever is typed', () => {
  it.each(Object.keys(ALL))('%s throws at nothing', name => {
    for (const piece of PIECES) {
      for (const length of [0, 1, 2, 50]) expect(() => ALL[name]!(piece.repeat(length))).not.toThrow();
    }
    // Anything at all, from a seed.
    let seed = 20_261_123;
    const next = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    for (let round = 0; round < 100; round++) {
      const text = Array.from(
        { length: 1 + Math.floor(next() * 12) },
        () => PIECES[Math.floor(next() * PIECES.length)],
      ).join('');
      expect(() => ALL[name]!(text), `seed 20261123, round ${round}: ${JSON.stringify(text)}`).not.toThrow();
    }
  });

  // Fifty times the text may cost fifty times the work, with room for a busy machine; a pattern that runs wild costs
  // thousands of times as much.
  it.each(Object.keys(ALL))('%s takes its time by the length, not by its square', name => {
    const work = ALL[name]!;
    for (const piece of PIECES) {
      const short = piece.repeat(Math.ceil(200 / piece.length));
      const long = piece.repeat(Math.ceil(10_000 / piece.length));
      const cost = (text: string) => {
        let least = Number.POSITIVE_INFINITY;
        for (let i = 0; i < 2; i++) {
          const begun = performance.now();
          work(text);
          least = Math.min(least, performance.now() - begun);
        }
        return least;
      };
      cost(short);
      expect(cost(long), JSON.stringify(piece)).toBeLessThan(200 * (cost(short) + 0.1));
    }
  });
});
