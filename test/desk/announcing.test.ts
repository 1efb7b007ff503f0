import { expect, it } from 'vitest';
import { type Announcement, announcements } from '../../src/community/announcements/announcement.js';
import { EVERYBODY } from '../../src/community/announcements/audience.js';
import { type AnnouncementDelivery, deliveries } from '../../src/community/announcements/delivery.js';
import { withTopics } from '../../src/community/announcements/topic.js';
import { residents } from '../../src/community/residents/resident.js';
import { timers } from '../../src/desk/timers.js';
import { MINUTE, NOW, SeededChance } from '../clock.js';
import { ManyLives } from './many-lives.js';

const seed = Math.floor(Math.random() * 1e9);
const ID = 'GG-0001';

/** Somebody of a crowd: every tenth has blocked us, every seventh wants to hear nothing of this. */
const blocked = (n: number) => n % 10 === 3;
const optsOut = (n: number) => n % 7 === 2 && !blocked(n);

async function crowd(lives: ManyLives, people: number): Promise<void> {
  await lives.open();
  await lives.kept(async tx => {
    for (let n = 0; n < people; n += 1) {
      await tx.put(residents, {
        id: `r-${n}`,
        locale: 'zh-Hans',
        since: NOW - 10_000 + n,
        kept: {},
        consents: [],
        reach: { account: 'telegram', chat: `c-${n}`, person: `c-${n}`, kind: 'direct' },
      });
    }
    const announcement: Announcement = {
      id: ID,
      author: 'm-1',
      texts: { 'zh-Hans': '周二停水。' },
      choices: [],
      topic: 'notices',
      audience: EVERYBODY,
      urgent: false,
      at: NOW,
      people,
      groups: 0,
      state: 'scheduled',
      revision: 0,
      reported: -1,
      plan: { residentsDone: false, groupsDone: true },
      history: [{ at: NOW, by: 'm-1', what: 'compose', state: 'scheduled' }],
    };
    await tx.put(announcements, announcement);
    const data = { announcement: ID, wait: 5000 };
    await tx.put(timers, { id: `announcement/${ID}`, due: NOW, name: 'announcements.go_on', data });
  });
  lives.fault = ({ chat }) =>
    blocked(Number(chat.id.slice(2)))
      ? { outcome: { kind: 'gone', reason: 'blocked' }, arrived: false }
      : null;
}

/** They change their minds once their message waits in the outbox, or even before. */
const optOut = (lives: ManyLives, people: number) =>
  lives.kept(async tx => {
    for (let n = 0; n < people; n += 1) {
      const resident = optsOut(n) ? await tx.get(residents, `r-${n}`) : undefined;
      if (resident) await tx.put(residents, withTopics(resident, ['notices'], false));
    }
  });

/** Everybody is in the books once, and the books say what arrived. Gives how many nobody knows of. */
async function requireBooks(lives: ManyLives, people: number): Promise<number> {
  const kept = await lives.kept(async tx => ({
    all: await tx.find(deliveries, 'byState', { prefix: [ID], limit: 5000 }),
    announcement: await tx.get(announcements, ID),
  }));
  const byResident = new Map(kept.all.map(delivery => [delivery.resident, delivery]));
  expect(kept.all).toHaveLength(byResident.size);
  expect(kept.announcement).toMatchObject({ state: 'sent', reported: 0 });
  for (let n = 0; n < people; n += 1) {
    const came = lives.arrived.filter(({ chat }) => chat === `c-${n}`).length;
    const state = byResident.get(`r-${n}`)?.state;
    if (state === undefined) {
      // Said no before it was planned: none of those whom it is for.
      expect([optsOut(n), came], `${n} was left out`).toEqual([true, 0]);
      continue;
    }
    const may: Partial<Record<AnnouncementDelivery['state'], number[]>> = {
      sent: [1],
      unknown: [0, 1],
      failed: [0],
      skipped: [0],
    };
    expect(may[state], `${n} is ${state}`).toContain(came);
    if (state === 'failed') expect(blocked(n)).toBe(true);
    if (state === 'skipped') expect(optsOut(n)).toBe(true);
  }
  return kept.all.filter(({ state }) => state === 'unknown').length;
}

it(`leaves nobody out and doubles nobody, whichever transaction is the last of a life (seed ${seed})`, async () => {
  const people = 12;
  for (let last = 1; ; last += 1) {
    const lives = new ManyLives(seed + last);
    await crowd(lives, people);
    await lives.live(last);
    const lived = await lives.until(MINUTE);
    if (!lived) {
      await lives.open();
      await optOut(lives, people);
      await lives.live();
      await lives.until(3 * MINUTE);
    }
    const unknown = await requireBooks(lives, people);
    lives.end();
    // What was being sent at that moment; a row that had not been marked goes out as if nothing had happened.
    expect(unknown).toBeLessThanOrEqual(lived ? 0 : people);
    if (lived) return expect(last).toBeGreaterThan(people);
  }
}, 60_000);

it(`carries six hundred through many crashes (seed ${seed})`, async () => {
  const people = 600;
  const chance = new SeededChance(seed);
  const lives = new ManyLives(seed);
  await crowd(lives, people);
  await lives.live(3);
  await lives.until(MINUTE);
  await lives.open();
  await optOut(lives, people);
  for (let lived = false; !lived; ) {
    await lives.live(lives.crashes < 8 ? 40 + chance.below(80) : undefined);
    lived = await lives.until(3 * MINUTE);
  }
  const unknown = await requireBooks(lives, people);
  expect(lives.crashes).toBeGreaterThan(3);
  // As many as a courier has under way at once, and no more.
  expect(unknown).toBeLessThanOrEqual(lives.crashes * 128);
  expect(lives.arrived.length).toBeGreaterThan(0);
  lives.end();
}, 60_000);
