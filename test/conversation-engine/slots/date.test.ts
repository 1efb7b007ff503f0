import { expect, test } from 'vitest';
import { showDate } from '../../../src/conversation/slots/date.js';
import { answerOf, asking } from '../play.js';

test('reads a plain date without any help, and real readers where they are handed in', () => {
  const talk = asking('date');
  expect(talk.say('2026-12-1')).toBe('12月1日周二\n对吗？');
  expect(answerOf(talk)).toBe('2026-12-01');
  const tomorrow = asking('date', '', {
    readers: { date: text => (text === '明天' ? { value: '2026-11-24', shown: '明天（周二）' } : null) },
  });
  expect(tomorrow.say('明天')).toBe('明天（周二）\n对吗？');
});

test('there is no 30 February', () => {
  const talk = asking('date');
  expect(talk.say('2027-02-30')).toContain('没看懂是哪一天。比如：明天、周五、12月1日');
});

test('asking back about something ambiguous is no miss; another problem is', () => {
  const readers = {
    date: (text: string) =>
      text === '周末'
        ? { problem: 'date_ambiguous', ambiguous: true }
        : { problem: 'date_past', details: { day: '昨天' } },
  };
  const talk = asking('date', '', { readers });
  expect(talk.say('周末')).toContain('您说的是哪一天？');
  expect(talk.session?.misses).toBe(0);
  expect(talk.say('昨天')).toContain('昨天已经过了');
  expect(talk.session?.misses).toBe(1);
});

test('a problem that the texts do not know is said in the common words', () => {
  const talk = asking('date', '', { readers: { date: () => ({ problem: 'never_heard_of' }) } });
  expect(talk.say('啊')).toContain('没看懂是哪一天');
});

test('is shown the way each language writes it', () => {
  expect(showDate('2026-11-24', 'zh-Hans')).toBe('11月24日周二');
  expect(showDate('2026-11-24', 'en')).toBe('Tue 24 Nov');
});
