import { describe, expect, it } from 'vitest';
import { DAY, HOUR, NOW, SECOND } from '../clock.js';
import { COMMUNITY, round } from './round.js';

describe('the courier', () => {
  it('sends what one chat is told in order, replies before reminders before broadcasts', async () => {
    const { clock, courier, put, texts, left } = await round();
    await put('an', 'film night', 'broadcast');
    await put('an', 'tomorrow at nine', 'reminder');
    await put('an', 'first');
    await put('an', 'second');
    await courier.start();
    await clock.runUntil(NOW + SECOND);
    expect(texts()).toEqual(['first', 'second', 'tomorrow at nine', 'film night']);
    expect(await left()).toBe(0);
  });

  it('tries again in one chat in time, while another one with something to say is held', async () => {
    const { clock, platform, courier, put, texts } = await round({ pace: { perMinutePerGroup: 1 } });
    let failures = 1;
    platform.fault = delivery =>
      delivery.saying.text === 'to chen' && failures-- > 0
        ? { outcome: { kind: 'not-sent', reason: 'no line' }, arrived: false }
        : null;
    const group = { chat: { id: 'building', kind: 'group' as const } };
    await put('building', 'to all', 'reply', group);
    await put('building', 'to all, later', 'reply', group);
    await put('chen', 'to chen');
    await courier.start();
    await clock.runUntil(NOW + 3 * SECOND);
    expect(texts()).toEqual(['to all', 'to chen']);
  });

  it('holds a chat that the platform slows down, and nobody else', async () => {
    const { clock, platform, courier, put, texts, left } = await round();
    let slow = true;
    platform.fault = delivery =>
      slow && delivery.chat.id === 'an'
        ? { outcome: { kind: 'slow-down', retryAfter: 5 * SECOND }, arrived: false }
        : null;
    await put('an', 'to An');
    await put('wang', 'to Wang');
    await courier.start();
    await clock.runUntil(NOW + SECOND);
    slow = false;
    expect(texts()).toEqual(['to Wang']);
    await clock.runUntil(NOW + 4 * SECOND);
    expect(texts()).toEqual(['to Wang']);
    await clock.runUntil(NOW + 6 * SECOND);
    expect(texts()).toEqual(['to Wang', 'to An']);
    expect(await left()).toBe(0);
  });

  it('gives up a message that is told to slow down for hours, and one whose chat moves round and round', async () => {
    const { clock, platform, courier, put, failed, outcomes } = await round();
    platform.fault = delivery => ({
      outcome:
        delivery.saying.text === 'slow'
          ? { kind: 'slow-down', retryAfter: 60 * SECOND }
          : { kind: 'moved', to: delivery.chat.id === 'an' ? 'an-2' : 'an' },
      arrived: false,
    });
    await put('wang', 'slow');
    await put('an', 'round');
    await courier.start();
    await clock.runUntil(NOW + 7 * HOUR);
    expect((await failed()).sort()).toEqual(['not-sent', 'rejected']);
    expect(outcomes.filter(outcome => outcome === 'moved').length).toBeLessThan(10);
  });

  it('records a chat that is gone, and does not try that message again', async () => {
    const { clock, platform, courier, put, failed, left } = await round();
    platform.fault = () => ({
      outcome: { kind: 'gone', reason: 'bot was blocked by the user' },
      arrived: false,
    });
    await put('an', 'hello');
    await courier.start();
    await clock.runUntil(NOW + HOUR);
    expect([await failed(), await left()]).toEqual([['gone'], 0]);
  });

  it('skips a message that will never go, and sends the next', async () => {
    const { clock, platform, courier, put, texts, failed } = await round();
    platform.fault = delivery =>
      delivery.saying.text === 'broken'
        ? { outcome: { kind: 'rejected', reason: '400' }, arrived: false }
        : null;
    await put('an', 'broken');
    await put('an', 'whole');
    await courier.start();
    await clock.runUntil(NOW + SECOND);
    expect([texts(), await failed()]).toEqual([['whole'], ['rejected']]);
  });

  it('sends a reply again when nobody knows whether it arrived, but a broadcast never', async () => {
    const { clock, platform, courier, put, texts, failed } = await round();
    let lost = 2;
    platform.fault = () => {
      lost -= 1;
      return lost >= 0 ? { outcome: { kind: 'unknown', reason: 'reset' }, arrived: true } : null;
    };
    await put('an', 'your number is YY-0001');
    await put('wang', 'film night', 'broadcast');
    await courier.start();
    await clock.runUntil(NOW + 10 * SECOND);
    expect(texts().filter(text => text === 'film night')).toHaveLength(1);
    expect(texts().filter(text => text === 'your number is YY-0001')).toHaveLength(2);
    expect(await failed()).toEqual(['unknown']);
  });

  it('counts a broadcast that was under way when the process died, and does not send it twice', async () => {
    const first = await round();
    await first.put('an', 'film night', 'broadcast');
    await first.store.transact(COMMUNITY, async tx => void (await tx.mark('outbox', 'film night-1')));
    const second = await round({ store: first.store, clock: first.clock });
    await second.courier.start();
    await second.clock.runUntil(NOW + SECOND);
    expect([second.texts(), await second.failed()]).toEqual([[], ['unknown']]);
  });

  it('tries for hours while the platform is away, keeps the order, and then gives up with a record', async () => {
    const { clock, platform, courier, put, texts, failed, left } = await round();
    platform.fault = () => ({ outcome: { kind: 'not-sent', reason: '502' }, arrived: false });
    await put('an', 'one');
    await put('an', 'two');
    await courier.start();
    await clock.runUntil(NOW + 3 * HOUR);
    platform.fault = () => null;
    await clock.runUntil(NOW + 3 * HOUR + 2 * 60 * SECOND);
    expect(texts()).toEqual(['one', 'two']);
    platform.fault = () => ({ outcome: { kind: 'not-sent', reason: '502' }, arrived: false });
    await put('an', 'three');
    await clock.runUntil(NOW + 12 * HOUR);
    expect([await failed(), await left()]).toEqual([['not-sent'], 0]);
  });

  it('does not say what has become useless meanwhile', async () => {
    const { clock, courier, put, texts, failed } = await round();
    await put('an', 'in two hours', 'reminder', { expires: NOW - 1 });
    await courier.start();
    await clock.runUntil(NOW + SECOND);
    expect([texts(), await failed()]).toEqual([[], ['expired']]);
  });

  it('rests while the account is offline, and goes on at once when it is back', async () => {
    const { clock, platform, courier, put, texts } = await round();
    courier.status('offline');
    await courier.start();
    await put('an', 'hello');
    await clock.runUntil(NOW + HOUR);
    expect(texts()).toEqual([]);
    courier.status('online');
    await clock.runUntil(NOW + HOUR + SECOND);
    expect([texts(), platform.arrived.length]).toEqual([['hello'], 1]);
  });

  it('keeps a daily cap, over a restart too, and goes on the next day', async () => {
    const first = await round({ pace: { perDay: 2 } });
    for (const text of ['one', 'two', 'three']) await first.put('an', text);
    await first.courier.start();
    await first.clock.runUntil(NOW + HOUR);
    expect(first.texts()).toEqual(['one', 'two']);
    await first.courier.stop();
    const second = await round({ pace: { perDay: 2 }, store: first.store, clock: first.clock });
    await second.courier.start();
    await second.clock.runUntil(NOW + 14 * HOUR);
    expect(second.texts()).toEqual([]);
    await second.clock.runUntil(NOW + DAY);
    expect(second.texts()).toEqual(['three']);
  });

  it('answers danger past the daily cap, and before everything else', async () => {
    const { clock, courier, put, texts } = await round({ pace: { perDay: 1 } });
    await put('wang', 'one');
    await courier.start();
    await clock.runUntil(NOW + SECOND);
    await put('an', 'two');
    await put('an', 'call 119', 'urgent');
    await clock.runUntil(NOW + HOUR);
    expect(texts()).toEqual(['one', 'call 119']);
    await clock.runUntil(NOW + DAY);
    expect(texts()).toEqual(['one', 'call 119', 'two']);
  });
});
