import { describe, expect, it } from 'vitest';
import { Pace } from '../../src/desk/pace.js';
import type { PaceLimits } from '../../src/desk/platform.js';
import { NOW, SeededChance } from '../clock.js';

const telegram: PaceLimits = {
  perSecond: 30,
  perSecondPerChat: 1,
  burstPerChat: 3,
  perMinutePerGroup: 20,
  perDay: 0,
  jitter: 0,
};

/** Sends as fast as the pace lets it, and gives the times at which each message went. */
function sendAll(
  pace: Pace,
  chats: { id: string; kind: 'direct' | 'group' }[],
): { chat: string; at: number }[] {
  const sent: { chat: string; at: number }[] = [];
  const waiting = [...chats];
  let now = NOW;
  while (waiting.length > 0) {
    const index = waiting.findIndex(chat => pace.chatFree(chat.id, now) <= now);
    if (pace.accountFree(now) > now || index === -1) {
      now += 1;
      continue;
    }
    const [chat] = waiting.splice(index, 1);
    if (!chat) break;
    pace.take(chat.id, chat.kind, now).settle(now, now, true);
    sent.push({ chat: chat.id, at: now });
  }
  return sent;
}

const mostIn = (times: number[], window: number) =>
  Math.max(...times.map(from => times.filter(at => at >= from && at < from + window).length));

/** A wire: when what was begun at `now` arrives there, and when we hear of it. */
type Wire = (now: number) => { arrives: number; ends: number };

/** Sends what nobody asked for as fast as the pace lets it, over this wire. Gives when each arrived. */
function sendOver(wire: Wire, count: number, asked: (now: number) => boolean = () => false) {
  const pace = new Pace(telegram, new SeededChance(1));
  const ending: { at: number; settle: () => void }[] = [];
  const arrived: number[] = [];
  const waits: number[] = [];
  let left = count;
  let since: number | null = null;
  for (let now = NOW; left > 0; now += 1) {
    for (const one of ending.filter(one => one.at === now)) one.settle();
    if (since === null && asked(now)) since = now;
    const send = (unasked: boolean) => {
      const { arrives, ends } = wire(now);
      const place = pace.take(`chat-${left}`, 'direct', now, unasked);
      ending.push({ at: ends, settle: () => place.settle(now, ends, true) });
      arrived.push(arrives);
      left -= 1;
    };
    if (since !== null && pace.accountFree(now) <= now) {
      waits.push(now - since);
      since = null;
      send(false);
    }
    if (pace.unaskedFree(now) <= now) send(true);
  }
  return { arrived: arrived.sort((a, b) => a - b), waits };
}

