import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Low, Memory } from 'lowdb';
import { describe, expect, it } from 'vitest';
import { collections } from '../../src/collections.js';
import { bookings } from '../../src/community/bookings/booking.js';
import { identities } from '../../src/community/residents/identity.js';
import { residents } from '../../src/community/residents/resident.js';
import { deadLetters } from '../../src/desk/dead-letter.js';
import { chatName, laneName } from '../../src/desk/lane.js';
import { timers } from '../../src/desk/timers.js';
import { undelivered } from '../../src/desk/undelivered.js';
import { openJsonStore } from '../../src/storage/json.js';
import { CoreStore } from '../../src/storage/memory/core.js';
import { State } from '../../src/storage/memory/state.js';
import { buildingGroup, incoming, wangNainai, xiaoChen } from '../cast.js';
import { DAY, HOUR, NOW, VirtualClock } from '../clock.js';
import { openDesk } from '../fakes/desk.js';
import { givenFolder, KEY } from '../storage/given-folder.js';
import { remains } from '../storage/remains.js';
import { PersonAtDesk } from './person.js';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** Not the one that the conversations give as an example. */
const ADDRESS = '惠民苑7号楼3单元808';

/** Looks through everything that a file holds, sealed or not. */
const inFiles = async (folder: string, trace: string): Promise<string[]> => {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (remains(await readFile(path)).includes(trace)) found.push(path);
  }
  return found;
};

/** A desk whose whole memory can be looked through. */
async function at() {
  const state = new State();
  const clock = new VirtualClock(NOW);
  const store = new CoreStore({ db: new Low(new Memory<State>(), state), clock, log: quiet });
  const desk = await openDesk({ store, clock });
  const everything = () =>
    [...state.tables()].flatMap(({ collection, docs }) =>
      [...docs.values()].map(doc => `${collection.name}: ${JSON.stringify(doc)}`),
    );
  return { desk, wang: new PersonAtDesk(desk, wangNainai), everything };
}

type Living = Pick<Awaited<ReturnType<typeof at>>, 'desk' | 'wang'>;

const id = wangNainai.on.wechat ?? '';

/** She books, lets her address be kept, asks something in a group, and things go wrong on the way. */
async function live({ desk, wang }: Living): Promise<string> {
  await wang.sayAll('明天下午三点量血压', ADDRESS, wangNainai.phone, '确认', '都记住');
  await new PersonAtDesk(desk, wangNainai, buildingGroup).say('换语言', { addressed: true });
  await wang.sayAll('人工', '我住7号楼3单元808，请打13800001234');
  await desk.clock.advance(HOUR);
  await wang.say('我想预约上门理发');
  return desk.store.transact('huimin', async tx => {
    const where = { account: 'paper', chat: id, person: id };
    const row = {
      account: 'paper',
      body: incoming(wangNainai, 'x', '我住7号楼3单元808') as never,
      at: NOW,
      error: 'x',
    };
    await tx.put(deadLetters, { ...row, id: 'd-in', queue: 'inbox', lane: laneName(where) });
    await tx.put(deadLetters, { ...row, id: 'd-out', queue: 'outbox', lane: chatName('paper', id) });
    const lost = {
      account: 'paper',
      chat: id,
      kind: 'reminder',
      outcome: 'expired',
      reason: '',
      at: NOW,
    } as const;
    await tx.put(undelivered, { ...lost, id: 'lost' });
    await tx.enqueue('outbox', {
      id: 'later',
      lane: chatName('paper', id),
      account: 'paper',
      priority: 2,
      notBefore: NOW + DAY,
      body: { chat: { id, kind: 'direct' }, kind: 'news', saying: { text: '王奶奶您好', locale: 'zh-Hans' } },
    });
    const groupSaying = { text: '王奶奶', locale: 'zh-Hans', to: { personId: id, name: '王奶奶' } };
    await tx.enqueue('outbox', {
      id: 'in-the-group',
      lane: chatName('paper', buildingGroup.id),
      account: 'paper',
      priority: 2,
      notBefore: NOW + DAY,
      body: { chat: { id: buildingGroup.id, kind: 'group' }, kind: 'news', saying: groupSaying },
    });
    const { resident = '' } = (await tx.get(identities, `paper/${id}`)) ?? {};
    const data = { resident, booking: 'YY-0009', sequence: 0, which: 'eve' };
    await tx.put(timers, { id: 'any', due: NOW + DAY, name: 'bookings.remind', data });
    return resident;
  });
}

