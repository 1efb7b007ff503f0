import { describe, expect, it } from 'vitest';
import { Arrivals } from '../../src/platforms/wechat/arrivals.js';
import { VirtualClock } from '../clock.js';

interface Loaded {
  readonly lane: string;
  readonly text: string;
}

/** Loads and hand-ins that end when they are told to. */
function scene() {
  const clock = new VirtualClock();
  const arrivals = new Arrivals(clock, 3_000);
  const handed: string[] = [];
  const gates = new Map<string, () => void>();
  const gate = (name: string) => new Promise<void>(resolve => gates.set(name, resolve));
  return {
    clock,
    arrivals,
    handed,
    open: async (...names: string[]) => {
      for (const name of names) gates.get(name)!();
      await clock.advance(0);
    },
    /** Its words come once `load <text>` is opened; handing it in begins at once, and ends with `hand <text>`. */
    take: (lane: string, text: string, lost = false) => {
      const words = gate(`load ${text}`);
      arrivals.take<Loaded>(
        () => words.then(() => (lost ? null : { lane, text })),
        async loaded => {
          handed.push(loaded.text);
          await gate(`hand ${loaded.text}`);
        },
      );
    },
  };
}

describe('what comes off the wire', () => {
  it('is handed in in its order, although its words come in another', async () => {
    const { take, open, handed } = scene();
    take('王奶奶', '甲');
    take('王奶奶', '乙');
    take('王奶奶', '丙');
    await open('load 丙', 'load 乙');
    expect(handed).toEqual([]);
    await open('load 甲');
    expect(handed).toEqual(['甲']);
    await open('hand 甲');
    await open('hand 乙');
    expect(handed).toEqual(['甲', '乙', '丙']);
  });

  it('does not wait for what somebody else is having handed in', async () => {
    const { take, open, handed } = scene();
    take('王奶奶', '甲');
    take('小陈', '乙');
    await open('load 甲', 'load 乙');
    expect(handed).toEqual(['甲', '乙']);
  });

  it('loses its place when its words take too long, and holds up nobody', async () => {
    const { take, open, handed, clock } = scene();
    take('王奶奶', '甲');
    take('小陈', '乙');
    await open('load 乙');
    await clock.advance(2_999);
    expect(handed).toEqual([]);
    await clock.advance(1);
    expect(handed).toEqual(['乙']);
    await open('load 甲');
    expect(handed).toEqual(['乙', '甲']);
  });

  it('goes on when a message was lost', async () => {
    const { take, open, handed } = scene();
    take('王奶奶', '甲', true);
    take('王奶奶', '乙');
    await open('load 甲', 'load 乙');
    expect(handed).toEqual(['乙']);
  });

  it('is idle only when all of it has been handed in, the late ones too', async () => {
    const { take, open, arrivals, clock } = scene();
    take('王奶奶', '甲');
    take('小陈', '乙');
    let idle = false;
    const waiting = arrivals.idle().then(() => {
      idle = true;
    });
    await clock.advance(6_000);
    await open('load 乙');
    await open('hand 乙');
    expect(idle).toBe(false);
    await open('load 甲');
    expect(idle).toBe(false);
    await open('hand 甲');
    await waiting;
  });
});