describe('the pace', () => {
  it('keeps to thirty in any second over the account, and loses almost no time by it', () => {
    const sent = sendAll(
      new Pace(telegram, new SeededChance(1)),
      Array.from({ length: 300 }, (_, i) => ({ id: `chat-${i}`, kind: 'direct' as const })),
    );
    const times = sent.map(message => message.at);
    expect(mostIn(times, 1000)).toBe(30);
    expect((times.at(-1) ?? 0) - NOW).toBeLessThan(9 * 1050);
  });

  it('keeps to it where messages arrive, however unevenly the wire works, and still loses little', () => {
    const chance = new SeededChance(3);
    // Now and then something takes long, on the way there or on the way back.
    const slow = () => (chance.chance(0.15) ? chance.below(180) : 0);
    const { arrived } = sendOver(now => {
      const arrives = now + 20 + slow();
      return { arrives, ends: arrives + 20 + slow() };
    }, 600);
    expect(mostIn(arrived, 1000)).toBe(30);
    expect((arrived.at(-1) ?? 0) - NOW).toBeLessThan(20_000 * 1.06);
  });

  it('does not trust a way that has been long of late to stay so', () => {
    let sent = 0;
    const { arrived } = sendOver(now => {
      sent += 1;
      const arrives = now + (sent % 61 === 1 ? 2 : 57);
      return { arrives, ends: arrives + 2 };
    }, 400);
    expect(mostIn(arrived, 1000)).toBe(30);
  });

  it('spreads what nobody asked for over the second, so that an answer finds a place soon', () => {
    const wire: Wire = now => ({ arrives: now + 2, ends: now + 4 });
    const { arrived, waits } = sendOver(wire, 600, now => now % 700 === 0);
    expect(mostIn(arrived, 100)).toBeLessThanOrEqual(5);
    expect(Math.max(...waits)).toBeLessThan(80);
    expect(waits.length).toBeGreaterThan(20);
    expect((arrived.at(-1) ?? 0) - NOW).toBeLessThan(20_000 * 1.05);
  });

  it('waits for a line that hangs for a second, and not for ever', () => {
    const pace = new Pace(telegram, new SeededChance(1));
    for (let i = 0; i < 30; i += 1) pace.take(`chat-${i}`, 'direct', NOW);
    expect(pace.accountFree(NOW + 1500)).toBeGreaterThan(NOW + 1500);
    expect(pace.accountFree(NOW + 2100)).toBeLessThanOrEqual(NOW + 2100);
  });

  it('gives a place back that nobody used', () => {
    const pace = new Pace({ ...telegram, perSecond: 2, jitter: 0.5 }, new SeededChance(1));
    const group = { id: 'building', kind: 'group' } as const;
    for (let i = 0; i < 40; i += 1) pace.take(group.id, group.kind, NOW, true).giveBack();
    expect(pace.unaskedFree(NOW)).toBeLessThanOrEqual(NOW);
    expect(pace.chatFree(group.id, NOW)).toBeLessThanOrEqual(NOW);
  });

  it('lets three through in one chat, then one a second', () => {
    const sent = sendAll(
      new Pace(telegram, new SeededChance(1)),
      Array.from({ length: 6 }, () => ({ id: 'one', kind: 'direct' as const })),
    );
    expect(sent.map(message => message.at - NOW)).toEqual([0, 0, 0, 1010, 2020, 3030]);
  });

  it('keeps to twenty a minute in a group', () => {
    const sent = sendAll(
      new Pace(telegram, new SeededChance(1)),
      Array.from({ length: 45 }, () => ({ id: 'group', kind: 'group' as const })),
    );
    expect(
      mostIn(
        sent.map(message => message.at),
        60_000,
      ),
    ).toBe(20);
  });

  it('holds a chat that is told to slow down, and the account once a second chat is told so too', () => {
    const pace = new Pace(telegram, new SeededChance(1));
    pace.slowDown('a', 'direct', NOW, 5000);
    expect(pace.chatFree('a', NOW)).toBe(NOW + 5000);
    expect(pace.chatFree('b', NOW)).toBe(0);
    expect(pace.accountFree(NOW)).toBe(0);
    pace.slowDown('b', 'direct', NOW + 100, 4000);
    expect(pace.accountFree(NOW + 100)).toBe(NOW + 100 + 4000);
  });

  it('does not hold the account when one chat is told twice', () => {
    const pace = new Pace(telegram, new SeededChance(1));
    pace.slowDown('a', 'direct', NOW, 5000);
    pace.slowDown('a', 'direct', NOW + 6000, 5000);
    expect(pace.accountFree(NOW)).toBe(0);
  });

  it('leaves uneven gaps where it should read like a person', () => {
    const wechat = { ...telegram, perSecond: 1 / 3, perSecondPerChat: 0, perMinutePerGroup: 0, jitter: 0.5 };
    const sent = sendAll(
      new Pace(wechat, new SeededChance(7)),
      Array.from({ length: 8 }, (_, i) => ({ id: `chat-${i}`, kind: 'direct' as const })),
    );
    const gaps = sent.slice(1).map((message, i) => message.at - (sent[i]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(4530);
    expect(new Set(gaps).size).toBeGreaterThan(3);
  });

  it('holds nothing back when its limits are lifted', () => {
    const lifted = { ...telegram, perSecond: 0, perSecondPerChat: 0, perMinutePerGroup: 0 };
    const pace = new Pace(lifted, new SeededChance(1));
    for (let i = 0; i < 100; i += 1) pace.take('one', 'group', NOW);
    expect(Math.max(pace.accountFree(NOW), pace.chatFree('one', NOW))).toBe(0);
  });
});

it('waits for no time that has been already when the clock is set back', () => {
  const pace = new Pace({ ...telegram, perSecond: 1, jitter: 0.5 }, new SeededChance(1));
  const group = { id: 'building', kind: 'group' } as const;
  pace.accountFree(NOW);
  pace.take(group.id, group.kind, NOW).settle(NOW, NOW, true);
  const back = NOW - 3_600_000;
  expect(pace.accountFree(back)).toBeLessThan(back + 3000);
  expect(pace.chatFree(group.id, back + 3000)).toBeLessThanOrEqual(back + 3000);
});
