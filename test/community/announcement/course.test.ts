import { expect, it } from 'vitest';
import { type Announcement, textFor, WAYS } from '../../../src/community/announcements/announcement.js';
import { approve, refuse } from '../../../src/community/announcements/approval.js';
import { compose, revise } from '../../../src/community/announcements/compose.js';
import { correct, recall } from '../../../src/community/announcements/correct.js';
import { cancel, pause, resume } from '../../../src/community/announcements/course.js';
import type { Context } from '../../../src/community/context.js';
import { hePing, liZhuren } from '../../cast.js';
import { SeededChance } from '../../clock.js';
import { huimin } from '../desk.js';
import { Town, WATER } from './town.js';

const texts = (words: string) => ({ 'zh-Hans': words });
const ACTS: readonly ((context: Context, id: string) => Promise<unknown>)[] = [
  pause,
  resume,
  cancel,
  approve,
  (context, id) => refuse(context, id, '不行'),
  (context, id) => revise(context, id, texts('重写')),
  (context, id) => correct(context, id, texts('改过')),
  (context, id) => recall(context, id, '发错了'),
];

const seed = Math.floor(Math.random() * 1e9);

it(`goes only along its ways, gives nobody two, and loses nobody, whatever is done to it (seed ${seed})`, async () => {
  const chance = new SeededChance(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance.random() * list.length)]!;
  for (let walk = 0; walk < 25; walk += 1) {
    const content = {
      ...huimin,
      community: { ...huimin.community, announcements: { approveAbove: pick([0, 500]) } },
    };
    const town = await Town.of(130, content);
    const { value } = await town.desk.turn(hePing, context => compose(context, WATER));
    for (let step = 0; step < 25; step += 1) {
      const what = chance.random();
      if (what < 0.3) await town.plan(1 + Math.floor(chance.random() * 2));
      else if (what < 0.6) await town.deliver(Math.floor(chance.random() * 60));
      else if (what < 0.7) town.desk.now += 61_000;
      else
        await town.desk
          .turn(pick([hePing, liZhuren]), context => pick(ACTS)(context, value.id))
          .catch(refusals);
    }
    const open = await town.announcement(value.id);
    if (open?.state === 'paused') await town.desk.turn(hePing, context => resume(context, value.id));
    for (let round = 0; round < 6; round += 1) {
      await town.plan();
      await town.deliver();
      town.desk.now += 61_000;
    }
    const ended = await town.announcement(value.id);
    if (!ended) throw new Error('it is gone');
    requireWays(ended);
    requireBooks(town, ended);
    if (ended.state === 'sent') expect(town.arrived.size).toBe(130);
    expect(town.outbox).toEqual([]);
  }
});

/** A refusal is one of the domain's. */
function refusals(error: unknown): void {
  if (!(error instanceof Error && 'code' in error)) throw error;
}

function requireWays({ history }: Announcement): void {
  for (const [i, { state }] of history.entries()) {
    const before = history[i - 1]?.state;
    if (before !== undefined && before !== state) expect(WAYS[before]).toContain(state);
  }
}

/** Everybody has one first copy at the most, and who has one has the last words. */
function requireBooks(town: Town, announcement: Announcement): void {
  for (const rows of town.arrived.values()) {
    expect(rows.filter(({ replaces }) => replaces === undefined)).toHaveLength(1);
    const last = rows.at(-1);
    if (announcement.state === 'recalled') expect(last?.replaces?.by).toBeNull();
    else expect(last?.post.text).toBe(textFor(announcement, last?.post.locale ?? ''));
  }
}
