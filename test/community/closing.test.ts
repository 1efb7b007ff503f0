import { describe, expect, it } from 'vitest';
import { book, reschedule } from '../../src/community/bookings/book.js';
import { bookings } from '../../src/community/bookings/booking.js';
import { closePart, reopen } from '../../src/community/bookings/close-part.js';
import { instantOf } from '../../src/community/day.js';
import type { Tx } from '../../src/community/store.js';
import { liZhuren, wangNainai } from '../cast.js';
import { TestDesk } from './desk.js';

const DAY = '2026-11-24';
const visit = {
  service: 'blood-pressure',
  day: DAY,
  time: '15:00',
  address: wangNainai.address,
  phone: wangNainai.e164,
};

describe('a day that is closed', () => {
  it('gives a displaced visit its own time back once it is open again', async () => {
    const desk = await TestDesk.open();
    await desk.hire(liZhuren, 'desk');
    const { value: booked } = await desk.turn(wangNainai, context => book(context, visit));
    await desk.turn(liZhuren, context => closePart(context, DAY, 'afternoon', undefined));
    await desk.turn(liZhuren, context => reopen(context, DAY));
    await desk.turn(wangNainai, context => reschedule(context, booked.id, DAY, '15:00'));
    const again = await desk.store.read('huimin', tx => tx.get(bookings, booked.id));
    expect(again).toMatchObject({ day: DAY, time: '15:00', status: 'booked' });
    expect(again?.displaced).toBeUndefined();
    // Twice the same is no change.
    expect(await desk.refusal(wangNainai, context => reschedule(context, booked.id, DAY, '15:00'))).toBe(
      'same_time',
    );
  });

  it('wakes nobody to tell them, unless they would wait in vain', async () => {
    const desk = await TestDesk.open();
    await desk.hire(liZhuren, 'desk');
    const { value: booked } = await desk.turn(wangNainai, context => book(context, visit));
    desk.now = instantOf('2026-11-23', '22:00', 'Asia/Shanghai');
    const { off } = await desk.turn(liZhuren, context => closePart(context, DAY, 'day', undefined));
    const morning = instantOf(DAY, '08:00', 'Asia/Shanghai');
    expect(off.told).toMatchObject([{ resident: wangNainai.id, notBefore: morning }]);
    expect(booked.start).toBeGreaterThan(morning);
  });

  it('locks the day of every service before it looks for visits, so that nobody books in between', async () => {
    const desk = await TestDesk.open();
    await desk.hire(liZhuren, 'desk');
    let done: string[] = [];
    await desk.turn(liZhuren, context => {
      done = [];
      return closePart({ ...context, tx: watched(context.tx, done) }, DAY, 'day', undefined);
    });
    const days = desk.content.services.map(({ id }) => `lock ${id}/${DAY}`).sort();
    expect(done.slice(0, done.indexOf('find bookings'))).toEqual([`lock ${DAY}`, ...days]);
  });
});

/** Writes down what is locked, and when visits are looked for. */
function watched(tx: Tx, done: string[]): Tx {
  const get: Tx['get'] = (collection, id, how) => {
    if (how?.forUpdate) done.push(`lock ${id}`);
    return tx.get(collection, id, how);
  };
  const find: Tx['find'] = (collection, index, range) => {
    done.push(`find ${collection.name}`);
    return tx.find(collection, index, range);
  };
  return { ...tx, get, find };
}
