import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Collection, Json, Tx } from '../../src/community/store.js';
import type { Booked, Bookkeeper, Verdict } from '../../src/desk/bookkeeper.js';
import type { Delivery } from '../../src/desk/message.js';
import { DAY, HOUR, NOW, SECOND } from '../clock.js';
import { COMMUNITY, round } from './round.js';

const entrySchema = z.strictObject({
  id: z.string(),
  asked: z.number(),
  outcomes: z.array(z.string()),
  messageId: z.string().optional(),
});
type Entry = z.infer<typeof entrySchema>;
const entries: Collection<Entry> = {
  name: 'entries',
  version: 1,
  schema: entrySchema,
  personal: false,
  indexes: {},
};

/** Plain books: an entry for each recipient, and a rule for who may be written to. */
class Books implements Bookkeeper {
  rule: (who: string, now: number) => Verdict = () => ({ send: true });
  /** Throws to spoil an entry. */
  spoil: (who: string) => void = () => undefined;

  async before(tx: Tx, about: Json, now: number): Promise<Verdict> {
    const entry = await this.#entry(tx, about);
    await tx.put(entries, { ...entry, asked: entry.asked + 1 });
    return this.rule(entry.id, now);
  }

  async after(tx: Tx, about: Json, outcome: Booked): Promise<void> {
    const entry = await this.#entry(tx, about);
    this.spoil(entry.id);
    const what = outcome.kind === 'sent' ? 'sent' : `${outcome.kind}: ${outcome.reason}`;
    const messageId = outcome.kind === 'sent' ? outcome.messageId : undefined;
    await tx.put(entries, {
      ...entry,
      outcomes: [...entry.outcomes, what],
      ...(messageId === undefined ? {} : { messageId }),
    });
  }

  async #entry(tx: Tx, about: Json): Promise<Entry> {
    const id = String(about);
    return (await tx.get(entries, id, { forUpdate: true })) ?? { id, asked: 0, outcomes: [] };
  }
}

async function office(pace: Parameters<typeof round>[0] = {}) {
  const books = new Books();
  const all = await round({ bookkeeper: books, ...pace });
  const tell = (who: string, text = 'water off', more: Partial<Delivery> = {}) =>
    all.put(who, text, 'broadcast', { about: who, ...more });
  const entry = (who: string) => all.store.read(COMMUNITY, tx => tx.get(entries, who));
  const outcomes = async (who: string) => (await entry(who))?.outcomes ?? [];
  return { ...all, books, tell, entry, outcomes };
}

