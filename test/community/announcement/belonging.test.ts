import { describe, expect, it } from 'vitest';
import { approve } from '../../../src/community/announcements/approval.js';
import { announcementBelonging as belonging } from '../../../src/community/announcements/belonging.js';
import { compose } from '../../../src/community/announcements/compose.js';
import { correct } from '../../../src/community/announcements/correct.js';
import { deliveries } from '../../../src/community/announcements/delivery.js';
import { joinResidents } from '../../../src/community/residents/joining.js';
import { residents } from '../../../src/community/residents/resident.js';
import { hePing, liZhuren } from '../../cast.js';
import { NOW } from '../../clock.js';
import { neighbour, Town, WATER } from './town.js';

async function composed(town: Town): Promise<string> {
  const { value } = await town.desk.turn(hePing, context => compose(context, WATER));
  if (value.state === 'awaiting') await town.desk.turn(liZhuren, context => approve(context, value.id));
  return value.id;
}

/** `from`, who speaks now, turns out to be `to`. */
const join = (town: Town, from: string, to: string) =>
  town.desk.turn(from, async context => {
    const owner = await context.tx.get(residents, to);
    if (owner) await joinResidents(context, owner);
  });

describe('what was announced to somebody', () => {
  it('is handed out', async () => {
    const town = await Town.of(2);
    const id = await composed(town);
    await town.plan();
    await town.deliver();
    const { value } = await town.desk.timed(({ tx }) => belonging.exported(tx, 'neighbour-1'));
    expect(value).toEqual([
      { announcement: id, text: WATER.texts['zh-Hans'], state: 'sent', at: new Date(NOW).toISOString() },
    ]);
  });

  it('is nobody’s once they are forgotten, still counts, and is not corrected', async () => {
    const town = await Town.of(3);
    const id = await composed(town);
    await town.plan();
    await town.deliver(1);
    for (const n of [1, 2]) {
      await town.desk.timed(context => belonging.forget(context, `neighbour-${n}`));
      await town.remove(`neighbour-${n}`);
    }
    await town.deliver();
    await town.desk.turn(hePing, context => correct(context, id, { 'zh-Hans': '不停水了。' }));
    await town.plan();
    await town.deliver();
    expect([...town.arrived].map(([chat, rows]) => [chat, rows.length])).toEqual([
      ['chat-1', 1],
      ['chat-3', 2],
    ]);
    const all = await town.desk.store.read('huimin', tx =>
      tx.find(deliveries, 'byState', { prefix: [id], limit: 9 }),
    );
    expect(all.map(({ state }) => state).sort()).toEqual(['sent', 'sent', 'skipped']);
    expect(JSON.stringify(all)).not.toMatch(/neighbour-[12]|chat-[12]/);
  });
});

describe('somebody with two chats', () => {
  it('gets it once, when they are joined before it has gone', async () => {
    const town = await Town.of(3);
    await composed(town);
    await town.plan();
    await join(town, 'neighbour-3', 'neighbour-1');
    await town.deliver();
    expect([...town.arrived.keys()].sort()).toEqual(['chat-1', 'chat-2']);
  });

  it('gets no second one, when the other has arrived', async () => {
    const town = await Town.of(3);
    await composed(town);
    await town.plan();
    await town.deliver(1);
    await join(town, 'neighbour-3', 'neighbour-1');
    await town.deliver();
    expect([...town.arrived.keys()].sort()).toEqual(['chat-1', 'chat-2']);
  });

  it('is not left out, when the plan has passed the place that they now have', async () => {
    const town = await Town.of(150);
    // Seen first of all, and nobody who could be written to then.
    await town.put(neighbour(1, { id: 'early', since: 1 }));
    await town.change('early', ({ reach: _, ...resident }) => resident);
    await composed(town);
    await town.plan(1);
    await join(town, 'early', 'neighbour-140');
    await town.plan();
    await town.deliver();
    expect(town.arrived.get('chat-140')).toHaveLength(1);
    expect(town.arrived.size).toBe(150);
  });
});
