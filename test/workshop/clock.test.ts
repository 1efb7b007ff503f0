import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { frozenClock, HOUR, MINUTE, NOW, SECOND, SeededChance, VirtualClock } from '../clock.js';

describe('a frozen clock', () => {
  test('shows Monday at nine and never runs anything', () => {
    expect(new Date(frozenClock().now()).toISOString()).toBe('2026-11-23T01:00:00.000Z');
    expect(new Date(NOW).getUTCDay()).toBe(1);
    const cancel = frozenClock().after(0, () => expect.unreachable());
    cancel();
  });
});

describe('a virtual clock', () => {
  test('runs tasks in the order of their time, then in the order in which they were put off', async () => {
    const clock = new VirtualClock();
    const ran: string[] = [];
    const note = (name: string) => () => void ran.push(`${name} at ${(clock.now() - NOW) / SECOND}`);
    clock.after(2 * SECOND, note('late'));
    clock.after(SECOND, note('first'));
    clock.after(SECOND, note('second'));
    clock.after(-5, note('at once'));
    await clock.advance(2 * SECOND);
    expect(ran).toEqual(['at once at 0', 'first at 1', 'second at 1', 'late at 2']);
    expect(clock.now()).toBe(NOW + 2 * SECOND);
  });

  test('runs what a task puts off, in the same advance when it falls within it', async () => {
    const clock = new VirtualClock();
    const ran: number[] = [];
    const again = () => {
      ran.push(clock.now() - NOW);
      clock.after(MINUTE, again);
    };
    clock.after(MINUTE, again);
    await clock.advance(3 * MINUTE + 1);
    expect(ran).toEqual([MINUTE, 2 * MINUTE, 3 * MINUTE]);
    expect(clock.pending).toBe(1);
    expect(clock.next).toBe(NOW + 4 * MINUTE);
  });

  test('lets promises come to rest before the next task', async () => {
    const clock = new VirtualClock();
    const ran: string[] = [];
    clock.after(1, () => {
      void (async () => {
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
        ran.push('rested');
      })();
    });
    clock.after(2, () => void ran.push('next'));
    await clock.runUntil(NOW + 2);
    expect(ran).toEqual(['rested', 'next']);
  });

  test('waits for a world that brings its own rest', async () => {
    const clock = new VirtualClock(NOW, () => sleep(1));
    let ran = 0;
    clock.after(HOUR, () => void ran++);
    await clock.advance(HOUR);
    expect(ran).toBe(1);
  });

  test('forgets what is called off, also when it is called off twice or after it ran', async () => {
    const clock = new VirtualClock();
    let ran = 0;
    const cancels = Array.from({ length: 10 }, () => clock.after(SECOND, () => void ran++));
    cancels[3]!();
    cancels[3]!();
    await clock.advance(SECOND);
    cancels[4]!();
    expect(ran).toBe(9);
    expect(clock.pending).toBe(0);
    expect(clock.next).toBeNull();
  });

  test('steps one task at a time, and says when something goes round in a circle', async () => {
    const clock = new VirtualClock();
    const again = () => void clock.after(1, again);
    again();
    expect(await clock.step()).toBe(true);
    expect(clock.now()).toBe(NOW + 1);
    expect(await clock.step(NOW + 1)).toBe(false);
    await expect(clock.runToEnd(50)).rejects.toThrow('still wait after 50');
  });
});

describe('chance from a seed', () => {
  test('gives the same run for the same seed, and another for another', () => {
    const run = (seed: number) => {
      const chance = new SeededChance(seed);
      return [chance.random(), chance.id(), chance.below(1000), chance.pick(['a', 'b', 'c']), chance.id()];
    };
    expect(run(42)).toEqual(run(42));
    expect(run(42)).not.toEqual(run(43));
  });

  test('gives ids that never come twice, of the letters that an id may have', () => {
    const chance = new SeededChance(7);
    const ids = Array.from({ length: 5_000 }, () => chance.id());
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]{12,}$/);
  });

  test('spreads evenly enough', () => {
    const chance = new SeededChance(1);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let draw = 0; draw < 10_000; draw++) counts[chance.below(10)]!++;
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(120);
  });

  test('is not shifted by what a fork draws', () => {
    const one = new SeededChance(5);
    const other = new SeededChance(5);
    const fork = one.fork();
    other.fork();
    for (let draw = 0; draw < 10; draw++) fork.random();
    expect(one.random()).toBe(other.random());
    expect(() => one.pick([])).toThrow('nothing to pick from');
  });
});