describe('somebody who has had themselves deleted', () => {
  it('is in no document of any collection, in no queue, and nothing comes to them any more', async () => {
    const town = await at();
    const { desk, wang, everything } = town;
    const resident = await live(town);
    const traces = [resident, id, '王奶奶', '7号楼3单元808', '13800001234'];
    for (const trace of traces)
      expect(
        everything().filter(doc => doc.includes(trace)),
        trace,
      ).not.toEqual([]);

    await wang.sayAll('删除我的记录', '[一起取消]', '[全部删除]');
    expect(wang.last.text).toMatch(/^删好了/);
    for (const trace of traces)
      expect(
        everything().filter(doc => doc.includes(trace)),
        trace,
      ).toEqual([]);

    const said = desk.paper.arrived.length;
    await desk.clock.advance(3 * DAY);
    expect(desk.paper.arrived.slice(said)).toEqual([]);
    const kept = await desk.store.read('huimin', tx => tx.find(bookings, 'byStatus', { limit: 9 }));
    expect(kept).toMatchObject([
      { id: 'YY-0001', service: 'blood-pressure', day: '2026-11-24', status: 'cancelled' },
    ]);
    await desk.desk.stop();
  });

  it('is a stranger when they come back, and is told again what is kept', async () => {
    const town = await at();
    const resident = await live(town);
    await town.wang.sayAll('删除我的记录', '[一起取消]', '[全部删除]');
    await town.wang.say('我的');
    expect(town.wang.last.text).toContain('您现在没有在办的事');
    expect(town.wang.last.text).toContain('想看我记了什么，随时发“隐私”');
    const known = await town.desk.store.read('huimin', async tx => {
      const identity = await tx.get(identities, `paper/${id}`);
      return identity && tx.get(residents, identity.resident);
    });
    expect(known?.id).not.toBe(resident);
    expect(known).toMatchObject({ kept: {}, consents: [] });
    await town.desk.desk.stop();
  });

  it('leaves what is somebody else’s as it was', async () => {
    const town = await at();
    await live(town);
    const chen = new PersonAtDesk(town.desk, xiaoChen);
    await chen.sayAll('明天晚上九点上门收材料', xiaoChen.address, xiaoChen.phone, '确认', '都记住', '预约');
    const his = () => town.everything().filter(doc => /小陈|1204|13900005678|web-xiaochen/.test(doc));
    const before = his();
    await town.wang.sayAll('删除我的记录', '[一起取消]', '[全部删除]');
    expect(his()).toEqual(before);
    await chen.say('[老人上门理发]');
    expect(chen.last.text).toContain('哪天方便');
    await town.desk.desk.stop();
  });

  it('hears the farewell even when it has to wait, and nothing of what was there before it', async () => {
    const town = await at();
    await live(town);
    const { desk, wang } = town;
    await wang.sayAll('删除我的记录', '[一起取消]');
    desk.paper.fault = ({ chat }) =>
      chat.id === id ? { outcome: { kind: 'not-sent', reason: 'no net' }, arrived: false } : null;
    await wang.say('[全部删除]');
    expect(wang.last.text).not.toMatch(/^删好了/);
    desk.paper.fault = () => null;
    const before = wang.heard.length;
    await desk.clock.advance(2 * DAY);
    expect(wang.heard.slice(before).map(({ text }) => text)).toEqual([expect.stringMatching(/^删好了/)]);
    await desk.desk.stop();
  });

  it('is in no file of the store on the disk, opened with its key', async () => {
    const folder = await givenFolder();
    // The desk's time stands still as long as the disk is at work; the store does nothing by itself.
    const clock = { now: () => NOW, after: () => () => undefined };
    const store = await openJsonStore({ folder, key: KEY, clock, log: quiet, collections });
    const desk = await openDesk({ store });
    const wang = new PersonAtDesk(desk, wangNainai);
    const resident = await live({ desk, wang });
    const traces = [resident, id, '王奶奶', '7号楼3单元808', '13800001234'];
    for (const trace of traces) expect(await inFiles(folder, trace), trace).not.toEqual([]);
    await wang.sayAll('删除我的记录', '[一起取消]', '[全部删除]');
    await store.forget();
    for (const trace of traces) expect(await inFiles(folder, trace), trace).toEqual([]);
    await desk.desk.stop();
    await store.close();
  });
});