describe('the books of what is sent to many', () => {
  it('ask before it leaves, and hear once that it has gone, with the id of the message', async () => {
    const { clock, courier, platform, tell, entry, put } = await office();
    await tell('an');
    await put('wang', 'no books for this', 'broadcast');
    await courier.start();
    await clock.runUntil(NOW + SECOND);
    const { messageId } = platform.arrived.find(message => message.chat === 'an')!;
    expect(await entry('an')).toEqual({ id: 'an', asked: 1, outcomes: ['sent'], messageId });
    expect(await entry('wang')).toBeUndefined();
  });

  it('honour an opt-out at the very moment of sending', async () => {
    const { clock, courier, books, tell, texts, outcomes, left, failed } = await office();
    await tell('an');
    await tell('wang');
    books.rule = who => (who === 'an' ? { skip: 'opted out' } : { send: true });
    await courier.start();
    await clock.runUntil(NOW + SECOND);
    expect([texts(), await left(), await failed()]).toEqual([['water off'], 0, []]);
    expect(await outcomes('an')).toEqual(['skipped: opted out']);
    expect(await outcomes('wang')).toEqual(['sent']);
  });

  it('hold it until they say, and nobody else’s, nor the replies in that chat', async () => {
    const { clock, courier, books, tell, put, texts, entry } = await office();
    books.rule = (who, now) => (who === 'an' && now < NOW + HOUR ? { hold: NOW + HOUR } : { send: true });
    await tell('an', 'to An');
    await tell('wang', 'to Wang');
    await courier.start();
    await clock.runUntil(NOW + SECOND);
    await put('an', 'your booking');
    await put('an', 'tomorrow at nine', 'reminder');
    await clock.runUntil(NOW + HOUR - SECOND);
    expect(texts()).toEqual(['to Wang', 'your booking', 'tomorrow at nine']);
    await clock.runUntil(NOW + HOUR + SECOND);
    expect(texts().at(-1)).toBe('to An');
    expect(await entry('an')).toMatchObject({ asked: 2, outcomes: ['sent'] });
  });

  it('are not asked without end when they hold something until a time that has been', async () => {
    const { clock, courier, books, tell, entry } = await office();
    books.rule = () => ({ hold: NOW - HOUR });
    await tell('an');
    await courier.start();
    await clock.runUntil(NOW + 10 * SECOND);
    expect((await entry('an'))?.asked).toBeLessThanOrEqual(11);
  });

  it('take no place in the pace nor in the day’s cap from those who are written to', async () => {
    const { clock, courier, books, tell, texts } = await office({ pace: { perSecond: 1, perDay: 2 } });
    books.rule = who => (who.startsWith('out') ? { skip: 'opted out' } : { send: true });
    for (let i = 0; i < 30; i += 1) await tell(`out-${i}`);
    for (const who of ['an', 'wang', 'chen']) await tell(who, `to ${who}`);
    await courier.start();
    await clock.runUntil(NOW + 3 * SECOND);
    expect(texts()).toEqual(['to an', 'to wang']);
    await clock.runUntil(NOW + DAY);
    expect(texts()).toEqual(['to an', 'to wang', 'to chen']);
  });

  it('hear of every other end, too', async () => {
    const { clock, courier, platform, tell, outcomes } = await office();
    platform.fault = ({ chat }) => {
      if (chat.id === 'gone') return { outcome: { kind: 'gone', reason: 'blocked' }, arrived: false };
      if (chat.id === 'odd') return { outcome: { kind: 'rejected', reason: '400' }, arrived: false };
      if (chat.id === 'lost') return { outcome: { kind: 'unknown', reason: 'reset' }, arrived: true };
      return { outcome: { kind: 'not-sent', reason: '502' }, arrived: false };
    };
    for (const who of ['gone', 'odd', 'lost', 'away']) await tell(who);
    await tell('late', 'water off', { expires: NOW - 1 });
    await courier.start();
    await clock.runUntil(NOW + 2 * DAY);
    expect(await outcomes('gone')).toEqual(['gone: blocked']);
    expect(await outcomes('odd')).toEqual(['rejected: 400']);
    expect(await outcomes('lost')).toEqual(['unknown: reset']);
    expect(await outcomes('away')).toEqual(['not-sent: 502']);
    expect(await outcomes('late')).toEqual(['expired: too late to be of use']);
  });

  it('hear of one that was under way when the process died', async () => {
    const first = await office();
    await first.tell('an');
    await first.store.transact(COMMUNITY, async tx => void (await tx.mark('outbox', 'water off-1')));
    const second = await office({ store: first.store, clock: first.clock });
    await second.courier.start();
    await second.clock.runUntil(NOW + SECOND);
    expect(second.texts()).toEqual([]);
    expect(await second.outcomes('an')).toEqual(['unknown: stopped while it was being sent']);
  });

  it('may hold for days: only then does the time begin in which it is tried', async () => {
    const { clock, courier, books, platform, tell, outcomes } = await office();
    const until = NOW + 3 * DAY;
    books.rule = (_, now) => (now < until ? { hold: until } : { send: true });
    let refusals = 2;
    platform.fault = () =>
      refusals-- > 0 ? { outcome: { kind: 'slow-down', retryAfter: SECOND }, arrived: false } : null;
    await tell('an');
    await courier.start();
    await clock.runUntil(until + HOUR);
    expect(await outcomes('an')).toEqual(['sent']);
  });

  it('may fail: it is not sent twice for that, nor does anybody else wait, and the entry is made later', async () => {
    const { clock, courier, books, tell, texts, outcomes, left, put } = await office();
    let broken = true;
    books.spoil = who => {
      if (broken && who === 'an') throw new Error('the books are wet');
    };
    await tell('an', 'to An');
    await tell('wang', 'to Wang');
    await courier.start();
    await clock.runUntil(NOW + 10 * SECOND);
    await put('wang', 'your booking');
    await clock.runUntil(NOW + 20 * SECOND);
    expect([texts(), await left()]).toEqual([['to An', 'to Wang', 'your booking'], 1]);
    broken = false;
    await clock.runUntil(NOW + 30 * SECOND);
    expect([texts().length, await left(), await outcomes('an')]).toEqual([3, 0, ['sent']]);
  });

  it('and the message go together: what could not be asked has not been sent', async () => {
    const { clock, courier, books, tell, texts, entry } = await office();
    let broken = true;
    books.rule = () => {
      if (broken) throw new Error('the books are wet');
      return { send: true };
    };
    await tell('an');
    await courier.start();
    await clock.runUntil(NOW + 5 * SECOND);
    expect([texts(), await entry('an')]).toEqual([[], undefined]);
    broken = false;
    await clock.runUntil(NOW + 10 * SECOND);
    expect(texts()).toEqual(['water off']);
  });
});
