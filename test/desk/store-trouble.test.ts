import { Low } from 'lowdb';
import { describe, expect, it } from 'vitest';
import { deadLetters } from '../../src/desk/dead-letter.js';
import { CoreStore } from '../../src/storage/memory/core.js';
import { State } from '../../src/storage/memory/state.js';
import { wangNainai, xiaoChen } from '../cast.js';
import { MINUTE, NOW, SECOND, VirtualClock } from '../clock.js';
import { openDesk } from '../fakes/desk.js';
import { PersonAtDesk } from './person.js';

/** A whole desk over a store whose disk is full from the moment that is chosen, for as long as is chosen. */
async function deskOnAFullDisk() {
  let writes = 0;
  let fullFrom = Number.POSITIVE_INFINITY;
  let fullTo = 0;
  const clock: { now: () => number; set?: VirtualClock } = { now: () => NOW };
  const adapter = {
    read: async () => null,
    write: async () => {
      writes += 1;
      // A desk that goes round in a circle would never come to rest: then the disk has room again.
      if (writes >= fullFrom && clock.now() < fullTo && writes < fullFrom + 500) throw new Error('ENOSPC');
    },
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const time = new VirtualClock(NOW, async () => {
    const { setImmediate: nextTurn } = await import('node:timers/promises');
    for (let i = 0; i < 20; i += 1) await nextTurn();
  });
  clock.now = () => time.now();
  const store = new CoreStore({ db: new Low<State>(adapter, new State()), clock: time, log });
  const desk = await openDesk({ clock: time, store });
  return {
    desk,
    writes: () => writes,
    /** Full after `more` further writes, for `ms`. */
    fill: (more: number, ms: number) => {
      fullFrom = writes + 1 + more;
      fullTo = time.now() + ms;
    },
  };
}

describe('when nothing can be saved', () => {
  it('says what went out once, and not again and again until there is room', async () => {
    const { desk, fill, writes } = await deskOnAFullDisk();
    const wang = new PersonAtDesk(desk, wangNainai);
    // Her words and the answer are saved; that the answer went out is not.
    fill(2, 5 * MINUTE);
    await wang.say('你好');
    const before = writes();
    await desk.clock.runUntil(NOW + 6 * MINUTE);
    expect(wang.heard).toHaveLength(1);
    // The store looks once a second whether it can write again, and so may those who wait for it.
    expect(writes() - before).toBeLessThan(2 * 5 * 60 + 20);
    expect((await desk.store.depth('outbox')).rows).toBe(0);
  });

  it('waits with a turn without holding it against the message, and answers when there is room', async () => {
    const { desk, fill, writes } = await deskOnAFullDisk();
    const wang = new PersonAtDesk(desk, wangNainai);
    const chen = new PersonAtDesk(desk, xiaoChen);
    fill(1, 30 * SECOND);
    await wang.say('你好');
    await chen.say('你好').catch(() => undefined);
    await desk.clock.runUntil(NOW + MINUTE);
    expect(writes()).toBeLessThan(150);
    expect(wang.heard).toHaveLength(1);
    const letters = await desk.store.read('huimin', tx => tx.find(deadLetters, 'at', { limit: 10 }));
    expect(letters).toEqual([]);
  });
});
